import type { Logger } from '@attest/observability';

/**
 * Looks for work every `everyMs` until closed, one look at a time. A look that fails is told with `sentence`, and the next
 * one follows; `close` ends the look under way by its signal and waits for it.
 */
export function lookRegularly(look: (signal: AbortSignal) => Promise<void>, { everyMs, logger, sentence }: { everyMs: number; logger: Logger; sentence: string }): { close(): Promise<void> } {
  const ended = new AbortController();
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking
      .then(() => (ended.signal.aborted ? undefined : look(ended.signal)))
      .catch((err: unknown) => {
        if (!ended.signal.aborted) logger.warn({ err }, sentence);
      });
  }, everyMs);
  return {
    close: async () => {
      clearInterval(timer);
      ended.abort();
      await looking;
    },
  };
}

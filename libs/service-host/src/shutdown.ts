import type { Logger } from '@attest/observability';

/** How long an orderly end may take before the process goes anyway. */
const deadlineMs = 15_000;

/**
 * Runs `close` once on SIGINT, SIGTERM, SIGHUP or when the process that launched this one is gone, then exits with 0;
 * exits with 1 when closing fails or takes longer than 15 s.
 */
export function onShutdown(logger: Logger, close: () => Promise<void>): void {
  let closing = false;
  const shutdown = (reason: string): void => {
    if (closing) return;
    closing = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => {
      logger.error('did not stop in time');
      process.exit(1);
    }, deadlineMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => shutdown(signal));
  if (process.channel) process.on('disconnect', () => shutdown('launcher gone'));
}

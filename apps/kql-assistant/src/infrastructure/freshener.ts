import type { Logger } from '@attest/observability';
import type { HuntEngine } from '../application/hunt-engine.js';

/** Rows that land in a wave are taken into the engine together. */
const pauseMs = 1_500;

/** Brings replicas up to date soon after rows landed, so that the next hunt does not wait for them. */
export function createFreshener(engine: HuntEngine, logger: Logger): { landed: (tenant: string) => void; close: () => void } {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    landed: (tenant) => {
      if (timers.has(tenant)) return;
      const timer = setTimeout(() => {
        timers.delete(tenant);
        engine.data(tenant).catch((error: unknown) => logger.warn({ err: error }, 'event rows could not be taken into the engine yet'));
      }, pauseMs);
      timer.unref();
      timers.set(tenant, timer);
    },
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

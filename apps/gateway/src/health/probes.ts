import type { EventBus } from '@attest/messaging';
import type { HealthProbe } from '@attest/observability';
import { isLocal, type ServiceLink, type ServiceLinks } from '../gateway-options.js';

const answerMs = 2_000;

/** What readiness asks: the bus, and every service wherever it is. */
export function probesOf(bus: EventBus, services: ServiceLinks): HealthProbe[] {
  return [
    {
      name: 'bus',
      checks: async () => {
        const { ok, detail } = await bus.health();
        return [{ name: 'bus', ok, ...(detail === undefined ? {} : { detail }) }];
      },
    },
    ...Object.entries(services).map(([name, link]): HealthProbe => ({ name, checks: () => checksOf(name, link) })),
  ];
}

async function checksOf(name: string, link: ServiceLink): ReturnType<HealthProbe['checks']> {
  if (isLocal(link)) return (await link.checks?.()) ?? [{ name, ok: true }];
  const silent = [{ name, ok: false, detail: 'The service does not answer.' }];
  const response = await fetch(`${link.url}/readyz`, { signal: AbortSignal.timeout(answerMs), redirect: 'error' }).catch(() => undefined);
  if (!response) return silent;
  await response.body?.cancel();
  return [{ name, ok: response.ok, ...(response.ok ? {} : { detail: 'The service is not ready.' }) }];
}

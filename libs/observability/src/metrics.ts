import { collectDefaultMetrics, Registry } from 'prom-client';

/** Registry behind `/metrics`, in Prometheus text form. */
export type Metrics = Registry;

/** A registry with the default metrics of the process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'attest_' });
  return registry;
}

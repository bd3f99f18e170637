import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '@attest/observability';
import type { Turnstile } from '../application/turnstile.js';
import type { RunEntity } from './hunt.entity.js';

/** Counts hunts, and says how many run now. */
export function createHuntMetrics(metrics: Metrics, turnstile: Turnstile): { ended: (run: RunEntity) => void } {
  const runs = new Counter({ name: 'attest_hunt_runs_total', help: 'Hunts that ended, by how', labelNames: ['status', 'backend'], registers: [metrics] });
  const seconds = new Histogram({ name: 'attest_hunt_run_seconds', help: 'Time from the start of a hunt to its end', buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60], registers: [metrics] });
  new Gauge({
    name: 'attest_hunts_running',
    help: 'Hunts that run now',
    registers: [metrics],
    collect() {
      this.set(turnstile.running);
    },
  });
  return {
    ended: ({ status, backend, ms }) => {
      runs.inc({ status: status.toLowerCase(), backend });
      if (ms !== null) seconds.observe(ms / 1_000);
    },
  };
}

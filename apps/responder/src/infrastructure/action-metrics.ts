import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '@attest/observability';
import type { ActionReader } from '../application/action-reader.js';
import type { ActionEntity } from './action.entity.js';

/** Counts actions that ended, and says how many have not. */
export function createActionMetrics(metrics: Metrics, reader: ActionReader): { ended: (action: ActionEntity) => void } {
  const ended = new Counter({ name: 'attest_response_actions_total', help: 'Response actions that ended, by how and by connector', labelNames: ['state', 'connector'], registers: [metrics] });
  new Gauge({
    name: 'attest_response_actions_open',
    help: 'Response actions that are under way, or whose outcome is unknown',
    labelNames: ['state'],
    registers: [metrics],
    async collect() {
      this.reset();
      for (const { state, count } of await reader.backlog().catch(() => [])) this.set({ state: state.toLowerCase() }, count);
    },
  });
  return { ended: ({ state, connector }) => ended.inc({ state: state.toLowerCase(), connector: connector ?? 'none' }) };
}

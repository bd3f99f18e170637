import { type ServiceDatabase, takeTurn } from '@attest/persistence';
import type { EntityManager } from 'typeorm';
import type { ActionOrder, CallOutcome, FollowOutcome, ResponseConnector } from '../../application/response-connector.js';
import type { IdempotencyClass } from '../../domain/action.js';
import { labCan, labEffect, labThing, untouched, type LabKind, type LabState } from '../../domain/lab-effect.js';

interface StoredOrder {
  sentence: string;
  result: Record<string, unknown>;
  at: Date;
}

/**
 * A simulated tenant: its devices, accounts, files and mails really change, in tables of their own, and nothing else does.
 * An order is known by its key and carried out once. Slow actions take `runMs`, so that they can be watched.
 */
export class LabConnector implements ResponseConnector {
  readonly name = 'lab';

  constructor(
    private readonly database: ServiceDatabase,
    private readonly runMs = 2_000,
  ) {}

  classOf(action: string): IdempotencyClass | undefined {
    return labCan(action) ? 'honoursKey' : undefined;
  }

  async carryOut(order: ActionOrder): Promise<CallOutcome> {
    try {
      const stored = await this.database.inTenant(order.tenant, (manager) => this.once(manager, order));
      if (stored === undefined) return { kind: 'refused', code: 'LAB_CANNOT', sentence: 'The lab tenant cannot do this.' };
      return stored.result['slow'] === true && this.runMs > 0
        ? { kind: 'accepted', reference: order.key, pollAfterMs: this.runMs, sentence: 'The lab tenant is at it.', result: stored.result }
        : { kind: 'confirmed', reference: order.key, result: stored.result };
    } catch {
      return { kind: 'uncertain', code: 'LAB_AWAY', sentence: 'The lab tenant did not answer.' };
    }
  }

  async follow(order: ActionOrder, reference: string): Promise<FollowOutcome> {
    const stored = await this.database.inTenant(order.tenant, (manager) => orderBy(manager, order.tenant, reference)).catch(() => null);
    if (stored === null) return { kind: 'unreachable', sentence: 'The lab tenant did not answer.' };
    if (stored === undefined) return { kind: 'failed', code: 'LAB_UNKNOWN', sentence: 'The lab tenant does not know this order.' };
    const left = stored.at.getTime() + this.runMs - Date.now();
    return left > 0 ? { kind: 'pending', pollAfterMs: left, sentence: 'The lab tenant is at it.' } : { kind: 'confirmed', result: stored.result };
  }

  /** One transaction: the order is remembered together with what it changes. */
  private async once(manager: EntityManager, order: ActionOrder): Promise<StoredOrder | undefined> {
    const { tenant, key } = order;
    await takeTurn(manager, `attest lab ${tenant}`);
    const known = await orderBy(manager, tenant, key);
    if (known !== undefined) return known;
    const at = new Date();
    const indicatorId = typeof order.origin?.result?.['id'] === 'string' ? order.origin.result['id'] : undefined;
    const lab = { action: order.action, target: order.target, parameters: order.parameters, devices: order.context.devices ?? [] };
    const thing = labThing(lab, indicatorId);
    if (thing === undefined) return undefined;
    const before = await stateOf(manager, tenant, thing.kind, thing.id);
    const effect = labEffect(lab, before, at.toISOString(), indicatorId);
    if (effect === undefined) return undefined;
    const change = order.reverse ? restored(effect.change, order.origin?.result) : effect.change;
    const sentence = order.reverse ? `${order.target.name} is as it was before.` : effect.sentence;
    const was = Object.fromEntries(Object.keys(change).map((name) => [name, before[name] ?? null]));
    const result = { simulated: true, kind: thing.kind, id: thing.id, before: was, change, slow: effect.slow, sentence };
    await manager.query(
      `INSERT INTO responder.lab_entity (tenant, kind, id, name, state, changes, updated_at) VALUES ($1, $2, $3, $4, $5, 1, $6)
       ON CONFLICT (tenant, kind, id) DO UPDATE SET state = excluded.state, name = excluded.name, changes = lab_entity.changes + 1, updated_at = excluded.updated_at`,
      [tenant, thing.kind, thing.id, effect.name, JSON.stringify({ ...before, ...change }), at],
    );
    await manager.query('INSERT INTO responder.lab_order (tenant, key, action_id, sentence, result, at) VALUES ($1, $2, $3, $4, $5, $6)', [tenant, key, order.actionId, sentence, JSON.stringify(result), at]);
    return { sentence, result, at };
  }
}

async function orderBy(manager: EntityManager, tenant: string, key: string): Promise<StoredOrder | undefined> {
  const [row] = await manager.query<StoredOrder[]>('SELECT sentence, result, at FROM responder.lab_order WHERE tenant = $1 AND key = $2', [tenant, key]);
  return row;
}

async function stateOf(manager: EntityManager, tenant: string, kind: LabKind, id: string): Promise<LabState> {
  const [row] = await manager.query<{ state: LabState }[]>('SELECT state FROM responder.lab_entity WHERE tenant = $1 AND kind = $2 AND id = $3', [tenant, kind, id]);
  return row?.state ?? untouched[kind];
}

/** What the order to take back had changed, as it was before it. */
function restored(change: LabState, result: Record<string, unknown> | null | undefined): LabState {
  const before = (result?.['before'] ?? {}) as LabState;
  return Object.fromEntries(Object.keys(change).map((name) => [name, before[name] ?? null]));
}

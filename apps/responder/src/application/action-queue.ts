import { randomUUID } from 'node:crypto';
import type { ServiceDatabase } from '@attest/persistence';
import type { EntityManager } from 'typeorm';
import type { Waiting } from '../domain/action.js';
import { ActionEntity } from '../infrastructure/action.entity.js';

/** An action this process alone works on until its lease ends. */
export interface Claim {
  tenant: string;
  id: string;
  lease: string;
}

/** Which actions are due, and who works on them. */
export class ActionQueue {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly leaseMs: number,
  ) {}

  /** Takes due actions of all tenants that nobody works on, the longest waiting first. */
  async claim(atMost: number): Promise<Claim[]> {
    const lease = randomUUID();
    const [rows] = await this.database.acrossTenants((manager) =>
      manager.query<[{ tenant: string; id: string }[], number]>(
        `UPDATE responder.action a SET lease = $1, lease_until = now() + $2 * interval '1 millisecond'
         FROM (SELECT tenant, id FROM responder.action
               WHERE state IN ('APPROVED', 'INTENT', 'SENT') AND next_attempt_at <= now() AND (lease_until IS NULL OR lease_until < now())
               ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED) due
         WHERE a.tenant = due.tenant AND a.id = due.id
         RETURNING a.tenant, a.id`,
        [lease, this.leaseMs, atMost],
      ),
    );
    return rows.map(({ tenant, id }) => ({ tenant, id, lease }));
  }

  action({ tenant, id }: Pick<Claim, 'tenant' | 'id'>): Promise<ActionEntity | null> {
    return this.database.inTenant(tenant, (manager) => manager.findOneBy(ActionEntity, { tenant, id }));
  }

  /** Runs `work` in a transaction of the tenant. */
  inTenant<T>(tenant: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.inTenant(tenant, work);
  }

  /** Gives a claim back until later; nothing about the action changes but why it waits. False when it was not held any more. */
  async postpone(claim: Claim, afterMs: number, waiting: Omit<Waiting, 'since'>, patch: { callOpen?: boolean } = {}): Promise<boolean> {
    const [, affected] = await this.database.inTenant(claim.tenant, (manager) =>
      manager.query<[unknown[], number]>(
        `UPDATE responder.action SET lease = NULL, lease_until = NULL, next_attempt_at = now() + $4 * interval '1 millisecond', call_open = coalesce($5, call_open),
           waiting = $6::jsonb || jsonb_build_object('since', coalesce(CASE WHEN waiting->>'code' = $7 THEN waiting->>'since' END, $8))
         WHERE tenant = $1 AND id = $2 AND lease = $3`,
        [claim.tenant, claim.id, claim.lease, Math.round(afterMs), patch.callOpen ?? null, JSON.stringify(waiting), waiting.code, new Date().toISOString()],
      ),
    );
    return affected > 0;
  }
}

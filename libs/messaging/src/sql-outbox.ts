import { randomUUID } from 'node:crypto';
import { tenantPolicySql } from '@attest/persistence';
import type { Envelope } from '@attest/contracts';
import type { Inbox, Outbox } from './outbox.js';

/**
 * Statements for a service's migration: its `outbox` and `inbox`, under row-level security like every table.
 * `schema` is the service's own name, never input.
 */
export function outboxMigrationSql(schema: string): string[] {
  return [
    `CREATE TABLE ${schema}.outbox (
       id bigserial PRIMARY KEY, tenant text NOT NULL, event_id uuid NOT NULL, envelope text NOT NULL, created_at timestamptz NOT NULL DEFAULT now())`,
    `CREATE TABLE ${schema}.inbox (
       tenant text NOT NULL, consumer_group text NOT NULL, event_id uuid NOT NULL, handled_at timestamptz NOT NULL DEFAULT now(),
       PRIMARY KEY (consumer_group, event_id))`,
    `CREATE INDEX inbox_age ON ${schema}.inbox (handled_at)`,
    ...tenantPolicySql(schema, 'outbox'),
    ...tenantPolicySql(schema, 'inbox'),
  ];
}

/** The outbox of a schema made by {@link outboxMigrationSql}. Events of one key leave in the order their transactions locked the key's row. */
export function createOutbox(schema: string): Outbox {
  return {
    async add(manager, event) {
      const envelope = {
        id: randomUUID(),
        type: event.type,
        version: Number(/\.v(\d+)$/.exec(event.type)?.[1] ?? 1),
        tenant: event.tenant,
        key: event.key,
        occurredAt: new Date().toISOString(),
        payload: event.payload,
        ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
        ...(event.causationId === undefined ? {} : { causationId: event.causationId }),
      };
      await manager.query(`INSERT INTO ${schema}.outbox (tenant, event_id, envelope) VALUES ($1, $2, $3)`, [event.tenant, envelope.id, JSON.stringify(envelope)]);
      return envelope as Envelope<typeof event.payload>;
    },
  };
}

/** The inbox of a schema made by {@link outboxMigrationSql}. */
export function createInbox(schema: string): Inbox {
  return {
    async record(manager, group, eventId) {
      const rows = await manager.query<unknown[]>(
        `INSERT INTO ${schema}.inbox (tenant, consumer_group, event_id) VALUES (current_setting('attest.tenant'), $1, $2) ON CONFLICT DO NOTHING RETURNING 1`,
        [group, eventId],
      );
      return rows.length > 0;
    },
  };
}

import type { Envelope } from '@attest/contracts';
import type { Logger } from '@attest/observability';
import type { ServiceDatabase } from '@attest/persistence';
import type { EventBus } from './event-bus.js';

/** What a relay works on. */
export interface OutboxRelayOptions {
  database: ServiceDatabase;
  /** Schema whose `outbox` it empties. */
  schema: string;
  bus: EventBus;
  logger?: Logger;
  /** How long it waits when there was nothing to send. Default 150 ms. */
  idleMs?: number;
}

/** A running relay. */
export interface OutboxRelay {
  /** Age in milliseconds of the oldest event not yet published; 0 when there is none. */
  oldestAgeMs(): Promise<number>;
  /** Stops after the batch in hand. */
  close(): Promise<void>;
}

const batchSize = 50;
const longestBackoffMs = 10_000;
const inboxDays = 30;
const pruneEveryMs = 3_600_000;

/**
 * Publishes what a service's transactions left in its outbox, in order, at least once. Of several relays on one schema
 * one works at a time (an advisory lock), so the order of a key holds; the others stand by. A bus that is away delays, never loses.
 */
export async function startOutboxRelay(options: OutboxRelayOptions): Promise<OutboxRelay> {
  const relay = new Relay(options);
  relay.start();
  return Promise.resolve(relay);
}

class Relay implements OutboxRelay {
  private closing = false;
  private failures = 0;
  private prunedAt = 0;
  private running: Promise<void> = Promise.resolve();
  private wake: (() => void) | undefined;

  constructor(private readonly options: OutboxRelayOptions) {}

  start(): void {
    this.running = this.run();
  }

  async oldestAgeMs(): Promise<number> {
    const rows = await this.options.database.acrossTenants((manager) =>
      manager.query<{ age: string | null }[]>(`SELECT extract(epoch FROM clock_timestamp() - min(created_at)) * 1000 AS age FROM ${this.options.schema}.outbox`),
    );
    return Math.max(0, Math.round(Number(rows[0]?.age ?? 0)));
  }

  async close(): Promise<void> {
    this.closing = true;
    this.wake?.();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.closing) {
      let sent = 0;
      try {
        sent = await this.sendBatch();
        await this.pruneInbox();
        this.failures = 0;
      } catch (error) {
        this.failures++;
        this.options.logger?.warn({ err: error, schema: this.options.schema, failures: this.failures }, 'outbox: events wait for the bus');
      }
      if (sent < batchSize) await this.pause(this.failures > 0 ? Math.min(longestBackoffMs, 200 * 2 ** this.failures) : (this.options.idleMs ?? 150));
    }
  }

  private sendBatch(): Promise<number> {
    const { database, schema, bus } = this.options;
    return database.acrossTenants(async (manager) => {
      const [lock] = await manager.query<{ mine: boolean }[]>('SELECT pg_try_advisory_xact_lock(hashtext($1)) AS mine', [`attest outbox ${schema}`]);
      if (!lock?.mine) return 0;
      const rows = await manager.query<{ id: string; envelope: string }[]>(`SELECT id, envelope FROM ${schema}.outbox ORDER BY id LIMIT ${batchSize}`);
      if (rows.length === 0) return 0;
      await bus.publish(rows.map((row) => JSON.parse(row.envelope) as Envelope));
      await manager.query(`DELETE FROM ${schema}.outbox WHERE id = ANY($1)`, [rows.map((row) => row.id)]);
      return rows.length;
    });
  }

  private async pruneInbox(): Promise<void> {
    if (Date.now() - this.prunedAt < pruneEveryMs) return;
    this.prunedAt = Date.now();
    const { database, schema } = this.options;
    await database.acrossTenants((manager) => manager.query(`DELETE FROM ${schema}.inbox WHERE handled_at < now() - interval '${inboxDays} days'`));
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

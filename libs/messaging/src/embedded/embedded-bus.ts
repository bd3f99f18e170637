import pg from 'pg';
import type { Envelope } from '@attest/contracts';
import type { Logger } from '@attest/observability';
import type { BusHealth, DeadLetter, EventBus, Subscription, SubscriptionHandle } from '../event-bus.js';
import { GroupConsumer } from './group-consumer.js';
import { LogStore } from './log-store.js';
import { ensureBusSchema } from './schema.js';
import { WakeUp } from './wake-up.js';

/** Where the log lives and how it keeps time. */
export interface EmbeddedBusOptions {
  /** PostgreSQL address; the tables are made in its schema `bus`. */
  url: string;
  logger?: Logger;
  /** How long a partition stays with a process that says nothing. Default 15 s. */
  leaseMs?: number;
  /** Longest wait for work nobody announced. Default 1 s. */
  pollMs?: number;
  /** Days a message is kept after every group has passed it. Default 14. */
  retentionDays?: number;
}

/** A log of topics in PostgreSQL with the semantics of Kafka: see docs/adr/0003-embedded-bus-is-a-log.md. */
export function createEmbeddedBus(options: EmbeddedBusOptions): EventBus {
  return new EmbeddedBus(options);
}

const hourMs = 3_600_000;

class EmbeddedBus implements EventBus {
  readonly driver = 'embedded' as const;
  private readonly pool: pg.Pool;
  private readonly store: LogStore;
  private readonly wakeUp: WakeUp;
  private readonly consumers = new Set<GroupConsumer>();
  private readonly pruning: NodeJS.Timeout;

  constructor(private readonly options: EmbeddedBusOptions) {
    this.pool = new pg.Pool({ connectionString: options.url, max: 8, application_name: 'attest-bus' });
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.pool.on('error', (error) => options.logger?.debug({ err: error }, 'bus: an idle connection was lost'));
    this.store = new LogStore(this.pool);
    this.wakeUp = new WakeUp(options.url, options.logger);
    this.pruning = setInterval(() => {
      this.store.prune(options.retentionDays ?? 14).catch((error: unknown) => options.logger?.warn({ err: error }, 'bus: pruning failed'));
    }, hourMs);
    this.pruning.unref();
  }

  async ensureTopics(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await ensureBusSchema(client);
    } finally {
      client.release();
    }
  }

  async publish(envelopes: readonly Envelope[]): Promise<void> {
    if (envelopes.length > 0) await this.store.append(envelopes);
  }

  async subscribe(subscription: Subscription): Promise<SubscriptionHandle> {
    const timing = { leaseMs: this.options.leaseMs ?? 15_000, pollMs: this.options.pollMs ?? 1_000 };
    const consumer = new GroupConsumer(this.store, subscription, timing, this.options.logger);
    await consumer.start();
    this.consumers.add(consumer);
    const silence = this.wakeUp.on((topic) => consumer.wake(topic));
    return {
      close: async () => {
        silence();
        this.consumers.delete(consumer);
        await consumer.close(10_000);
      },
    };
  }

  async health(): Promise<BusHealth> {
    try {
      const groups = await Promise.all([...this.consumers].map(async (consumer) => ({ group: consumer.group, state: consumer.state(), lag: await consumer.lag() })));
      const ok = groups.every(({ state }) => state === 'running');
      return { ok, driver: this.driver, groups, ...(ok ? {} : { detail: 'A consumer cannot reach the database.' }) };
    } catch {
      return { ok: false, driver: this.driver, groups: [], detail: 'The database does not answer.' };
    }
  }

  deadLetters(filter: { topic?: string; group?: string } = {}): Promise<DeadLetter[]> {
    return this.store.deadLetters(filter.topic, filter.group);
  }

  replayDeadLetter(id: string): Promise<boolean> {
    return this.store.revive(id);
  }

  async close(deadlineMs = 10_000): Promise<void> {
    clearInterval(this.pruning);
    await Promise.all([...this.consumers].map((consumer) => consumer.close(deadlineMs)));
    this.consumers.clear();
    await this.wakeUp.close();
    await this.pool.end();
  }
}

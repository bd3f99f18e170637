import { Kafka, logLevel, type Admin, type Producer } from 'kafkajs';
import { topicPartitions, type Envelope } from '@attest/contracts';
import type { Logger } from '@attest/observability';
import type { BusHealth, DeadLetter, EventBus, Subscription, SubscriptionHandle } from '../event-bus.js';
import { KafkaGroup } from './kafka-group.js';
import { SideStore } from './side-store.js';

/** Where the brokers are, and the PostgreSQL that keeps what Kafka cannot. */
export interface KafkaBusOptions {
  brokers: string[];
  clientId: string;
  /** PostgreSQL for payloads over the broker's limit, waiting retries and dead letters (schema `bus`). */
  claimUrl: string;
  logger?: Logger;
  /** How long a silent member keeps its partitions. Default 30 s. */
  sessionTimeoutMs?: number;
  /** Copies of each partition of topics made by `ensureTopics`. Default 1: set what your cluster needs when you make topics yourself. */
  replicationFactor?: number;
}

/** Below the broker's default limit of 1 MB with room for headers. */
const largestMessage = 900_000;

const claimDays = 14;

/** Topics on Apache Kafka, by kafkajs; retries that keep the order of a key and dead letters stand in PostgreSQL (docs/adr/0004). */
export function createKafkaBus(options: KafkaBusOptions): EventBus {
  return new KafkaBus(options);
}

class KafkaBus implements EventBus {
  readonly driver = 'kafka' as const;
  private readonly kafka: Kafka;
  private readonly admin: Admin;
  private readonly producer: Producer;
  private readonly side: SideStore;
  private readonly groups = new Set<KafkaGroup>();
  private connected: Promise<void> | undefined;
  private readonly pruning: NodeJS.Timeout;

  constructor(private readonly options: KafkaBusOptions) {
    this.kafka = new Kafka({
      clientId: options.clientId,
      brokers: options.brokers,
      logLevel: logLevel.WARN,
      logCreator: () => ({ namespace, log }) => options.logger?.debug({ namespace, ...log }, `kafka: ${log.message}`),
      retry: { initialRetryTime: 200, retries: 8, maxRetryTime: 5_000 },
    });
    this.admin = this.kafka.admin();
    this.producer = this.kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
    this.side = new SideStore(options.claimUrl);
    this.pruning = setInterval(() => {
      this.side.pruneClaims(claimDays).catch((error: unknown) => options.logger?.warn({ err: error }, 'bus: pruning failed'));
    }, 3_600_000);
    this.pruning.unref();
  }

  async ensureTopics(): Promise<void> {
    await this.connect();
    const known = new Set(await this.admin.listTopics());
    const missing = Object.entries(topicPartitions).filter(([topic]) => !known.has(topic));
    if (missing.length === 0) return;
    await this.admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(([topic, numPartitions]) => ({ topic, numPartitions, replicationFactor: this.options.replicationFactor ?? 1 })),
    });
  }

  async publish(envelopes: readonly Envelope[]): Promise<void> {
    if (envelopes.length === 0) return;
    await this.connect();
    const byTopic = new Map<string, { key: string; value: string; headers: Record<string, string> }[]>();
    for (const envelope of envelopes) {
      const text = JSON.stringify(envelope);
      const headers: Record<string, string> = { id: envelope.id, tenant: envelope.tenant };
      const large = Buffer.byteLength(text) > largestMessage;
      if (large) headers['claim'] = await this.side.claim(text);
      const value = large ? JSON.stringify({ ...envelope, payload: { claim: headers['claim'] } }) : text;
      byTopic.set(envelope.type, [...(byTopic.get(envelope.type) ?? []), { key: envelope.key, value, headers }]);
    }
    await this.sendInPieces(byTopic);
  }

  async subscribe(subscription: Subscription): Promise<SubscriptionHandle> {
    await this.connect();
    const timing = { sessionTimeoutMs: this.options.sessionTimeoutMs ?? 30_000, pollMs: Math.min(500, (this.options.sessionTimeoutMs ?? 30_000) / 10) };
    const group = new KafkaGroup(this.kafka, this.admin, this.side, subscription, timing, this.options.logger);
    this.groups.add(group);
    await group.start();
    return {
      close: async () => {
        this.groups.delete(group);
        await group.close(10_000);
      },
    };
  }

  async health(): Promise<BusHealth> {
    try {
      const groups = await Promise.all([...this.groups].map(async (group) => ({ group: group.group, state: group.state(), lag: await group.lag() })));
      const ok = groups.every(({ state }) => state !== 'crashed');
      return { ok, driver: this.driver, groups, ...(ok ? {} : { detail: 'A consumer has crashed.' }) };
    } catch {
      return { ok: false, driver: this.driver, groups: [], detail: 'Kafka or its database does not answer.' };
    }
  }

  deadLetters(filter: { topic?: string; group?: string } = {}): Promise<DeadLetter[]> {
    return this.side.deadLetters(filter.topic, filter.group);
  }

  replayDeadLetter(id: string): Promise<boolean> {
    return this.side.revive(id);
  }

  async close(deadlineMs = 10_000): Promise<void> {
    clearInterval(this.pruning);
    await Promise.all([...this.groups].map((group) => group.close(deadlineMs)));
    this.groups.clear();
    await this.producer.disconnect().catch(() => undefined);
    await this.admin.disconnect().catch(() => undefined);
    await this.side.close();
  }

  private connect(): Promise<void> {
    this.connected ??= (async () => {
      await Promise.all([this.admin.connect(), this.producer.connect(), this.side.ensure()]);
    })();
    this.connected.catch(() => {
      this.connected = undefined;
    });
    return this.connected;
  }

  /** One request must stay under the broker's limit as well. */
  private async sendInPieces(byTopic: ReadonlyMap<string, { key: string; value: string; headers: Record<string, string> }[]>): Promise<void> {
    for (const [topic, messages] of byTopic) {
      let piece: typeof messages = [];
      let size = 0;
      for (const message of messages) {
        if (size + message.value.length > largestMessage && piece.length > 0) {
          await this.producer.send({ topic, messages: piece, acks: -1 });
          piece = [];
          size = 0;
        }
        piece.push(message);
        size += message.value.length;
      }
      await this.producer.send({ topic, messages: piece, acks: -1 });
    }
  }
}

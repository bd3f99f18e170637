import type { Admin, Consumer, EachMessagePayload, Kafka } from 'kafkajs';
import type { Logger } from '@attest/observability';
import { defaultRetryPolicy, PermanentError, type Subscription } from '../event-bus.js';
import { parseMessage } from '../parse-message.js';
import type { ParkedMessage, SideStore } from './side-store.js';

/** Waits a group member needs to know. */
export interface KafkaTiming {
  sessionTimeoutMs: number;
  /** How often parked messages are looked for. */
  pollMs: number;
}

const defaultConcurrency = 4;
const restartAfterMs = 1_000;
const settleTries = 30;

/**
 * One member of one group on Kafka. A message is handed to its job and its partition paused, so that heartbeats go on
 * however long the job takes; the offset is committed when the job is done. No error of a handler reaches kafkajs.
 */
export class KafkaGroup {
  readonly group: string;
  private consumer: Consumer | undefined;
  private assigned = new Map<string, number[]>();
  private readonly aborts = new Map<string, AbortController>();
  private readonly jobs = new Set<Promise<void>>();
  private readonly parkedRunning = new Set<string>();
  private waiting: (() => void)[] = [];
  private running = 0;
  private current: 'running' | 'rebalancing' | 'crashed' = 'rebalancing';
  private closing = false;
  private poll: NodeJS.Timeout | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly side: SideStore,
    private readonly subscription: Subscription,
    private readonly timing: KafkaTiming,
    private readonly logger: Logger | undefined,
  ) {
    this.group = subscription.group;
  }

  async start(): Promise<void> {
    if (this.subscription.from === 'latest') await this.whileTheGroupSettles(() => this.beginAtEnd());
    await this.whileTheGroupSettles(() => this.join());
    const look = (): void => {
      this.poll = setTimeout(() => void this.runParked().finally(() => this.closing || look()), this.timing.pollMs);
    };
    look();
  }

  state(): 'running' | 'rebalancing' | 'crashed' {
    return this.current;
  }

  async lag(): Promise<number> {
    const committed = await this.admin.fetchOffsets({ groupId: this.group, topics: [...this.subscription.topics] });
    let lag = await this.side.parkedCount(this.group);
    for (const { topic, partitions } of committed) {
      for (const end of await this.admin.fetchTopicOffsets(topic)) {
        const done = Number(partitions.find((p) => p.partition === end.partition)?.offset ?? -1);
        lag += Number(end.high) - (done < 0 ? Number(end.low) : done);
      }
    }
    return lag;
  }

  async close(deadlineMs: number): Promise<void> {
    this.closing = true;
    clearTimeout(this.poll);
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, deadlineMs).unref());
    await Promise.race([Promise.all(this.jobs), deadline]);
    for (const abort of this.aborts.values()) abort.abort();
    await this.consumer?.disconnect().catch(() => undefined);
    if (this.subscription.ephemeral) await this.admin.deleteGroups([this.group]).catch(() => undefined);
  }

  /** A group that never committed is put at the end now, so that nothing published after this call is missed. */
  private async beginAtEnd(): Promise<void> {
    for (const topic of this.subscription.topics) {
      const [committed] = await this.admin.fetchOffsets({ groupId: this.group, topics: [topic] });
      if (committed?.partitions.some(({ offset }) => Number(offset) >= 0)) continue;
      const partitions = (await this.admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({ partition, offset: high }));
      await this.admin.setOffsets({ groupId: this.group, topic, partitions });
    }
  }

  /** A young cluster still moves its coordinators: kafkajs reports that as an error of ours, though the next try finds the new one. */
  private async whileTheGroupSettles(step: () => Promise<void>): Promise<void> {
    for (let left = settleTries; ; left--) {
      try {
        return await step();
      } catch (error) {
        await this.consumer?.disconnect().catch(() => undefined);
        this.consumer = undefined;
        if (left === 0 || this.closing || !isPassing(error)) throw error;
        this.logger?.info({ err: error, group: this.group }, 'bus: the group is not ready yet; trying again');
        await new Promise((resolve) => setTimeout(resolve, restartAfterMs));
      }
    }
  }

  private async join(): Promise<void> {
    const consumer = this.kafka.consumer({
      groupId: this.group,
      sessionTimeout: this.timing.sessionTimeoutMs,
      heartbeatInterval: Math.floor(this.timing.sessionTimeoutMs / 5),
      rebalanceTimeout: this.timing.sessionTimeoutMs * 2,
      maxWaitTimeInMs: 200,
      allowAutoTopicCreation: false,
    });
    this.consumer = consumer;
    let hasJoined = false;
    const joined = new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
        hasJoined = true;
        this.assign(payload.memberAssignment);
        resolve();
      });
      consumer.on(consumer.events.REBALANCING, () => {
        this.current = 'rebalancing';
      });
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        this.current = 'crashed';
        this.logger?.error({ err: payload.error, group: this.group, restart: payload.restart }, 'bus: the consumer crashed');
        if (!payload.restart) reject(payload.error);
        if (!payload.restart && !this.closing && hasJoined) setTimeout(() => void this.rejoin(consumer), restartAfterMs);
      });
    });
    joined.catch(() => undefined);
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.subscription.topics], fromBeginning: true });
    await consumer.run({ autoCommit: false, partitionsConsumedConcurrently: 1, eachMessage: (payload) => Promise.resolve(this.accept(consumer, payload)) });
    await joined;
  }

  private async rejoin(old: Consumer): Promise<void> {
    if (this.closing || this.consumer !== old) return;
    await old.disconnect().catch(() => undefined);
    await this.join().catch((error: unknown) => {
      this.logger?.error({ err: error, group: this.group }, 'bus: the consumer could not join again');
      if (!this.closing && this.consumer) setTimeout(() => void this.rejoin(this.consumer as Consumer), restartAfterMs);
    });
  }

  private assign(assignment: Record<string, number[]>): void {
    this.assigned = new Map(Object.entries(assignment));
    this.current = 'running';
    for (const [slot, abort] of this.aborts) {
      const [topic, partition] = slot.split(' ');
      if (this.assigned.get(topic ?? '')?.includes(Number(partition))) continue;
      abort.abort();
      this.aborts.delete(slot);
    }
  }

  private signalOf(topic: string, partition: number): AbortSignal {
    const slot = `${topic} ${partition}`;
    const abort = this.aborts.get(slot) ?? new AbortController();
    this.aborts.set(slot, abort);
    return abort.signal;
  }

  /** Takes a message off kafkajs' hands at once; nothing else of its partition comes before it is done. */
  private accept(consumer: Consumer, { topic, partition, message, pause }: EachMessagePayload): void {
    const resume = pause();
    const signal = this.signalOf(topic, partition);
    const job = this.withSlot(() => this.work(topic, partition, message, signal))
      .then((done) => (done ? consumer.commitOffsets([{ topic, partition, offset: String(BigInt(message.offset) + 1n) }]) : undefined))
      .catch((error: unknown) => this.logger?.warn({ err: error, group: this.group }, 'bus: an offset could not be committed; the message may come again'))
      .finally(() => {
        this.jobs.delete(job);
        if (!this.closing) resume();
      });
    this.jobs.add(job);
  }

  /** Handles one message or sets it aside; true when its offset may be committed. Tries on until it can do either. */
  private async work(topic: string, partition: number, message: EachMessagePayload['message'], signal: AbortSignal): Promise<boolean> {
    for (let wait = 100; !signal.aborted && !this.closing; wait = Math.min(wait * 2, 5_000)) {
      try {
        const item: ParkedMessage = { topic, partition, offset: message.offset, key: message.key?.toString() ?? '', attempts: 0, envelope: await this.textOf(message) };
        if (await this.side.isHeld(this.group, topic, item.key)) await this.side.park(this.group, item, 0);
        else await this.handle(item, signal);
        return !signal.aborted;
      } catch (error) {
        this.logger?.warn({ err: error, group: this.group }, 'bus: a message can be neither handled nor set aside; trying again');
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    return false;
  }

  private async textOf(message: EachMessagePayload['message']): Promise<string> {
    const claim = message.headers?.['claim']?.toString();
    if (claim === undefined) return message.value?.toString() ?? '';
    return (await this.side.redeem(claim)) ?? message.value?.toString() ?? '';
  }

  private async handle(item: ParkedMessage, signal: AbortSignal): Promise<void> {
    const attempt = item.attempts + 1;
    try {
      await this.subscription.handler(parseMessage(item.topic, item.envelope), { topic: item.topic, group: this.group, partition: item.partition, offset: item.offset, attempt, signal });
    } catch (error) {
      if (signal.aborted) return;
      const delay = error instanceof PermanentError ? undefined : (this.subscription.retry ?? defaultRetryPolicy).delaysMs[attempt - 1];
      this.logger?.warn({ err: error, group: this.group, topic: item.topic, key: item.key, attempt, delay }, delay === undefined ? 'bus: message dead-lettered' : 'bus: message will be delivered again');
      if (delay === undefined) await this.side.bury(this.group, { ...item, attempts: attempt }, error instanceof Error ? error.message : String(error));
      else await this.side.park(this.group, { ...item, attempts: attempt }, delay);
      return;
    }
    await this.side.unpark(this.group, item);
  }

  private async runParked(): Promise<void> {
    if (this.closing || this.current !== 'running') return;
    try {
      for (const [topic, partitions] of this.assigned) {
        for (const item of await this.side.due(this.group, topic, partitions)) {
          const id = `${topic} ${item.partition} ${item.offset}`;
          if (this.parkedRunning.has(id)) continue;
          this.parkedRunning.add(id);
          const job = this.withSlot(() => this.handle(item, this.signalOf(topic, item.partition)))
            .catch((error: unknown) => this.logger?.warn({ err: error, group: this.group }, 'bus: a parked message stays parked'))
            .finally(() => {
              this.parkedRunning.delete(id);
              this.jobs.delete(job);
            });
          this.jobs.add(job);
        }
      }
    } catch (error) {
      this.logger?.warn({ err: error, group: this.group }, 'bus: parked messages could not be read');
    }
  }

  private async withSlot<T>(work: () => Promise<T>): Promise<T> {
    while (this.running >= (this.subscription.concurrency ?? defaultConcurrency)) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
    try {
      return await work();
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }
}

/** Whether kafkajs calls this error, or the one behind it, worth another try. */
function isPassing(error: unknown): boolean {
  return error instanceof Error && (('retriable' in error && error.retriable === true) || isPassing(error.cause));
}

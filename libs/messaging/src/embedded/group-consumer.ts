import { randomUUID } from 'node:crypto';
import type { Logger } from '@attest/observability';
import { defaultRetryPolicy, PermanentError, type Subscription } from '../event-bus.js';
import { parseMessage } from '../parse-message.js';
import type { Delivery, Lease, LogStore } from './log-store.js';

/** How the consumer keeps time. */
export interface ConsumerTiming {
  /** How long a slot stays with a member that says nothing. */
  leaseMs: number;
  /** Longest wait for work that no wake-up announced, parked messages among it. */
  pollMs: number;
}

/** A message that ended its consumer this many times is set aside as poison. */
const maxTries = 5;

/** Default of {@link Subscription.concurrency}. */
const defaultConcurrency = 4;

interface Holding {
  lease: Lease;
  abort: AbortController;
}

/** One member of one group: holds leases on slots, handles one message a slot at a time, keeps leases while it works. */
export class GroupConsumer {
  readonly group: string;
  private readonly id = randomUUID();
  private readonly held = new Map<string, Holding>();
  private readonly busy = new Map<string, Promise<void>>();
  private closing = false;
  private failing: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private lookAgain = false;
  private poll: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: LogStore,
    private readonly subscription: Subscription,
    private readonly timing: ConsumerTiming,
    private readonly logger: Logger | undefined,
  ) {
    this.group = subscription.group;
  }

  async start(): Promise<void> {
    await this.store.ensureCursors(this.group, this.subscription.topics, this.subscription.from);
    await this.keepLeases();
    this.schedule();
    this.look();
  }

  /** Look for work now: something was published. */
  wake(topic: string): void {
    if (this.subscription.topics.includes(topic as Subscription['topics'][number])) this.look();
  }

  state(): 'running' | 'crashed' {
    return this.failing === undefined ? 'running' : 'crashed';
  }

  lag(): Promise<number> {
    return this.store.lag(this.group);
  }

  /** Takes no new message, waits for running handlers until the deadline, then gives everything back. */
  async close(deadlineMs: number): Promise<void> {
    this.closing = true;
    clearTimeout(this.poll);
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, deadlineMs).unref());
    await Promise.race([Promise.all(this.busy.values()), deadline]);
    clearTimeout(this.timer);
    for (const { abort } of this.held.values()) abort.abort();
    try {
      await this.store.release(this.group, this.id, [...this.held.values()].map(({ lease }) => lease));
      await this.store.leave(this.group, this.id, this.subscription.ephemeral ?? false);
    } catch (error) {
      this.logger?.warn({ err: error, group: this.group }, 'bus: leases run out by themselves');
    }
    this.held.clear();
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      void this.keepLeases().then(() => {
        this.look();
        this.schedule();
      });
    }, this.timing.leaseMs / 3);
  }

  /** Renews what is held, drops what was lost, takes or gives slots until every living member has its share. */
  private async keepLeases(): Promise<void> {
    const { topics } = this.subscription;
    try {
      const members = await this.store.heartbeat(this.group, this.id, this.subscription.ephemeral ?? false, this.timing.leaseMs * 2);
      const kept = new Map((await this.store.renew(this.group, this.id, topics, this.timing.leaseMs)).map((lease) => [slotKey(lease), lease]));
      for (const [key, { lease, abort }] of this.held) {
        if (kept.get(key)?.fence === lease.fence) continue;
        abort.abort();
        this.held.delete(key);
      }
      const share = Math.ceil((await this.store.slotCount(topics)) / members);
      if (!this.closing && this.held.size < share) {
        for (const lease of await this.store.acquire(this.group, this.id, topics, this.timing.leaseMs, share - this.held.size)) {
          this.held.set(slotKey(lease), { lease, abort: new AbortController() });
        }
      } else if (this.held.size > share) await this.giveBack(this.held.size - share);
      this.failing = undefined;
    } catch (error) {
      this.failing = error instanceof Error ? error.message : String(error);
      this.logger?.warn({ err: error, group: this.group }, 'bus: leases could not be renewed');
    }
  }

  private async giveBack(count: number): Promise<void> {
    const idle = [...this.held].filter(([key]) => !this.busy.has(key)).slice(0, count);
    for (const [key] of idle) this.held.delete(key);
    await this.store.release(this.group, this.id, idle.map(([, { lease }]) => lease));
  }

  private look(): void {
    if (this.closing) return;
    if (this.looking) {
      this.lookAgain = true;
      return;
    }
    this.looking = true;
    clearTimeout(this.poll);
    void this.dispatch().finally(() => {
      this.looking = false;
      if (this.lookAgain) {
        this.lookAgain = false;
        this.look();
      } else if (!this.closing) this.poll = setTimeout(() => this.look(), this.timing.pollMs);
    });
  }

  private async dispatch(): Promise<void> {
    try {
      for (const slot of await this.store.slotsWithWork(this.group, this.id)) {
        const key = slotKey(slot);
        const holding = this.held.get(key);
        if (this.closing || !holding || this.busy.has(key)) continue;
        if (this.busy.size >= (this.subscription.concurrency ?? defaultConcurrency)) return;
        const work = this.drain(holding).finally(() => {
          this.busy.delete(key);
          this.look();
        });
        this.busy.set(key, work);
      }
    } catch (error) {
      this.logger?.warn({ err: error, group: this.group }, 'bus: could not look for work');
    }
  }

  /** Handles what one slot has to do now, a bounded number of messages at a time so that slots share the handlers. */
  private async drain(holding: Holding): Promise<void> {
    try {
      for (let handled = 0; handled < 20 && !this.closing && !holding.abort.signal.aborted; handled++) {
        const delivery = await this.store.next(this.group, holding.lease);
        if (!delivery || !(await this.handle(holding, delivery))) return;
      }
    } catch (error) {
      this.logger?.warn({ err: error, group: this.group }, 'bus: a slot could not be read');
      await new Promise((resolve) => setTimeout(resolve, Math.min(1_000, this.timing.pollMs)));
    }
  }

  private async handle({ lease, abort }: Holding, delivery: Delivery): Promise<boolean> {
    const { group, store } = this;
    const tries = await store.countTry(group, lease, delivery.seq);
    if (tries === null) return false;
    const attempt = delivery.attempts + 1;
    if (tries > maxTries) return store.bury(group, lease, delivery, attempt, `Its consumer ended ${maxTries} times while handling it.`);
    try {
      const envelope = parseMessage(lease.topic, delivery.envelope);
      await this.subscription.handler(envelope, { topic: lease.topic, group, partition: lease.partition, offset: delivery.seq, attempt, signal: abort.signal });
    } catch (error) {
      if (abort.signal.aborted) return false;
      return this.setAside(lease, delivery, attempt, error);
    }
    return store.commit(group, lease, delivery);
  }

  private setAside(lease: Lease, delivery: Delivery, attempt: number, error: unknown): Promise<boolean> {
    const { delaysMs } = this.subscription.retry ?? defaultRetryPolicy;
    const message = error instanceof Error ? error.message : String(error);
    const delay = error instanceof PermanentError ? undefined : delaysMs[attempt - 1];
    this.logger?.warn({ err: error, group: this.group, topic: lease.topic, key: delivery.key, attempt, delay }, delay === undefined ? 'bus: message dead-lettered' : 'bus: message will be delivered again');
    if (delay === undefined) return this.store.bury(this.group, lease, delivery, attempt, message);
    return this.store.park(this.group, lease, delivery, attempt, delay);
  }
}

function slotKey({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic} ${partition}`;
}

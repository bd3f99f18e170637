import type { Envelope, Topic } from '@attest/contracts';

/** What a handler is told beside the envelope. `attempt` counts deliveries of this message to this group from 1. */
export interface DeliveryContext {
  topic: string;
  group: string;
  partition: number;
  offset: string;
  attempt: number;
  /** Aborts when the bus shuts down or the partition was taken away: stop work, do not commit effects. */
  signal: AbortSignal;
}

/** Throw it (or any error that is not {@link PermanentError}) to be delivered again later. */
export class TransientError extends Error {}

/** Throw it when a retry cannot help: the message goes straight to the dead letters. */
export class PermanentError extends Error {}

/** How often and how long after a failure a message comes back; after the last delay it is dead-lettered. */
export interface RetryPolicy {
  delaysMs: readonly number[];
}

/** 5 s, 1 min, 10 min: the retry topics of the Kafka driver, the same rhythm in the embedded one. */
export const defaultRetryPolicy: RetryPolicy = { delaysMs: [5_000, 60_000, 600_000] };

/**
 * One group's wish to hear topics. Messages of one key arrive in order, one at a time; while one waits for its retry,
 * later ones of its key wait behind it and those of other keys flow.
 */
export interface Subscription {
  topics: readonly Topic[];
  /** Consumers of one group share the work; each group hears everything. */
  group: string;
  /** Where a group that has never committed begins. */
  from: 'earliest' | 'latest';
  /** Resolve to commit. May run far longer than any session timeout: the driver keeps the partition alive. */
  handler: (envelope: Envelope, context: DeliveryContext) => Promise<void>;
  retry?: RetryPolicy;
  /** Messages of different keys handled at once in this process. Default 4. */
  concurrency?: number;
  /** A group of one process that nobody resumes: forgotten when it leaves, or an hour after its process is gone. */
  ephemeral?: boolean;
}

/** State of a bus for readiness: not `ok` means messages do not flow. */
export interface BusHealth {
  ok: boolean;
  driver: 'embedded' | 'kafka';
  /** One entry per group of this process: its state and how many messages it is behind. */
  groups: { group: string; state: 'running' | 'rebalancing' | 'crashed'; lag: number }[];
  detail?: string;
}

/** A message that no retry could save, with its origin. */
export interface DeadLetter {
  id: string;
  topic: string;
  group: string;
  key: string;
  error: string;
  attempts: number;
  at: string;
  envelope: unknown;
}

/** Ends one subscription; resolves when its running handlers are done or the deadline passed. */
export interface SubscriptionHandle {
  close(): Promise<void>;
}

/**
 * Topics, as Kafka has them: durable, ordered per key, shared within a group, heard by every group, at least once.
 * Services publish through the outbox and handle through the inbox, so that each effect happens once.
 */
export interface EventBus {
  readonly driver: 'embedded' | 'kafka';
  /** Creates missing topics. Called once at start of every process. */
  ensureTopics(): Promise<void>;
  /** Resolves when all are durable; rejects when any may not be. Safe to repeat: consumers know ids. */
  publish(envelopes: readonly Envelope[]): Promise<void>;
  subscribe(subscription: Subscription): Promise<SubscriptionHandle>;
  health(): Promise<BusHealth>;
  deadLetters(filter?: { topic?: string; group?: string }): Promise<DeadLetter[]>;
  /** Puts a dead letter back in front of the group it failed in. Resolves false when there is none with that id. */
  replayDeadLetter(id: string): Promise<boolean>;
  /** Stops fetching, lets running handlers end within `deadlineMs` (default 10 s), commits, disconnects. */
  close(deadlineMs?: number): Promise<void>;
}

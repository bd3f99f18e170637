import type { Envelope, PayloadOf, Topic } from '@attest/contracts';
import type { EntityManager } from 'typeorm';

/** What a service says happened; id, version and time are filled in. */
export interface OutgoingEvent<T extends Topic = Topic> {
  type: T;
  tenant: string;
  key: string;
  payload: PayloadOf<T>;
  causationId?: string;
  traceparent?: string;
}

/** Writes events into the service's `outbox` table, in the caller's transaction: state and event together or not at all. */
export interface Outbox {
  add<T extends Topic>(manager: EntityManager, event: OutgoingEvent<T>): Promise<Envelope<PayloadOf<T>>>;
}

/** Remembers in the service's `inbox` table, in the handler's transaction, that a group has handled an event. */
export interface Inbox {
  /** True when this is the first time: go on. False: already handled, leave the transaction unchanged. */
  record(manager: EntityManager, group: string, eventId: string): Promise<boolean>;
}

import type { ActionParameter, ActionTarget } from '@attest/response-engine';

/** How a target treats the same order twice; decides what happens after a crash in the middle of a call. */
export type IdempotencyClass =
  /** It carries an idempotency key out once, however often it hears it: the order is sent again. */
  | 'honoursKey'
  /** A second time changes nothing: the order is sent again. */
  | 'naturallyIdempotent'
  /** It can be asked whether it has the order: asked first, sent only when it has not. */
  | 'queryable'
  /** None of these: what may have been sent is never sent again by a machine. */
  | 'none';

/** A person and what they decided. */
export interface Decision {
  subject: string;
  name: string;
  /** ISO 8601 UTC. */
  at: string;
  reason: string | null;
  /** What was on the screen: the hash that was approved. */
  hash?: string;
}

/** Why an open action does not move right now. */
export interface Waiting {
  code: 'QUEUED' | 'CONNECTOR_DOWN' | 'RATE_LIMITED' | 'RUNNING_AT_TARGET' | 'AWAITS_PERSON' | 'AWAITS_SECOND_PERSON' | 'CHECKING' | 'DECISION_NEEDED';
  sentence: string;
  /** ISO 8601 UTC. */
  since: string;
}

/** How an attempt or a person's record ended. `code` is for programs. */
export interface Outcome {
  code: string;
  sentence: string;
}

/** What a person saw done, with what shows it. */
export interface ManualRecord {
  subject: string;
  name: string;
  at: string;
  done: boolean;
  evidence: string;
}

/** What the target is beyond what the catalogue asks for; read from the evidence. */
export interface ActionContext {
  /** Devices a file action is to be done on: their ids at the product, or names. */
  devices?: string[];
}

/** What exactly would be carried out. Everything an approval is bound to. */
export interface ExactAction {
  incidentId: string;
  incidentRevision: number;
  action: string;
  /** The opposite of `action` is meant: it takes an earlier one back. */
  reverse: boolean;
  target: ActionTarget;
  parameters: Record<string, ActionParameter>;
  context: ActionContext;
}

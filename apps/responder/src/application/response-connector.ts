import type { ActionParameter, ActionTarget } from '@attest/response-engine';
import type { ActionContext, IdempotencyClass } from '../domain/action.js';

/** One order to a target. */
export interface ActionOrder {
  tenant: string;
  actionId: string;
  /** The same for every attempt of one approval: what a target that honours keys knows the order by. */
  key: string;
  incidentId: string;
  action: string;
  /** The opposite of `action` is meant. */
  reverse: boolean;
  target: ActionTarget;
  parameters: Record<string, ActionParameter>;
  context: ActionContext;
  /** For the target's own log: who approved, for which incident. */
  comment: string;
  /** What the order to take back left behind. */
  origin?: { reference: string | null; result: Record<string, unknown> | null };
}

/** What came of a call. Only `uncertain` may or may not have had an effect. */
export type CallOutcome =
  | { kind: 'confirmed'; reference?: string; result: Record<string, unknown> }
  /** Taken; it runs at the target and is asked for after `pollAfterMs`. `null` waits for a person. */
  | { kind: 'accepted'; reference: string; pollAfterMs: number | null; sentence: string; result?: Record<string, unknown> }
  /** The target will not do it, now or later. */
  | { kind: 'refused'; code: string; sentence: string }
  /** It surely had no effect: try again. `down` says that the target as a whole does not work. */
  | { kind: 'notSent'; code: string; sentence: string; retryAfterMs?: number; down: boolean; limited?: boolean }
  | { kind: 'uncertain'; code: string; sentence: string };

/** What the target says of an order it has taken. */
export type FollowOutcome =
  | { kind: 'confirmed'; result: Record<string, unknown> }
  | { kind: 'failed'; code: string; sentence: string; result?: Record<string, unknown> }
  | { kind: 'pending'; pollAfterMs: number; sentence: string }
  | { kind: 'unreachable'; sentence: string; retryAfterMs?: number };

/** What a queryable target says of an order it may have. `unreachable`: it could not be asked. */
export type FindOutcome = { kind: 'absent' } | Extract<CallOutcome, { kind: 'confirmed' | 'accepted' }> | { kind: 'unreachable'; sentence: string; retryAfterMs?: number };

/**
 * Someone or something that carries actions out. Methods do not throw for what a target does; they say it. `signal` ends a
 * call that takes too long: what then is not known to have had no effect is `uncertain`.
 */
export interface ResponseConnector {
  readonly name: string;
  /** How it treats an order of this action twice; undefined when it cannot do it. */
  classOf(action: string, reverse: boolean): IdempotencyClass | undefined;
  carryOut(order: ActionOrder, signal: AbortSignal): Promise<CallOutcome>;
  /** Asks for an order that was `accepted` under `reference`. */
  follow(order: ActionOrder, reference: string, signal: AbortSignal): Promise<FollowOutcome>;
  /** For the class `queryable`: looks for an order by its key. */
  find?(order: ActionOrder, signal: AbortSignal): Promise<FindOutcome>;
}

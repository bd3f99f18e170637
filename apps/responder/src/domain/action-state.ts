import { actionStates, type ActionState } from '@attest/contracts';
import { ResponderError, ResponderErrorCode } from './responder.error.js';

/** Who may make a change: a person, Attest by itself, or both. */
export type Mover = 'person' | 'machine';

const person: readonly Mover[] = ['person'];
const machine: readonly Mover[] = ['machine'];
const both: readonly Mover[] = ['person', 'machine'];

/**
 * The whole machine. INTENT is written before a call and means "may have been called"; SENT, that the target has taken it;
 * UNKNOWN, that nobody but a person can say. A machine never leaves UNKNOWN to call again: only an answer that comes late,
 * or a person, ends it. A person may decline an intent only while surely no call was heard.
 */
const edges: Readonly<Record<ActionState, Readonly<Partial<Record<ActionState, readonly Mover[]>>>>> = {
  PROPOSED: { APPROVED: person, DECLINED: person },
  APPROVED: { INTENT: machine, FAILED: machine, DECLINED: person },
  INTENT: { SENT: machine, FAILED: machine, UNKNOWN: machine, DECLINED: person },
  SENT: { CONFIRMED: both, FAILED: both, UNKNOWN: machine },
  UNKNOWN: { APPROVED: person, SENT: machine, CONFIRMED: both, FAILED: both },
  FAILED: { APPROVED: person },
  CONFIRMED: { UNDONE: machine },
  DECLINED: { PROPOSED: person },
  UNDONE: { PROPOSED: person },
};

/** Whether `mover` may bring an action from one state to another. */
export function mayMove(from: ActionState, to: ActionState, mover: Mover): boolean {
  return edges[from][to]?.includes(mover) === true;
}

/** The states `mover` may bring an action to. */
export function movesFrom(from: ActionState, mover: Mover): ActionState[] {
  return actionStates.filter((to) => mayMove(from, to, mover));
}

/** @throws ResponderError WrongState */
export function requireMove(from: ActionState, to: ActionState, mover: Mover): void {
  if (!mayMove(from, to, mover)) throw new ResponderError(ResponderErrorCode.WrongState, `${stateSentence[from]} It cannot become ${to.toLowerCase()} now.`);
}

/** States in which Attest still has something to do. */
export const openStates: readonly ActionState[] = ['APPROVED', 'INTENT', 'SENT'];

/** States with an end that is known. */
export const endedStates: readonly ActionState[] = ['CONFIRMED', 'FAILED', 'DECLINED', 'UNDONE'];

/** How a state reads. */
export const stateSentence: Readonly<Record<ActionState, string>> = {
  PROPOSED: 'The action waits for a decision.',
  APPROVED: 'The action is approved and waits to be carried out.',
  INTENT: 'The action is being carried out.',
  SENT: 'The target has taken the action; it runs there.',
  CONFIRMED: 'The action was carried out.',
  FAILED: 'The action was not carried out.',
  UNKNOWN: 'It is not known whether the action was carried out.',
  DECLINED: 'The action was declined.',
  UNDONE: 'The action was taken back.',
};

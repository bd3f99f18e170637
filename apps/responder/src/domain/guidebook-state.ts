/** Where a guide of the tenant stands. Only an active one is matched with incidents. */
export type GuidebookState = 'PENDING_REVIEW' | 'APPROVED' | 'ACTIVE' | 'INACTIVE' | 'DELETED';

/** What a person may do with a guide. */
export type GuidebookMove = 'approve' | 'activate' | 'deactivate' | 'delete';

const moves: Readonly<Record<GuidebookMove, { from: readonly GuidebookState[]; to: GuidebookState; operation: string }>> = {
  approve: { from: ['PENDING_REVIEW'], to: 'APPROVED', operation: 'guidebook.approved' },
  activate: { from: ['APPROVED', 'INACTIVE'], to: 'ACTIVE', operation: 'guidebook.activated' },
  deactivate: { from: ['ACTIVE'], to: 'INACTIVE', operation: 'guidebook.deactivated' },
  delete: { from: ['PENDING_REVIEW', 'APPROVED', 'ACTIVE', 'INACTIVE'], to: 'DELETED', operation: 'guidebook.deleted' },
};

/** The state in words, for people. */
export const guidebookSentence: Readonly<Record<GuidebookState, string>> = {
  PENDING_REVIEW: 'The guide waits for review.',
  APPROVED: 'The guide is approved and not active yet.',
  ACTIVE: 'The guide is active.',
  INACTIVE: 'The guide is not active.',
  DELETED: 'The guide is deleted.',
};

/** Every move, in the order people meet them. */
export const guidebookMoves = Object.keys(moves) as GuidebookMove[];

/** Where a move leads from a state, and how the audit log names it; null when it does not start there. */
export function guidebookStep(state: GuidebookState, move: GuidebookMove): { to: GuidebookState; operation: string } | null {
  const { from, to, operation } = moves[move];
  return from.includes(state) ? { to, operation } : null;
}

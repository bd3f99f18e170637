import type { Identity } from '@attest/identity';
import type { DecideActionUseCase } from '../application/decide-action.use-case.js';
import { holds } from '../domain/action-rules.js';
import { mayMove } from '../domain/action-state.js';
import { undoOf } from '../domain/undo.js';
import type { ActionEntity } from '../infrastructure/action.entity.js';
import type { ActionMove } from './action.model.js';
import { ActionMoveKind } from './response.enum.js';

/** What a person could do about an action in its state, each with whether this person may. */
export function movesOf(action: ActionEntity, identity: Identity, newestRevision: number, deciding: Pick<DecideActionUseCase, 'refusalOf' | 'demandsOf' | 'roleOf'>): ActionMove[] {
  const { role } = deciding.demandsOf(action);
  const byRole = (kind: ActionMoveKind): ActionMove => (holds(identity, role) ? { kind, allowed: true, code: null, sentence: null } : { kind, allowed: false, code: 'ROLE_MISSING', sentence: `This needs the role ${role}.` });
  const moves: ActionMove[] = [];
  if (action.state === 'PROPOSED') {
    const refusal = deciding.refusalOf(identity, action, newestRevision);
    moves.push({ kind: ActionMoveKind.APPROVE, allowed: refusal === null, code: refusal?.code ?? null, sentence: refusal?.sentence ?? null });
  }
  if (mayMove(action.state, 'DECLINED', 'person') && !action.callOpen) moves.push(byRole(ActionMoveKind.DECLINE));
  if (action.state === 'CONFIRMED') moves.push(undoMove(action, identity, byRole(ActionMoveKind.UNDO), deciding));
  if (action.state === 'UNKNOWN' || (action.state === 'SENT' && action.connector === 'manual')) moves.push(byRole(ActionMoveKind.RECORD));
  if (action.state === 'UNKNOWN' || action.state === 'FAILED') moves.push(byRole(ActionMoveKind.RETRY));
  if (mayMove(action.state, 'PROPOSED', 'person')) moves.push(byRole(ActionMoveKind.REOPEN));
  return moves;
}

function undoMove(action: ActionEntity, identity: Identity, byRole: ActionMove, deciding: Pick<DecideActionUseCase, 'roleOf'>): ActionMove {
  const plan = action.undoes === null ? undoOf(action, 'Taken back') : undefined;
  const no = (code: string, sentence: string): ActionMove => ({ ...byRole, allowed: false, code, sentence });
  if (plan === undefined) return no('NOT_REVERSIBLE', action.recommendation?.undoNote ? `Attest cannot take it back. By hand: ${action.recommendation.undoNote}` : 'It cannot be taken back.');
  const role = deciding.roleOf(plan.action);
  return byRole.allowed && !holds(identity, role) ? no('ROLE_MISSING', `This needs the role ${role}.`) : byRole;
}

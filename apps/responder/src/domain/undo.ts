import type { ActionParameter, ActionTarget } from '@attest/response-engine';
import { responseAction, validateActionParameters } from '@attest/security-model';

/** What takes an action back. */
export interface UndoPlan {
  action: string;
  /** The catalogue has no action for it: the opposite of the action itself is meant. */
  reverse: boolean;
  parameters: Record<string, ActionParameter>;
  destructive: boolean;
  category: string;
}

/** Parameters of one action that say the same of the action that takes it back. */
const shared = ['id', 'accountId', 'userIds', 'analyzedEmails', 'Sha1', 'IsolationType'];

/** How an action is taken back; undefined when it cannot be. Never throws. */
export function undoOf(action: { action: string; reverse: boolean; parameters: Record<string, ActionParameter>; target: ActionTarget }, comment: string): UndoPlan | undefined {
  const known = responseAction(action.action);
  if (known === undefined || known.reversible !== true || action.reverse) return undefined;
  const undo = known.undo === undefined ? undefined : responseAction(known.undo);
  if (undo === undefined) return { action: action.action, reverse: true, parameters: action.parameters, destructive: false, category: 'recovery' };
  const parameters: Record<string, ActionParameter> = {};
  for (const [name, input] of Object.entries(undo.inputs)) {
    const given = action.parameters[name];
    if (input.const !== undefined) parameters[name] = input.const;
    else if (name === 'Comment' || name === 'displayName' || name === 'description') parameters[name] = comment.slice(0, 500);
    else if (shared.includes(name) && given !== undefined) parameters[name] = given;
    else if (name === 'id' && input.required === true) parameters[name] = action.target.id;
  }
  if (validateActionParameters(undo.id, parameters).length > 0) return undefined;
  return { action: undo.id, reverse: false, parameters, destructive: undo.disruption === 'high' || undo.disruption === 'medium', category: undo.category };
}

import type { ActionEntity } from '../infrastructure/action.entity.js';
import type { ActionOrder } from './response-connector.js';

/** An action as an order to its target. */
export function orderOf(action: ActionEntity, origin: ActionOrder['origin']): ActionOrder {
  const approvers = action.approvals.map(({ name }) => name).join(' and ');
  const key = `${action.id}-${action.run}`;
  return {
    tenant: action.tenant,
    actionId: action.id,
    key,
    incidentId: action.incidentId,
    action: action.action,
    reverse: action.reverse,
    target: action.target,
    parameters: action.parameters,
    context: action.context,
    comment: `Attest, incident ${action.incidentId}, approved by ${approvers || 'nobody'} [attest ${key}]`,
    ...(origin === undefined ? {} : { origin }),
  };
}

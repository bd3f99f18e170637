import type { ActionState } from '@attest/contracts';
import type { ActionFilter } from '../application/action-reader.js';
import type { ActionFilterInput } from './action.input.js';
import { plainOf } from './responder-input.mapper.js';

/** @throws ResponderError BadInput */
export function filterOf(input: ActionFilterInput | null | undefined): ActionFilter {
  const incidentId = plainOf('incidentId', input?.incidentId);
  const action = plainOf('action', input?.action);
  const text = plainOf('text', input?.text);
  return {
    ...(incidentId === undefined ? {} : { incidentId }),
    ...(action === undefined ? {} : { action }),
    ...(text === undefined ? {} : { text }),
    ...(input?.states ? { states: input.states as ActionState[] } : {}),
    withdrawn: input?.withdrawn === true,
  };
}

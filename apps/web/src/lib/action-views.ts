import type { ActionStateName } from './response-words.js';

/** Views of the action centre, as they stand in its address. */
export const actionViews = ['pending', 'history', 'audit', 'lab'] as const;

export type ActionView = (typeof actionViews)[number];

export const viewWords: Readonly<Record<ActionView, string>> = { pending: 'Pending', history: 'History', audit: 'Audit trail', lab: 'Lab tenant' };

/** States that have an end that is known. */
export const endedStates = ['CONFIRMED', 'FAILED', 'DECLINED', 'UNDONE'] as const satisfies readonly ActionStateName[];

/** What the action centre shows. */
export interface ActionFilter {
  view: ActionView;
  text: string;
  /** Id of the catalogue; all when empty. */
  action: string;
  /** One ended state; all when empty. */
  state: (typeof endedStates)[number] | '';
}

/** Reads the filter of an address; what is unknown there counts as not chosen. */
export function readActionFilter(params: URLSearchParams): ActionFilter {
  const action = params.get('action') ?? '';
  return {
    view: actionViews.find((view) => view === params.get('view')) ?? 'pending',
    text: (params.get('text') ?? '').trim().slice(0, 200),
    action: /^[A-Za-z]{1,60}$/.test(action) ? action : '',
    state: endedStates.find((state) => state.toLowerCase() === params.get('state')) ?? '',
  };
}

/** The address of a filter. What is not chosen is left out. */
export function writeActionFilter({ view, text, action, state }: ActionFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (view !== 'pending') params.set('view', view);
  if (text) params.set('text', text);
  if (action) params.set('action', action);
  if (state) params.set('state', state.toLowerCase());
  return params;
}

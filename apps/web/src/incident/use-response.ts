import { useCallback, useMemo } from 'react';
import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { IncidentResponseDocument, RegenerateResponseDocument, ResponseCardChangesDocument, type ActionItemFragment, type ResponseCardFragment } from '../graphql/generated/graphql.js';
import { numberCitations } from '../lib/citations.js';
import { useActionChanges } from '../response/use-action-changes.js';
import { usePoll } from '../ui/use-poll.js';

const waitingPoll = 4_000;
const runningPoll = 10_000;
const mostActions = 100;
const none: readonly ActionItemFragment[] = [];

/** The guided response of an incident, its actions, and what can be done with it. */
export interface ResponseState {
  response: ResponseCardFragment | undefined;
  /** Every action of the incident, also those no longer recommended. */
  actions: readonly ActionItemFragment[];
  /** Number of each cited fact, in the order of reading. */
  numbers: ReadonlyMap<string, number>;
  loading: boolean;
  error: unknown;
  regenerating: boolean;
  regenerateError: unknown;
  regenerate: () => void;
  refresh: () => void;
}

/** Follows the card and its actions as they change; asks now and then while something is on its way, should a message have been missed. */
export function useResponse(incidentId: string): ResponseState {
  const { data, loading, error, refetch, startPolling, stopPolling } = useQuery(IncidentResponseDocument, { variables: { id: incidentId, first: mostActions }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' });
  const refresh = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  const [run, regeneration] = useMutation(RegenerateResponseDocument, { variables: { incidentId }, onCompleted: refresh });
  const response = data?.incident?.guidedResponse ?? undefined;
  const actions = data?.incident?.responseActions?.nodes ?? none;
  useSubscription(ResponseCardChangesDocument, {
    variables: { subjectId: incidentId },
    onData: ({ data: { data: message } }) => {
      if (message?.cardChanged.kind === 'guidedResponse') refresh();
    },
  });
  useActionChanges(incidentId, (ids) => {
    const known = new Set(actions.map(({ id }) => id));
    if ([...ids].some((id) => !known.has(id))) refresh();
  });
  const poll = data === undefined ? 0 : response === undefined || !response.current ? waitingPoll : actions.some(({ state }) => state === 'APPROVED' || state === 'INTENT' || state === 'SENT') ? runningPoll : 0;
  usePoll(poll, { startPolling, stopPolling });
  const numbers = useMemo(
    () => (response ? numberCitations(response.triage.statements, ...response.recommendations.map(({ statements }) => statements), response.similarMails?.statements ?? [], response.messages, response.triage.perAlert) : new Map<string, number>()),
    [response],
  );
  return {
    response,
    actions,
    numbers,
    loading: loading && !data,
    error: data ? undefined : error,
    regenerating: regeneration.loading,
    regenerateError: regeneration.error,
    regenerate: useCallback(() => void run().catch(() => undefined), [run]),
    refresh,
  };
}

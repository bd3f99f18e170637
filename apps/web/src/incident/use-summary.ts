import { useCallback, useMemo } from 'react';
import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { CardChangesDocument, IncidentSummaryCardDocument, RegenerateSummaryDocument, type SummaryCardFragment } from '../graphql/generated/graphql.js';
import { numberCitations } from '../lib/citations.js';
import { usePoll } from '../ui/use-poll.js';

const waitingPoll = 4_000;

/** The summary card of an incident and what can be done with it. */
export interface SummaryState {
  summary: SummaryCardFragment | undefined;
  /** Number of each cited fact, in the order of reading. */
  numbers: ReadonlyMap<string, number>;
  loading: boolean;
  error: unknown;
  regenerating: boolean;
  regenerateError: unknown;
  regenerate: () => void;
  retry: () => void;
}

/** Follows the card as it is made and made again; asks now and then while there is none, should a message have been missed. */
export function useSummary(incidentId: string): SummaryState {
  const { data, loading, error, refetch, startPolling, stopPolling } = useQuery(IncidentSummaryCardDocument, { variables: { id: incidentId }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' });
  useSubscription(CardChangesDocument, { variables: { subjectId: incidentId } });
  const [run, regeneration] = useMutation(RegenerateSummaryDocument, {
    variables: { incidentId },
    update: (cache, { data: made }) => {
      if (made) cache.writeQuery({ query: IncidentSummaryCardDocument, variables: { id: incidentId }, data: { incident: { __typename: 'Incident', id: incidentId, summary: made.regenerateSummary } as never } });
    },
  });
  const summary = data?.incident?.summary ?? undefined;
  const unsettled = data !== undefined && (summary === undefined || !summary.current);
  usePoll(unsettled ? waitingPoll : 0, { startPolling, stopPolling });
  const numbers = useMemo(
    () => (summary ? numberCitations([{ facts: summary.titleFacts }], summary.statements, summary.timeline, summary.entities, summary.indicators) : new Map<string, number>()),
    [summary],
  );
  return {
    summary,
    numbers,
    loading: loading && !data,
    error: data ? undefined : error,
    regenerating: regeneration.loading,
    regenerateError: regeneration.error,
    regenerate: useCallback(() => void run().catch(() => undefined), [run]),
    retry: useCallback(() => void refetch().catch(() => undefined), [refetch]),
  };
}

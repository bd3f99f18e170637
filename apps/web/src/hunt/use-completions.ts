import { useCallback } from 'react';
import { useApolloClient } from '@apollo/client/react';
import { CompleteKqlDocument, type CompleteKqlQuery } from '../graphql/generated/graphql.js';

/** Something that could stand at a place of the query. */
export type Completion = CompleteKqlQuery['completeKql'][number];

/** Asks what could stand at a place; an aborted question answers nothing. */
export type Complete = (kql: string, position: number, signal: AbortSignal) => Promise<readonly Completion[]>;

/** Completions of the same checker that checks and runs the query. */
export function useCompletions(): Complete {
  const client = useApolloClient();
  return useCallback(
    async (kql, position, signal) => {
      try {
        const { data } = await client.query({ query: CompleteKqlDocument, variables: { kql, position }, fetchPolicy: 'no-cache', context: { fetchOptions: { signal } } });
        return data?.completeKql ?? [];
      } catch {
        return [];
      }
    },
    [client],
  );
}

import { useEffect, useState } from 'react';
import { useApolloClient } from '@apollo/client/react';
import { CheckKqlDocument, type CheckKqlQuery } from '../graphql/generated/graphql.js';

/** Something the checker says about a place of the query. */
export type Diagnostic = CheckKqlQuery['checkKql']['diagnostics'][number];

/** What is known of a query: nothing while it is being checked. */
export interface Check {
  kql: string;
  diagnostics: readonly Diagnostic[];
}

const pause = 350;
const none: readonly Diagnostic[] = [];

/** Checks the query whenever the person stops typing. A check of an older text is dropped. */
export function useCheck(kql: string): { diagnostics: readonly Diagnostic[]; checked: boolean } {
  const client = useApolloClient();
  const [held, setHeld] = useState<Check>();
  const blank = kql.trim() === '';
  useEffect(() => {
    if (blank) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      client.query({ query: CheckKqlDocument, variables: { kql }, fetchPolicy: 'no-cache', context: { fetchOptions: { signal: stop.signal } } }).then(
        ({ data }) => !stop.signal.aborted && data && setHeld({ kql, diagnostics: data.checkKql.diagnostics }),
        () => undefined,
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [client, kql, blank]);
  // Squiggles of an older text would stand at wrong places.
  return held?.kql === kql && !blank ? { diagnostics: held.diagnostics, checked: true } : { diagnostics: none, checked: blank };
}

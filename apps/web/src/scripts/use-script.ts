import { useCallback, useState } from 'react';
import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { AnalyzeScriptAgainDocument, ScriptChangesDocument, ScriptDocument, type ScriptLanguage, type ScriptQuery } from '../graphql/generated/graphql.js';

/** A script as the query gives it. */
export type Script = NonNullable<ScriptQuery['scriptAnalysis']>;

/** A script and what can be done with it. */
export interface ScriptState {
  script: Script | undefined;
  loading: boolean;
  error: unknown;
  /** A new analysis was asked for and is not there yet. */
  again: boolean;
  againError: unknown;
  /** Asks for a new analysis: as before, or in a language; UNKNOWN finds out. */
  analyzeAgain: (language?: ScriptLanguage) => void;
  retry: () => void;
}

/** Follows the analysis of a script live: the subscription says first how it stands, then every new analysis. */
export function useScript(sha256: string): ScriptState {
  const { data, error, loading, refetch } = useQuery(ScriptDocument, { variables: { sha256 }, fetchPolicy: 'cache-and-network' });
  const script = data?.scriptAnalysis ?? undefined;
  const retry = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  useSubscription(ScriptChangesDocument, {
    variables: { sha256 },
    fetchPolicy: 'no-cache',
    onData: ({ data: { data: message } }) => {
      const now = message?.scriptAnalysisChanged.script;
      if (now?.analyzed && now.analyzedAt !== script?.analyzedAt) retry();
    },
  });
  const [run, { loading: asking, error: againError }] = useMutation(AnalyzeScriptAgainDocument);
  const [asked, setAsked] = useState<string>();
  return {
    script,
    loading: loading && !data,
    error: data ? undefined : error,
    again: asking || (asked !== undefined && asked === script?.analyzedAt),
    againError,
    analyzeAgain: useCallback(
      (language?: ScriptLanguage) => {
        run({ variables: { sha256, ...(language === undefined ? {} : { language }) } }).then(
          () => setAsked(script?.analyzedAt ?? undefined),
          () => undefined,
        );
      },
      [run, sha256, script?.analyzedAt],
    ),
    retry,
  };
}

import { useEffect, useRef } from 'react';
import { useSubscription } from '@apollo/client/react';
import { ScriptListChangesDocument } from '../graphql/generated/graphql.js';

const settle = 1_000;

/** Loads a list anew soon after scripts were analysed, of one incident or of all; many at once are one load. */
export function useLiveList(refresh: () => void, incidentId?: string): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useSubscription(ScriptListChangesDocument, {
    fetchPolicy: 'no-cache',
    onData: ({ data: { data: message } }) => {
      if (!message || (incidentId !== undefined && message.scriptAnalysisChanged.incidentId !== incidentId)) return;
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        refresh();
      }, settle);
    },
  });
}

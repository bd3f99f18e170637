import { useEffect, useRef } from 'react';
import { useSubscription } from '@apollo/client/react';
import { ActionChangesDocument } from '../graphql/generated/graphql.js';

const settle = 500;

/**
 * Follows actions, of one incident or of all: what is on screen changes by itself. `onChange` is called soon after,
 * once for many, with the ids, for lists that an action may join or leave.
 */
export function useActionChanges(incidentId: string | undefined, onChange: (ids: ReadonlySet<string>) => void): void {
  const changed = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const call = useRef(onChange);
  useEffect(() => {
    call.current = onChange;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  useSubscription(ActionChangesDocument, {
    variables: { incidentId: incidentId ?? null },
    onData: ({ data: { data: message } }) => {
      if (!message) return;
      changed.current.add(message.actionChanged.actionId);
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        const ids = changed.current;
        changed.current = new Set();
        call.current(ids);
      }, settle);
    },
  });
}

import { useCallback, useState } from 'react';
import { useApolloClient } from '@apollo/client/react';
import { codeOf, problemOf } from '../app/problem.js';
import { ActionNowDocument, ApproveActionDocument, DeclineActionDocument, RecordManualDocument, ReopenActionDocument, RetryActionDocument, UndoActionDocument, type ActionItemFragment, type ActionMoveKind } from '../graphql/generated/graphql.js';

/** What a person gives with a decision. */
export interface DecisionInput {
  reason: string;
  /** Inputs an approval asks for, by name. */
  inputs: Readonly<Record<string, string>>;
  /** For a record of what happened. */
  done: boolean;
}

/** Why a decision was refused. `stale`: the action is not what was shown. */
export interface Refusal {
  sentence: string;
  stale: boolean;
}

/** Sends decisions about actions; what the server answers is on every page that shows the action. */
export function useDecide(): {
  decide: (kind: ActionMoveKind, action: ActionItemFragment, input: DecisionInput) => Promise<boolean>;
  /** The action as it is now. */
  reload: (actionId: string) => Promise<ActionItemFragment | undefined>;
  busy: boolean;
  refusal: Refusal | undefined;
} {
  const client = useApolloClient();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  const decide = useCallback(
    async (kind: ActionMoveKind, action: ActionItemFragment, input: DecisionInput) => {
      setBusy(true);
      setRefusal(undefined);
      try {
        await send(client, kind, action, input);
        return true;
      } catch (error) {
        setRefusal({ sentence: problemOf(error), stale: ['STALE_APPROVAL', 'WRONG_STATE'].includes(codeOf(error) ?? '') });
        return false;
      } finally {
        setBusy(false);
      }
    },
    [client],
  );
  const reload = useCallback(
    async (id: string) => {
      setBusy(true);
      try {
        const { data } = await client.query({ query: ActionNowDocument, variables: { id }, fetchPolicy: 'network-only' });
        setRefusal(undefined);
        return data?.responseAction ?? undefined;
      } catch (error) {
        setRefusal({ sentence: problemOf(error), stale: true });
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [client],
  );
  return { decide, reload, busy, refusal };
}

function send(client: ReturnType<typeof useApolloClient>, kind: ActionMoveKind, action: ActionItemFragment, { reason, inputs, done }: DecisionInput): Promise<unknown> {
  const actionId = action.id;
  const text = reason.trim();
  switch (kind) {
    case 'APPROVE': {
      const given = Object.entries(inputs).map(([name, value]) => ({ name, value: value.trim() }));
      return client.mutate({ mutation: ApproveActionDocument, variables: { actionId, hash: action.approval.hash, reason: text || null, inputs: given.length > 0 ? given : null } });
    }
    case 'DECLINE':
      return client.mutate({ mutation: DeclineActionDocument, variables: { actionId, reason: text || null } });
    case 'UNDO':
      return client.mutate({ mutation: UndoActionDocument, variables: { actionId, reason: text } });
    case 'RECORD':
      return client.mutate({ mutation: RecordManualDocument, variables: { actionId, done, evidence: text } });
    case 'RETRY':
      return client.mutate({ mutation: RetryActionDocument, variables: { actionId, hash: action.approval.hash, reason: text } });
    case 'REOPEN':
      return client.mutate({ mutation: ReopenActionDocument, variables: { actionId, reason: text } });
  }
}

import { useCallback, useState } from 'react';
import { useApolloClient } from '@apollo/client/react';
import { problemOf } from '../app/problem.js';
import { ActivateGuidebookDocument, ApproveGuidebookDocument, DeactivateGuidebookDocument, DeleteGuidebookDocument, type GuidebookMoveKind } from '../graphql/generated/graphql.js';

/** Sends decisions about guides. `refusal` is the server's sentence about the last one, with the guide it was about. */
export function useGuidebookMoves(onMoved: () => void): {
  move: (id: string, kind: GuidebookMoveKind, activate: boolean) => Promise<boolean>;
  busy: string | undefined;
  refusal: { id: string; sentence: string } | undefined;
} {
  const client = useApolloClient();
  const [busy, setBusy] = useState<string>();
  const [refusal, setRefusal] = useState<{ id: string; sentence: string }>();
  const move = useCallback(
    async (id: string, kind: GuidebookMoveKind, activate: boolean) => {
      setBusy(id);
      setRefusal(undefined);
      try {
        if (kind === 'APPROVE') await client.mutate({ mutation: ApproveGuidebookDocument, variables: { id, activate } });
        else if (kind === 'ACTIVATE') await client.mutate({ mutation: ActivateGuidebookDocument, variables: { id } });
        else if (kind === 'DEACTIVATE') await client.mutate({ mutation: DeactivateGuidebookDocument, variables: { id } });
        else await client.mutate({ mutation: DeleteGuidebookDocument, variables: { id } });
        return true;
      } catch (error) {
        setRefusal({ id, sentence: problemOf(error) });
        return false;
      } finally {
        setBusy(undefined);
        // Refused or not: somebody else may have moved it.
        onMoved();
      }
    },
    [client, onMoved],
  );
  return { move, busy, refusal };
}

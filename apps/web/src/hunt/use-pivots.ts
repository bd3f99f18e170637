import { useCallback } from 'react';
import { useApolloClient } from '@apollo/client/react';
import { HuntPivotsDocument } from '../graphql/generated/graphql.js';
import type { Pivot } from './pivot-items.js';

const words: Readonly<Record<string, string>> = { FILE_HASH: 'fileHash', MAIL_MESSAGE: 'mailMessage', REGISTRY_KEY: 'registryKey', CLOUD_APP: 'cloudApp' };

/** Asks for the ready hunts of a thing on the screen, with what the incident knows of it. */
export function usePivots(incidentId: string | undefined): (type: string, value: string) => Promise<readonly Pivot[]> {
  const client = useApolloClient();
  return useCallback(
    async (type: string, value: string) => {
      const kind = words[type] ?? (/^[A-Z]+$/.test(type) ? type.toLowerCase() : type);
      const { data } = await client.query({ query: HuntPivotsDocument, variables: { entity: { type: kind, value, incidentId } } });
      return data?.huntPivots ?? [];
    },
    [client, incidentId],
  );
}

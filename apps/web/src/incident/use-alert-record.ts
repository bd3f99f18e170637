import { useEffect, useState } from 'react';
import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { AlertAtDocument, AlertPlacesDocument, type AlertAtQuery } from '../graphql/generated/graphql.js';
import { AlertPlaces } from '../lib/alert-places.js';

const pageSize = 100;

export type AlertRecord = NonNullable<AlertAtQuery['incident']>['alerts']['nodes'][number];

/** One alert with its evidence; `missing` when the incident no longer has it. */
export type AlertRecordState = { is: 'looking' } | { is: 'found'; alert: AlertRecord } | { is: 'missing' } | { is: 'failed'; error: unknown };

const known = new WeakMap<ApolloClient, Map<string, AlertPlaces>>();

/** Looks for one alert wherever it stands among thousands, without loading the others; nothing is asked for without an id. */
export function useAlertRecord(incidentId: string, alertId: string | undefined): AlertRecordState {
  const client = useApolloClient();
  const [found, setFound] = useState<{ alertId: string; state: AlertRecordState }>();
  useEffect(() => {
    if (alertId === undefined) return;
    let left = false;
    const tell = (state: AlertRecordState): void => {
      if (!left) setFound({ alertId, state });
    };
    find(client, incidentId, alertId).then(
      (alert) => tell(alert ? { is: 'found', alert } : { is: 'missing' }),
      (error: unknown) => tell({ is: 'failed', error }),
    );
    return () => {
      left = true;
    };
  }, [client, incidentId, alertId]);
  return found && found.alertId === alertId ? found.state : { is: 'looking' };
}

/** When alerts were added meanwhile the place is stale: it is then looked up anew, once. */
async function find(client: ApolloClient, incidentId: string, alertId: string): Promise<AlertRecord | undefined> {
  for (const fresh of [false, true]) {
    const after = await placesOf(client, incidentId, fresh).find(alertId);
    if (after === undefined) continue;
    const { data } = await client.query({ query: AlertAtDocument, variables: { id: incidentId, after }, fetchPolicy: 'no-cache' });
    const alert = data?.incident?.alerts.nodes[0];
    if (alert?.id === alertId) return alert;
  }
  return undefined;
}

function placesOf(client: ApolloClient, incidentId: string, fresh: boolean): AlertPlaces {
  const incidents = known.get(client) ?? new Map<string, AlertPlaces>();
  known.set(client, incidents);
  const held = fresh ? undefined : incidents.get(incidentId);
  if (held) return held;
  const places = new AlertPlaces(async (after) => {
    const { data } = await client.query({ query: AlertPlacesDocument, variables: { id: incidentId, first: pageSize, after }, fetchPolicy: 'no-cache' });
    const alerts = data?.incident?.alerts;
    return { edges: alerts?.edges.map(({ cursor, node }) => ({ cursor, id: node.id })) ?? [], hasNextPage: alerts?.pageInfo.hasNextPage ?? false };
  });
  incidents.set(incidentId, places);
  return places;
}

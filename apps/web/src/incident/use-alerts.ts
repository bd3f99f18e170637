import { useCallback, useEffect, useRef } from 'react';
import { useQuery } from '@apollo/client/react';
import { IncidentAlertsDocument, type IncidentAlertsQuery } from '../graphql/generated/graphql.js';

const pageSize = 50;

export type AlertWithEvidence = NonNullable<IncidentAlertsQuery['incident']>['alerts']['nodes'][number];

/** The alerts of an incident as far as they are loaded, in the order of time. */
export interface Alerts {
  alerts: readonly AlertWithEvidence[];
  total: number | undefined;
  loading: boolean;
  error: unknown;
  complete: boolean;
  loadMore: () => void;
  retry: () => void;
}

/** Loads alerts page by page. */
export function useAlerts(incidentId: string): Alerts {
  const { data, loading, error, fetchMore, refetch } = useQuery(IncidentAlertsDocument, { variables: { id: incidentId, first: pageSize } });
  const connection = data?.incident?.alerts;
  const pageInfo = connection?.pageInfo;
  const busy = useRef(false);
  const loadMore = useCallback(() => {
    if (!pageInfo?.hasNextPage || busy.current) return;
    busy.current = true;
    void fetchMore({ variables: { after: pageInfo.endCursor } })
      .catch(() => undefined)
      .finally(() => {
        busy.current = false;
      });
  }, [pageInfo, fetchMore]);
  return {
    alerts: connection?.nodes ?? [],
    total: connection?.totalCount,
    loading: loading && !data,
    error: data ? undefined : error,
    complete: connection !== undefined && !pageInfo?.hasNextPage,
    loadMore,
    retry: useCallback(() => void refetch().catch(() => undefined), [refetch]),
  };
}

/** One alert, loading further pages until it is there. */
export function useAlert(incidentId: string, alertId: string): { alert: AlertWithEvidence | undefined; loading: boolean } {
  const { alerts, complete, error, loadMore } = useAlerts(incidentId);
  const alert = alerts.find((candidate) => candidate.id === alertId);
  useSeek(alert === undefined && !complete && error === undefined, loadMore);
  return { alert, loading: !alert && !complete && error === undefined };
}

const seekPace = 40;

/** Asks for further pages as long as something is still sought; a request on its way is not doubled. */
export function useSeek(seeking: boolean, loadMore: () => void): void {
  useEffect(() => {
    if (!seeking) return;
    const timer = setInterval(loadMore, seekPace);
    return () => clearInterval(timer);
  }, [seeking, loadMore]);
}

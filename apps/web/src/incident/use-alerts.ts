import { useCallback, useRef } from 'react';
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
    loadMore,
    retry: useCallback(() => void refetch().catch(() => undefined), [refetch]),
  };
}

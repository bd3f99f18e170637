import { useCallback } from 'react';
import { useQuery } from '@apollo/client/react';
import { IncidentAlertsDocument, type IncidentAlertsQuery } from '../graphql/generated/graphql.js';
import { useMore, type More } from '../ui/use-more.js';

const pageSize = 50;

export type AlertWithEvidence = NonNullable<IncidentAlertsQuery['incident']>['alerts']['nodes'][number];

/** The alerts of an incident as far as they are loaded, in the order of time. */
export interface Alerts {
  alerts: readonly AlertWithEvidence[];
  total: number | undefined;
  loading: boolean;
  error: unknown;
  more: More;
  retry: () => void;
}

/** Loads alerts page by page. */
export function useAlerts(incidentId: string): Alerts {
  const { data, loading, error, fetchMore, refetch } = useQuery(IncidentAlertsDocument, { variables: { id: incidentId, first: pageSize } });
  const connection = data?.incident?.alerts;
  const pageInfo = connection?.pageInfo;
  const more = useMore(fetchMore, pageInfo);
  return {
    alerts: connection?.nodes ?? [],
    total: connection?.totalCount,
    loading: loading && !data,
    error: data ? undefined : error,
    more,
    retry: useCallback(() => void refetch().catch(() => undefined), [refetch]),
  };
}

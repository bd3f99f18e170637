import { useCallback, useEffect } from 'react';
import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { IncidentReportsDocument, MakeReportDocument, ReportStandingDocument, ResponseCardChangesDocument, type MakeReportInput, type ReportCardFragment, type ReportEntryFragment } from '../graphql/generated/graphql.js';
import { useActionChanges } from '../response/use-action-changes.js';

const mostVersions = 100;
const standingPoll = 8_000;
const none: readonly ReportEntryFragment[] = [];

/** The report of an incident, its versions, and what can be done with it. */
export interface ReportState {
  /** The newest version. */
  newest: ReportCardFragment | undefined;
  /** Newest first. */
  versions: readonly ReportEntryFragment[];
  /** True when there are older versions than `versions` holds. */
  older: boolean;
  loading: boolean;
  error: unknown;
  making: boolean;
  makeError: unknown;
  /** Makes a report; undefined when the server refused. Nothing new is stored when nothing changed: then the version there is comes back. */
  make: (input: MakeReportInput) => Promise<ReportCardFragment | undefined>;
  refresh: () => void;
}

/** Follows the report of an incident: a new version, and what changes the incident and its actions since. */
export function useReport(incidentId: string): ReportState {
  const { data, loading, error, refetch } = useQuery(IncidentReportsDocument, { variables: { id: incidentId, first: mostVersions }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' });
  const refresh = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  const [run, making] = useMutation(MakeReportDocument);
  // What changed since is known a moment after the change itself is told, so it is asked for; only it, and not the report.
  const standing = useQuery(ReportStandingDocument, { variables: { id: incidentId }, skip: !data?.incident?.report, pollInterval: standingPoll });
  const known = data?.incident?.report?.id;
  const newest = standing.data?.incident?.report?.id;
  useEffect(() => {
    if (known !== undefined && newest !== undefined && newest !== known) refresh();
  }, [known, newest, refresh]);
  useSubscription(ResponseCardChangesDocument, { variables: { subjectId: incidentId }, onData: refresh });
  useActionChanges(incidentId, refresh);
  const make = useCallback(
    async (input: MakeReportInput) => {
      const made = await run({ variables: { incidentId, input } }).catch(() => undefined);
      if (made?.data) await refetch().catch(() => undefined);
      return made?.data?.makeIncidentReport;
    },
    [run, incidentId, refetch],
  );
  return {
    newest: data?.incident?.report ?? undefined,
    versions: data?.incident?.reports.nodes ?? none,
    older: data?.incident?.reports.pageInfo.hasNextPage ?? false,
    loading: loading && !data,
    error: data ? undefined : error,
    making: making.loading,
    makeError: making.error,
    make,
    refresh,
  };
}

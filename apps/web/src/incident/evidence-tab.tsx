import { useCallback, useMemo, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { problemOf } from '../app/problem.js';
import { IncidentEvidenceDocument, type IncidentEvidenceQuery } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { MoreFailed } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { useMore } from '../ui/use-more.js';
import { useSeen } from '../ui/use-seen.js';
import { VirtualList } from '../ui/virtual-list.js';
import { EvidenceRow } from './evidence-row.js';
import { PinnedEvidence } from './pinned-evidence.js';
import { TypeFilter } from './type-filter.js';
import type { TabProps } from './incident-page.js';
import styles from './records.module.css';

const pageSize = 100;

export type EvidenceEdge = NonNullable<IncidentEvidenceQuery['incident']>['evidence']['edges'][number];

const keyOf = ({ node }: EvidenceEdge): string => `${node.index}:${node.alertId}`;

/** All evidence of the incident, with the raw record of each on demand. */
export function EvidenceTab({ incidentId, record }: TabProps) {
  const [type, setType] = useState<string>();
  const { data, loading, error, fetchMore, refetch } = useQuery(IncidentEvidenceDocument, { variables: { id: incidentId, first: pageSize, type: type ?? null } });
  const connection = data?.incident?.evidence;
  const pageInfo = connection?.pageInfo;
  const edges = useMemo(() => connection?.edges ?? [], [connection]);
  const more = useMore(fetchMore, pageInfo);
  const wanted = record?.kind === 'evidence' ? `${record.index}:${record.alertId}` : undefined;
  const present = wanted !== undefined && edges.some((edge) => keyOf(edge) === wanted);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(wanted ? [wanted] : []));
  const toggle = useCallback((key: string) => setOpen((now) => (now.has(key) ? new Set([...now].filter((other) => other !== key)) : new Set([...now, key]))), []);
  const renderItem = useCallback(
    (edge: EvidenceEdge, index: number) => {
      const key = keyOf(edge);
      return <EvidenceRow incidentId={incidentId} evidence={edge.node} index={index} after={edges[index - 1]?.cursor ?? null} type={type ?? null} open={open.has(key)} marked={key === wanted} onToggle={() => toggle(key)} />;
    },
    [incidentId, edges, type, open, wanted, toggle],
  );
  const seen = useSeen(edges.map(({ node }) => node.type));

  if (error && !data) return <ErrorState title="The evidence cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  return (
    <>
      {record?.kind === 'evidence' && connection && !present && <PinnedEvidence incidentId={incidentId} alertId={record.alertId} index={record.index} />}
      <div className={styles.bar}>
        <TypeFilter name="Type" all="All types" values={seen} chosen={type} onChoose={setType} />
        {connection && <span className={styles.quiet}>{count(connection.totalCount, 'evidence item')}</span>}
      </div>
      <div className={styles.sheet}>
        {loading && !data ? (
          <RowsLoading what="evidence" />
        ) : edges.length === 0 ? (
          <EmptyState title="There is no evidence of this kind" />
        ) : (
          <VirtualList
            items={edges}
            keyOf={keyOf}
            renderItem={renderItem}
            estimate={42}
            name="Evidence"
            total={connection?.totalCount ?? edges.length}
            role="table"
            onNearEnd={more.near}
            scrollTo={wanted}
            head={
              <div role="row" aria-rowindex={1} className={styles.evidenceHead}>
                <span role="columnheader">
                  <span className="visually-hidden">Raw record</span>
                </span>
                <span role="columnheader">Type</span>
                <span role="columnheader">Evidence</span>
                <span role="columnheader">Verdict</span>
                <span role="columnheader">Remediation</span>
                <span role="columnheader">Roles</span>
              </div>
            }
          />
        )}
        <MoreFailed what="evidence items" more={more} />
      </div>
    </>
  );
}

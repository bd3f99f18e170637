import { useQuery } from '@apollo/client/react';
import { Button } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { IncidentScriptsDocument } from '../graphql/generated/graphql.js';
import { ScriptList } from '../scripts/script-list.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import type { TabProps } from './incident-page.js';
import styles from '../scripts/scripts.module.css';

const pageSize = 50;

/** Scripts and command lines seen in the incident, with their verdicts. */
export function ScriptsTab({ incidentId }: TabProps) {
  const { data, error, loading, fetchMore, refetch } = useQuery(IncidentScriptsDocument, { variables: { id: incidentId, first: pageSize }, fetchPolicy: 'cache-and-network' });
  const list = data?.incident?.scripts;
  if (!list) return error ? <ErrorState title="The scripts cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="scripts" rows={6} />;
  if (list.nodes.length === 0) return <EmptyState title="No scripts in this incident">Command lines of its evidence and events are analysed by themselves.</EmptyState>;
  const more = (): void =>
    void fetchMore({
      variables: { after: list.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => (before.incident && next.incident ? { incident: { ...before.incident, scripts: { ...next.incident.scripts, nodes: [...before.incident.scripts.nodes, ...next.incident.scripts.nodes] } } } : before),
    }).catch(() => undefined);
  return (
    <div className={styles.sheet}>
      <ScriptList scripts={list.nodes} />
      {list.pageInfo.hasNextPage && (
        <div className={styles.more}>
          <Button onClick={more} disabledFocusable={loading}>
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}

import { useCallback, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { IncidentScriptsDocument } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { isScriptFiltered, readScriptFilter, scriptFilterInput, type ScriptListFilter } from '../lib/script-filter.js';
import { ScriptFilters } from '../scripts/script-filters.js';
import { ScriptList } from '../scripts/script-list.js';
import { useLiveList } from '../scripts/use-live-list.js';
import { ShowMore } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { useMore } from '../ui/use-more.js';
import type { TabProps } from './incident-page.js';
import styles from '../scripts/scripts.module.css';

const pageSize = 50;
const everything = readScriptFilter(new URLSearchParams());

/** Scripts and command lines seen in the incident, with their verdicts. */
export function ScriptsTab({ incidentId }: TabProps) {
  const [filter, setFilter] = useState<ScriptListFilter>(everything);
  const change = useCallback((part: Partial<ScriptListFilter>) => setFilter((now) => ({ ...now, ...part })), []);
  const { data, previousData, error, loading, fetchMore, refetch } = useQuery(IncidentScriptsDocument, { variables: { id: incidentId, first: pageSize, filter: scriptFilterInput(filter, 0) }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', notifyOnNetworkStatusChange: true });
  const refresh = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  const list = (data ?? (loading ? previousData : undefined))?.incident?.scripts;
  const total = data?.incident?.scripts?.totalCount;
  const more = useMore(fetchMore, list?.pageInfo);
  const paged = (list?.nodes.length ?? 0) > pageSize;
  useLiveList(useCallback(() => (paged ? undefined : refresh()), [paged, refresh]), incidentId);
  if (!list && error) return <ErrorState title="The scripts cannot be shown" reason={problemOf(error)} onRetry={refresh} />;
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <ScriptFilters filter={filter} onChange={change} withTime={false} />
        <span className={styles.quiet} role="status">
          {total === undefined ? '' : count(total, 'script')}
        </span>
      </div>
      {!list ? (
        <RowsLoading what="scripts" rows={6} />
      ) : list.nodes.length > 0 ? (
        <div className={styles.sheet} aria-busy={loading}>
          <ScriptList scripts={list.nodes} />
          {list.pageInfo.hasNextPage && (
            <div className={styles.more}>
              <ShowMore shown={list.nodes.length} total={list.totalCount} loading={loading} more={more} />
            </div>
          )}
        </div>
      ) : isScriptFiltered(filter) ? (
        <EmptyState title="No script matches">
          <Button onClick={() => setFilter(everything)}>Clear the filters</Button>
        </EmptyState>
      ) : (
        <EmptyState title="No scripts in this incident">
          <p>Command lines of its evidence and events are analysed by themselves.</p>
        </EmptyState>
      )}
    </div>
  );
}

import { useCallback, useMemo, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button } from '@fluentui/react-components';
import { useSearchParams } from 'react-router';
import { problemOf } from '../app/problem.js';
import { ScriptsDocument } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { isScriptFiltered, readScriptFilter, scriptFilterInput, writeScriptFilter, type ScriptListFilter } from '../lib/script-filter.js';
import { ShowMore } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { useMore } from '../ui/use-more.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { ScriptFilters } from './script-filters.js';
import { ScriptList } from './script-list.js';
import { SubmitPanel } from './submit-panel.js';
import { useLiveList } from './use-live-list.js';
import styles from './scripts.module.css';

const pageSize = 50;

/** Every script seen in incidents or submitted by a person, newest first, and a place to submit one. */
export function ScriptsPage() {
  usePageTitle('Scripts');
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => readScriptFilter(params), [params]);
  const change = useCallback((part: Partial<ScriptListFilter>) => setParams((now) => writeScriptFilter(now, { ...readScriptFilter(now), ...part }), { replace: true }), [setParams]);
  const [opened] = useState(() => Date.now());
  const { data, previousData, error, loading, fetchMore, refetch } = useQuery(ScriptsDocument, { variables: { first: pageSize, filter: scriptFilterInput(filter, opened) }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', notifyOnNetworkStatusChange: true });
  const refresh = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  const list = data?.scriptAnalyses ?? (loading ? previousData?.scriptAnalyses : undefined);
  const total = data?.scriptAnalyses?.totalCount;
  const more = useMore(fetchMore, list?.pageInfo);
  const paged = (list?.nodes.length ?? 0) > pageSize;
  // Who has paged down is not thrown back to the first page.
  useLiveList(useCallback(() => (paged ? undefined : refresh()), [paged, refresh]));
  const filtered = isScriptFiltered(filter);

  return (
    <div className={styles.page}>
      <div className={styles.heading}>
        <h1 className={styles.title}>Scripts</h1>
        <span className={styles.quiet} role="status">
          {total === undefined ? '' : filtered ? count(total, 'match', 'matches') : count(total, 'script')}
        </span>
      </div>
      <SubmitPanel />
      <ScriptFilters filter={filter} onChange={change} />
      {list && list.nodes.length > 0 ? (
        <div className={styles.sheet} aria-busy={loading}>
          <ScriptList scripts={list.nodes} />
          {list.pageInfo.hasNextPage && (
            <div className={styles.more}>
              <ShowMore shown={list.nodes.length} total={list.totalCount} loading={loading} more={more} />
            </div>
          )}
        </div>
      ) : error ? (
        <ErrorState title="The scripts cannot be shown" reason={problemOf(error)} onRetry={refresh} />
      ) : loading ? (
        <RowsLoading what="scripts" rows={8} />
      ) : filtered ? (
        <EmptyState title="No script matches">
          <Button onClick={() => change({ text: '', verdict: '', language: '', technique: '', since: '' })}>Clear the filters</Button>
        </EmptyState>
      ) : (
        <EmptyState title="No scripts yet">
          <p>Command lines and scripts of imported incidents appear here by themselves.</p>
        </EmptyState>
      )}
    </div>
  );
}

import { useQuery } from '@apollo/client/react';
import { Button, Select } from '@fluentui/react-components';
import { useSearchParams } from 'react-router';
import { problemOf } from '../app/problem.js';
import { ScriptsDocument, type ScriptLanguage, type ScriptVerdict } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { languageNames } from './script-labels.js';
import { ScriptList } from './script-list.js';
import { SubmitPanel } from './submit-panel.js';
import styles from './scripts.module.css';

const pageSize = 50;
const verdicts: Readonly<Record<ScriptVerdict, string>> = { MALICIOUS: 'Malicious', SUSPICIOUS: 'Suspicious', BENIGN: 'Benign', UNKNOWN: 'Unknown' };

/** Every script seen in incidents or submitted by a person, newest first, and a place to submit one. */
export function ScriptsPage() {
  usePageTitle('Scripts');
  const [params, setParams] = useSearchParams();
  const verdict = (params.get('verdict') ?? '') as ScriptVerdict | '';
  const language = (params.get('language') ?? '') as ScriptLanguage | '';
  const filter = { ...(verdict === '' ? {} : { verdict }), ...(language === '' ? {} : { language }) };
  const { data, error, loading, fetchMore, refetch } = useQuery(ScriptsDocument, { variables: { first: pageSize, filter }, fetchPolicy: 'cache-and-network' });
  const list = data?.scriptAnalyses;
  const choose = (name: string, value: string): void =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const more = (): void =>
    void fetchMore({
      variables: { after: list?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => ({ scriptAnalyses: { ...next.scriptAnalyses, nodes: [...before.scriptAnalyses.nodes, ...next.scriptAnalyses.nodes] } }),
    }).catch(() => undefined);

  return (
    <div className={styles.page}>
      <div className={styles.heading}>
        <h1 className={styles.title}>Scripts</h1>
        <span className={styles.quiet} role="status">
          {list ? count(list.totalCount, 'script') : ''}
        </span>
        <div className={styles.filters}>
          <Select value={verdict} onChange={(_, { value }) => choose('verdict', value)} aria-label="Verdict">
            <option value="">Every verdict</option>
            {Object.entries(verdicts).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <Select value={language} onChange={(_, { value }) => choose('language', value)} aria-label="Language shown">
            <option value="">Every language</option>
            {Object.entries(languageNames).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </div>
      </div>
      <SubmitPanel />
      {list && list.nodes.length > 0 ? (
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
      ) : error ? (
        <ErrorState title="The scripts cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} />
      ) : loading ? (
        <RowsLoading what="scripts" rows={8} />
      ) : (
        <EmptyState title={verdict === '' && language === '' ? 'No scripts yet' : 'No script matches'}>
          <p>Command lines and scripts of imported incidents appear here by themselves.</p>
        </EmptyState>
      )}
    </div>
  );
}

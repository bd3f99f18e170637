import { lazy, Suspense, useRef, useState } from 'react';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { Button } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { EvaluationRunChoicesDocument, EvaluationRunsDocument, EvaluationRunTrendDocument } from '../graphql/generated/graphql.js';
import { CopyButton } from '../ui/copy-button.js';
import { ShowMore } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { Untrusted } from '../ui/untrusted.js';
import { useMore } from '../ui/use-more.js';
import type { ViewProps } from './evaluation-page.js';
import { RunDetail } from './run-detail.js';
import { shortCommit } from './run-figures.js';
import { RunPlot } from './run-plot.js';
import { RunRow } from './run-row.js';
import styles from './evaluation.module.css';

const RunDialog = lazy(async () => ({ default: (await import('./run-dialog.js')).RunDialog }));

const pageSize = 10;

/** Runs of candidates over sets of cases: asked for, followed, read, compared, and plotted over commits. */
export function RunsView({ address, onChange }: ViewProps) {
  const { data, error, loading, fetchMore, refetch } = useQuery(EvaluationRunsDocument, { variables: { first: pageSize }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', notifyOnNetworkStatusChange: true });
  const choices = useQuery(EvaluationRunChoicesDocument, { fetchPolicy: 'cache-and-network' });
  const client = useApolloClient();
  const [starting, setStarting] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const list = data?.evaluationRuns;
  const more = useMore(fetchMore, list?.pageInfo);
  const can = choices.data?.evaluationRunChoices;
  const close = (): void => {
    setStarting(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const onEnded = (): void => {
    void refetch().catch(() => undefined);
    void client.refetchQueries({ include: [EvaluationRunTrendDocument] });
  };
  return (
    <>
      <div className={styles.filters}>
        {can?.mayStart && (
          <Button ref={opener} appearance="primary" size="small" onClick={() => setStarting(true)}>
            Start a run …
          </Button>
        )}
        {can && !can.mayStart && <span className={styles.quiet}>Starting a run needs the role admin.</span>}
        {can && (
          <span className={styles.quiet}>
            {'This is version '}
            <Untrusted>{can.version}</Untrusted>
            {can.commit && (
              <>
                {', commit '}
                <Untrusted mono>{shortCommit(can.commit)}</Untrusted>
              </>
            )}
            .
          </span>
        )}
        <span className={styles.exports}>
          <CopyButton value="bin/attest eval run --set all --candidate rules --json | tail -n 1 > result.json" what="the command that measures elsewhere" text="Copy the command" />
        </span>
      </div>
      {!list && (error ? <ErrorState title="The runs cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="runs" rows={4} />)}
      {list && list.nodes.length === 0 && (
        <EmptyState title="There is no run yet">
          <p>A run gives cases with known answers to the rules or a model and scores the cards that come back. Start one here, or bring in what bin/attest eval run printed elsewhere.</p>
        </EmptyState>
      )}
      {list && list.nodes.length > 0 && (
        <ul className={styles.rows} aria-label="Runs" aria-busy={loading}>
          {list.nodes.map((run) => (
            <RunRow key={run.id} run={run} shown={run.id === address.run} mayCancel={can?.mayStart === true} onShow={(run) => onChange({ run })} onEnded={onEnded} />
          ))}
        </ul>
      )}
      {list?.pageInfo.hasNextPage && <ShowMore shown={list.nodes.length} total={list.totalCount} loading={loading} more={more} />}
      {address.run && <RunDetail key={address.run} id={address.run} onClose={() => onChange({ run: '' })} />}
      {can && list?.nodes.some(({ state }) => state === 'DONE') && <RunPlot metrics={can.metrics} metric={address.metric} onMetric={(metric) => onChange({ metric })} onShow={(run) => onChange({ run })} />}
      {starting && can && (
        <Suspense>
          <RunDialog
            choices={can}
            onClose={close}
            onStarted={() => {
              close();
              void refetch().catch(() => undefined);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

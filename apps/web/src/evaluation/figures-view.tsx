import { useQuery } from '@apollo/client/react';
import { problemOf } from '../app/problem.js';
import { EvaluationDocument, type EvaluationQuery } from '../graphql/generated/graphql.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { AlertList } from './alert-list.js';
import { CompareRows } from './compare-rows.js';
import { ratio, rowKey, shareText } from './evaluation-figures.js';
import type { ViewProps } from './evaluation-page.js';
import { FigureTable } from './figure-table.js';
import { TrendCharts } from './trend-charts.js';
import { WorstCards } from './worst-cards.js';
import styles from './evaluation.module.css';

/** The figures of some days: what changed, how each composer does, how it went along time, and the cards people liked least. */
export function FiguresView({ address, onChange, days }: ViewProps) {
  const { data, previousData, error, loading, refetch } = useQuery(EvaluationDocument, { variables: days, fetchPolicy: 'cache-and-network', notifyOnNetworkStatusChange: true });
  const evaluation = (data ?? (loading ? previousData : undefined))?.evaluation;
  if (!evaluation) return error ? <ErrorState title="The figures cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="figures" rows={6} />;
  const { rows } = evaluation;
  if (rows.length === 0)
    return (
      <EmptyState title="No card was made or judged in these days">
        <p>Every summary, guided response, script analysis, report and hunt answer is counted here by who composed it. The votes come from the three buttons under each card.</p>
      </EmptyState>
    );
  const chosen = address.compare.flatMap((key) => rows.find((row) => rowKey(row) === key) ?? []);
  const [a, b] = chosen;
  return (
    <div className={styles.figuresView} aria-busy={loading}>
      <Totals rows={rows} />
      <AlertList alerts={evaluation.alerts} onShow={onChange} />
      <FigureTable rows={rows} chosen={chosen.map(rowKey)} onChoose={(compare) => onChange({ compare })} />
      {a && b && <CompareRows a={a} b={b} onClose={() => onChange({ compare: [] })} />}
      <TrendCharts days={evaluation.trend} />
      <WorstCards cards={evaluation.worst} />
    </div>
  );
}

function Totals({ rows }: { rows: EvaluationQuery['evaluation']['rows'] }) {
  const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const votes = sum((row) => row.votes);
  const harmful = sum((row) => row.harmful.count);
  const dropped = sum((row) => row.dropped);
  return (
    <dl className={styles.totals}>
      <Total name="Cards" value={sum((row) => row.cards).toLocaleString('en-GB')} />
      <Total name="Votes" value={votes.toLocaleString('en-GB')} />
      <Total name="Confirmed" value={shareText(ratio(sum((row) => row.confirmed.count), votes))} />
      <Total name="Off-target" value={shareText(ratio(sum((row) => row.offTarget.count), votes))} />
      <Total name="Harmful" value={harmful.toLocaleString('en-GB')} alarming={harmful > 0} />
      <Total name="Statements dropped" value={shareText(ratio(dropped, dropped + sum((row) => row.statements)))} />
    </dl>
  );
}

function Total({ name, value, alarming = false }: { name: string; value: string; alarming?: boolean }) {
  return (
    <div className={styles.total} data-alarming={alarming || undefined} data-figure={name}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

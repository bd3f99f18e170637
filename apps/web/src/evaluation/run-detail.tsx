import { useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button, Select } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { cardName } from '../feedback/feedback-words.js';
import { EvaluationRunDetailDocument, type EvaluationRunDetailQuery } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { visibleText } from '../lib/visible-text.js';
import { ToneBadge } from '../ui/badges.js';
import { ErrorState, RowsLoading } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { brokenLimits, differenceOutcome, limitText, metricInSentence, metricWords, rangeText, setsText, shortCommit, tablesOf, valueText, type RunFigures, type RunMetric } from './run-figures.js';
import styles from './evaluation.module.css';
import runs from './runs.module.css';

type Run = EvaluationRunDetailQuery['evaluationRun'];
type Outcome = NonNullable<Run['outcome']>;

/** What a run came to: the gate, a table for each capability, and the candidates side by side. */
export function RunDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(EvaluationRunDetailDocument, { variables: { id } });
  const run = data?.evaluationRun;
  return (
    <section className={styles.block} aria-labelledby="run-title" data-testid="run-detail">
      <div className={styles.blockHead}>
        <h2 id="run-title" className={styles.blockTitle}>
          {run ? <Untrusted>{`Figures over ${setsText(run.sets)}`}</Untrusted> : 'Figures of a run'}
        </h2>
        {run && (
          <span className={styles.quiet}>
            <Time value={run.finishedAt} form="short" />
            <Untrusted>{`, version ${run.version ?? ''}${run.commit ? `, commit ${shortCommit(run.commit)}` : ''}`}</Untrusted>
          </span>
        )}
        <Button size="small" appearance="subtle" onClick={onClose}>
          Close
        </Button>
      </div>
      {!run && (error ? <ErrorState title="The figures cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="figures" rows={5} />)}
      {run && !run.outcome && <p className={styles.empty}><Untrusted>{run.stateSentence}</Untrusted></p>}
      {run?.outcome && <Found run={run} outcome={run.outcome} />}
    </section>
  );
}

function Found({ run, outcome }: { run: Run; outcome: Outcome }) {
  return (
    <>
      <Gate outcome={outcome} />
      {tablesOf(run.candidates, outcome.figures).map(({ kind, columns, lines }) => (
        <KindTable key={kind} kind={kind} candidates={run.candidates} columns={columns} lines={lines} />
      ))}
      <p className={styles.quiet}>Shares are means over cases with their 95 % interval; counts are sums. What each metric means stands in docs/evaluation.md.</p>
      {outcome.judge && (
        <p className={styles.quiet}>
          {'Readability and usefulness are the opinion of the model '}
          <Untrusted>{outcome.judge}</Untrusted>
          {'. No limit looks at them.'}
        </p>
      )}
      {run.candidates.length > 1 && <Compared run={run} outcome={outcome} />}
    </>
  );
}

/** The verdict of the gate; broken limits by name, the hard ones first. */
function Gate({ outcome }: { outcome: Outcome }) {
  const broken = brokenLimits(outcome.figures);
  if (outcome.limits === 0) return <p className={styles.empty}>No gate was held: there is no limit to keep.</p>;
  const unmeasured = outcome.unmeasured === 0 ? '' : `, ${outcome.unmeasured.toLocaleString('en-GB')} with nothing to measure`;
  return (
    <div className={runs.gate} data-passed={outcome.passed}>
      <p>
        <ToneBadge tone={outcome.passed ? 'good' : 'high'}>{outcome.passed ? 'No hard limit is broken' : 'A hard limit is broken'}</ToneBadge>{' '}
        <span className={styles.quiet}>{`${count(outcome.limits, 'limit')} by the reviewed cases, ${broken.length.toLocaleString('en-GB')} broken${unmeasured}`}</span>
      </p>
      {broken.length > 0 && (
        <ul aria-label="Broken limits">
          {broken.map(({ candidate, kind, metric, limit }) => (
            <li key={`${candidate}~${kind}~${metric}~${limitText(limit)}`}>
              <ToneBadge tone={limit.hard ? 'high' : 'medium'}>{limit.hard ? 'Hard' : 'Soft'}</ToneBadge>{' '}
              <Untrusted>{`${candidate}: ${cardName(kind)}, ${metricInSentence(metric)} is ${limit.value === null ? 'not measured' : valueText(limit.value)}; the limit is ${limitText(limit)}.`}</Untrusted>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface KindTableProps {
  kind: string;
  candidates: readonly string[];
  columns: readonly (RunFigures | undefined)[];
  lines: readonly { name: string; cells: readonly (RunMetric | undefined)[] }[];
}

function KindTable({ kind, candidates, columns, lines }: KindTableProps) {
  const row = (name: string, text: (figures: RunFigures) => string) => (
    <tr>
      <th scope="row">{name}</th>
      {columns.map((column, index) => (
        <td key={index} className={styles.number}>{column ? text(column) : '–'}</td>
      ))}
    </tr>
  );
  return (
    <div className={styles.tableWrap} role="region" aria-label={visibleText(`${cardName(kind)}, scrolls sideways`)} tabIndex={0} data-kind={kind}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{visibleText(cardName(kind))}</th>
            {candidates.map((candidate) => (
              <th key={candidate} scope="col" className={styles.number}>
                <Untrusted>{candidate}</Untrusted>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {row('Cases', ({ cases, skipped }) => `${cases.toLocaleString('en-GB')}${skipped > 0 ? ` (${skipped.toLocaleString('en-GB')} skipped)` : ''}`)}
          {lines.map(({ name, cells }) => (
            <tr key={name} data-metric={name}>
              <th scope="row" title={name}>
                <Untrusted>{metricWords(name)}</Untrusted>
                {cells.some((cell) => cell?.opinion) && <span className={styles.under}>a model’s opinion</span>}
              </th>
              {cells.map((cell, index) => (
                <td key={index} className={styles.number}>
                  {cell ? <Value metric={cell} /> : '–'}
                </td>
              ))}
            </tr>
          ))}
          {columns.some((column) => column && column.byModel + column.fellBack > 0) && (
            <>
              {row('Worded by the model', ({ byModel }) => byModel.toLocaleString('en-GB'))}
              {row('Fell back to rules', ({ fellBack }) => fellBack.toLocaleString('en-GB'))}
            </>
          )}
          {columns.some((column) => column && column.repeatable !== null) && row('Same in every run', ({ repeatable, cases }) => `${repeatable ?? '–'} of ${cases.toLocaleString('en-GB')}`)}
          {row('Milliseconds, median and 95 %', ({ p50Ms, p95Ms }) => `${Math.round(p50Ms).toLocaleString('en-GB')}, ${Math.round(p95Ms).toLocaleString('en-GB')}`)}
        </tbody>
      </table>
    </div>
  );
}

function Value({ metric }: { metric: RunMetric }) {
  const broken = metric.limits.filter(({ verdict }) => verdict === 'BROKEN');
  const isKept = broken.length === 0 && metric.limits.some(({ verdict }) => verdict === 'KEPT');
  return (
    <>
      {broken.map((limit) => (
        <ToneBadge key={limitText(limit)} tone={limit.hard ? 'high' : 'medium'}>{`${limit.hard ? 'Hard' : 'Soft'}: ${limitText(limit)}`}</ToneBadge>
      ))}
      {` ${valueText(metric.value)}`}
      {(isKept || metric.low !== null) && <span className={styles.under}>{[rangeText(metric), ...(isKept ? [`limit kept, ${metric.limits.map(limitText).join(', ')}`] : [])].filter(Boolean).join('; ')}</span>}
    </>
  );
}

const outcomeWords = { better: 'Better', worse: 'Worse', unclear: 'Too close to tell' } as const;

/** A candidate against the first, paired by case. */
function Compared({ run, outcome }: { run: Run; outcome: Outcome }) {
  const [first = '', ...others] = run.candidates;
  const [chosen, setChosen] = useState(others[0] ?? '');
  const lines = outcome.comparisons.filter(({ candidate }) => candidate === chosen);
  const sign = (value: number): string => `${value > 0 ? '+' : ''}${valueText(value)}`;
  return (
    <section className={styles.block} aria-labelledby="paired-title">
      <div className={styles.blockHead}>
        <h3 id="paired-title" className={styles.blockTitle}>Case by case</h3>
        {others.length > 1 ? (
          <Select size="small" value={chosen} aria-label={visibleText(`Candidate held against ${first}`)} onChange={(_, data) => setChosen(data.value)}>
            {others.map((name) => (
              <option key={name} value={name}>{visibleText(name)}</option>
            ))}
          </Select>
        ) : (
          <Untrusted>{chosen}</Untrusted>
        )}
        <span className={styles.quiet}>
          {'against '}
          <Untrusted>{first}</Untrusted>
        </span>
      </div>
      {lines.length === 0 ? (
        <p className={styles.empty}>Both are the same on every metric in every case.</p>
      ) : (
        <div className={styles.tableWrap} role="region" aria-label="Case by case, scrolls sideways" tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Metric</th>
                <th scope="col" className={styles.number}>Cases</th>
                <th scope="col" className={styles.number}>Mean difference</th>
                <th scope="col" className={styles.number}>95 % interval</th>
                <th scope="col" className={styles.number} title="McNemar's exact test, where each case is yes or no">p</th>
                <th scope="col">Difference</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={`${line.kind}~${line.metric}`} data-outcome={differenceOutcome(line)}>
                  <th scope="row">
                    <Untrusted>{metricWords(line.metric)}</Untrusted>
                    <span className={styles.under}>{visibleText(cardName(line.kind))}</span>
                  </th>
                  <td className={styles.number}>{line.cases.toLocaleString('en-GB')}</td>
                  <td className={styles.number}>{sign(line.mean)}</td>
                  <td className={styles.number}>{`${sign(line.low)} to ${sign(line.high)}`}</td>
                  <td className={styles.number}>{line.p === null ? '–' : line.p < 0.001 ? '< 0.001' : line.p.toFixed(3)}</td>
                  <td className={styles.outcome}>{outcomeWords[differenceOutcome(line)]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className={styles.quiet}>Metrics that are the same in every case are left out. Many are compared at once: one small p is a hint.</p>
    </section>
  );
}

import { useMemo } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button, mergeClasses, Select } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { cardName } from '../feedback/feedback-words.js';
import { EvaluationRunTrendDocument } from '../graphql/generated/graphql.js';
import { XyChart } from '../hunt/chart/xy-chart.js';
import { count } from '../lib/labels.js';
import { visibleText } from '../lib/visible-text.js';
import { ErrorState, RowsLoading } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { metricInSentence, metricWords, rangeText, runSeries, setsText, shortCommit, valueText } from './run-figures.js';
import chart from '../hunt/chart/chart.module.css';
import styles from './evaluation.module.css';
import runs from './runs.module.css';

interface RunPlotProps {
  /** What can be plotted. */
  metrics: readonly { kind: string; name: string }[];
  /** Such as `guidedResponse.actionF1`. */
  metric: string;
  onMetric: (metric: string) => void;
  onShow: (run: string) => void;
}

const mostListed = 40;
const firstShown = 'guidedResponse.actionF1';

/** A metric over the runs of time and commits, a line for each candidate, with the values behind it. */
export function RunPlot({ metrics, metric: chosen, onMetric, onShow }: RunPlotProps) {
  const { kind = '', name: metric = '' } = metrics.find((each) => keyOf(each) === chosen) ?? metrics.find((each) => keyOf(each) === firstShown) ?? {};
  const { data, previousData, error, loading, refetch } = useQuery(EvaluationRunTrendDocument, { variables: { kind, metric }, fetchPolicy: 'cache-and-network' });
  const points = (data ?? (loading ? previousData : undefined))?.evaluationRunTrend;
  const series = useMemo(() => runSeries(points ?? []), [points]);
  const name = `${cardName(kind)}: ${metricInSentence(metric)}`;
  return (
    <section className={styles.block} aria-labelledby="plot-title" data-testid="run-plot">
      <div className={styles.blockHead}>
        <h2 id="plot-title" className={styles.blockTitle}>Over commits</h2>
        <Select size="small" value={`${kind}.${metric}`} aria-label="Metric" onChange={(_, data) => onMetric(data.value)}>
          {[...new Set(metrics.map((each) => each.kind))].map((capability) => (
            <optgroup key={capability} label={visibleText(cardName(capability))}>
              {metrics.filter((each) => each.kind === capability).map((each) => (
                <option key={each.name} value={keyOf(each)}>
                  {visibleText(metricWords(each.name))}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      </div>
      {!points && (error ? <ErrorState title="The plot cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="the plot" rows={3} />)}
      {points?.length === 0 && <p className={styles.empty}>No run measured this. A point stands here with the first one that does.</p>}
      {points && points.length > 0 && (
        <>
          <figure className={mergeClasses(chart.figure, runs.plot)}>
            <figcaption className={styles.chartTitle}>
              {visibleText(name)} <span className={styles.quiet}>{count(points.length, 'value')}</span>
            </figcaption>
            <XyChart data={{ axis: 'time', series, skipped: 0 }} kind="line" label={`${name}, by candidate along time`} />
          </figure>
          <div className={styles.tableWrap} role="region" aria-label="Values of the plot, scrolls sideways" tabIndex={0}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">Commit</th>
                  <th scope="col">Run</th>
                  <th scope="col">Cases</th>
                  <th scope="col">Candidate</th>
                  <th scope="col" className={styles.number}>Value</th>
                  <th scope="col" className={styles.number}>95 % interval</th>
                </tr>
              </thead>
              <tbody>
                {[...points].reverse().slice(0, mostListed).map((point) => (
                  <tr key={`${point.runId}~${point.candidate}`}>
                    <th scope="row">
                      <Untrusted mono>{shortCommit(point.commit) || `version ${point.version}`}</Untrusted>
                    </th>
                    <td>
                      <Button size="small" appearance="transparent" className={styles.rowTool} onClick={() => onShow(point.runId)}>
                        <Time value={point.at} form="short" />
                      </Button>
                    </td>
                    <td>
                      <Untrusted>{setsText(point.sets)}</Untrusted>
                    </td>
                    <td>
                      <Untrusted>{point.candidate}</Untrusted>
                    </td>
                    <td className={styles.number}>{valueText(point.value)}</td>
                    <td className={styles.number}>{rangeText(point) || '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {points.length > mostListed && <p className={styles.quiet}>{`The newest ${mostListed} values are listed.`}</p>}
        </>
      )}
    </section>
  );
}

function keyOf({ kind, name }: { kind: string; name: string }): string {
  return `${kind}.${name}`;
}

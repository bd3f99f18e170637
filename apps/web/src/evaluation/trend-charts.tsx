import { useMemo } from 'react';
import { cardKinds, cardName } from '../feedback/feedback-words.js';
import { XyChart } from '../hunt/chart/xy-chart.js';
import { count } from '../lib/labels.js';
import { trendSeries, type VoteDay } from './evaluation-figures.js';
import chart from '../hunt/chart/chart.module.css';
import styles from './evaluation.module.css';

/** The share of each verdict along time, one chart a capability. */
export function TrendCharts({ days }: { days: readonly VoteDay[] }) {
  const charts = useMemo(() => cardKinds.map((kind) => ({ kind, series: trendSeries(days, kind), votes: days.reduce((sum, each) => sum + (each.kind === kind ? each.votes : 0), 0) })).filter(({ votes }) => votes > 0), [days]);
  return (
    <section className={styles.block} aria-labelledby="trend-title">
      <h2 id="trend-title" className={styles.blockTitle}>
        Along time <span className={styles.quiet}>Per cent of the votes of the seven days up to each day</span>
      </h2>
      {charts.length === 0 ? (
        <p className={styles.empty}>No vote in these days. A line starts here with the first one.</p>
      ) : (
        <div className={styles.charts}>
          {charts.map(({ kind, series, votes }) => (
            <figure key={kind} className={chart.figure} data-trend={kind}>
              <figcaption className={styles.chartTitle}>
                {cardName(kind)} <span className={styles.quiet}>{count(votes, 'vote')}</span>
              </figcaption>
              <XyChart data={{ axis: 'time', series, skipped: 0 }} kind="line" label={`${cardName(kind)}: per cent of votes by verdict along time`} />
            </figure>
          ))}
        </div>
      )}
    </section>
  );
}

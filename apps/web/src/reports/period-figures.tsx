import type { PeriodReportQuery } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { formatDuration } from '../lib/time.js';
import styles from './reports.module.css';

type Figures = PeriodReportQuery['periodReport']['figures'];

/** The figures of a period: how many incidents, how many are resolved and how fast, and what was done. */
export function PeriodFigures({ figures }: { figures: Figures }) {
  const sum = (counts: readonly { count: number }[]): number => counts.reduce((all, each) => all + each.count, 0);
  const resolved = sum(figures.byStatus.filter(({ name }) => /^(?:resolved|redirected)$/i.test(name)));
  const confirmed = sum(figures.actions.filter(({ state }) => /^confirmed$/i.test(state)));
  const all = sum(figures.actions);
  return (
    <section aria-label="Figures" className={styles.figures}>
      <dl className={styles.numbers}>
        <Figure name="Incidents" value={figures.incidents.toLocaleString('en-GB')} />
        <Figure name="Resolved" value={resolved.toLocaleString('en-GB')} about={`${Math.round((resolved / Math.max(1, figures.incidents)) * 100)} % of them`} />
        <Figure name="Mean time to resolve" value={durationOf(figures.mttrSeconds)} about={figures.timed > 0 ? `of ${count(figures.timed, 'incident')}` : 'no incident was timed'} />
        <Figure name="Median time to resolve" value={durationOf(figures.medianSeconds)} about={figures.timed > 0 ? `of ${count(figures.timed, 'incident')}` : 'no incident was timed'} />
        <Figure name="Actions confirmed" value={confirmed.toLocaleString('en-GB')} about={`of ${all.toLocaleString('en-GB')} in the action log`} />
      </dl>
    </section>
  );
}

function Figure({ name, value, about }: { name: string; value: string; about?: string }) {
  return (
    <div className={styles.figure} data-figure={name}>
      <dt>{name}</dt>
      <dd>
        {value}
        {about && <span className={styles.about}>{about}</span>}
      </dd>
    </div>
  );
}

function durationOf(seconds: number | null): string {
  return seconds === null ? 'Not known' : formatDuration(seconds * 1000);
}

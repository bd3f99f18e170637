import { useMemo } from 'react';
import { problemOf } from '../app/problem.js';
import { zoneChoice } from '../app/preferences.js';
import type { SummaryCardFragment } from '../graphql/generated/graphql.js';
import { severityLevel, tacticLabel } from '../lib/labels.js';
import { formatDate, formatDuration, parseTime, type Zone } from '../lib/time.js';
import { Chip, SeverityBadge } from '../ui/badges.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { Cited } from './citations.js';
import { useFactFocus } from './fact-focus.js';
import { FactPanel } from './fact-panel.js';
import type { TabProps } from './incident-page.js';
import { SummaryPending } from './summary-pending.js';
import { TacticList } from './tactic-list.js';
import layout from './summary.module.css';
import styles from './timeline.module.css';

type Entry = SummaryCardFragment['timeline'][number];

/** What happened, in the order of time. */
export function TimelineTab({ incidentId, state }: TabProps) {
  const { active } = useFactFocus();
  const zone = zoneChoice.use();
  const entries = state.summary?.timeline;
  const days = useMemo(() => byDay(entries ?? [], zone), [entries, zone]);
  if (state.error) return <ErrorState title="The timeline cannot be shown" reason={problemOf(state.error)} onRetry={state.retry} />;
  if (state.loading) return <RowsLoading what="the timeline" />;
  if (!entries) return <SummaryPending incidentId={incidentId} state={state} />;
  if (entries.length === 0) return <EmptyState title="Nothing in this incident carries a time" />;
  return (
    <div className={layout.layout} data-fact={active ? 'open' : undefined}>
      <div className={styles.days}>
        {days.map((day) => (
          <section key={day.date} className={styles.day} aria-label={day.date}>
            <h2 className={styles.date}>{day.date}</h2>
            <ol className={styles.entries}>
              {day.entries.map((entry, index) => (
                <Line key={`${entry.time}-${index}`} entry={entry} previous={day.entries[index - 1]} />
              ))}
            </ol>
          </section>
        ))}
      </div>
      <div className={layout.side}>
        {active ? (
          <div className={layout.factPanel}>
            <FactPanel incidentId={incidentId} fact={active} />
          </div>
        ) : (
          <div className={layout.lists}>
            <p className={styles.hint}>Point at a number to see the record behind a line; choose it to keep the record open.</p>
            <TacticList techniques={state.summary?.techniques ?? []} />
          </div>
        )}
      </div>
    </div>
  );
}

const quietGap = 10 * 60_000;

function Line({ entry, previous }: { entry: Entry; previous: Entry | undefined }) {
  const { active } = useFactFocus();
  const tactic = entry.tactic && !/^unknown/i.test(entry.tactic) ? entry.tactic : undefined;
  const time = parseTime(entry.time);
  const before = parseTime(previous?.time);
  const gap = time !== undefined && before !== undefined && time - before >= quietGap ? time - before : undefined;
  return (
    <>
      {gap !== undefined && (
        <li className={styles.gap}>
          <span>{`${formatDuration(gap)} later`}</span>
        </li>
      )}
      <li className={styles.entry} data-level={entry.severity ? severityLevel(entry.severity) : 'none'} data-active={(active !== undefined && entry.facts.includes(active)) || undefined}>
        <div className={styles.clock}>
          <Time value={entry.time} form="clock" />
        </div>
        <div className={styles.dot} aria-hidden="true" />
        <div className={styles.body}>
          <p className={styles.text}>
            <Cited text={entry.text} facts={entry.facts} />
          </p>
          {(tactic || entry.severity) && (
            <div className={styles.marks}>
              {tactic && (
                <Chip>
                  <Untrusted>{tacticLabel(tactic)}</Untrusted>
                </Chip>
              )}
              {entry.severity && <SeverityBadge severity={entry.severity} />}
            </div>
          )}
        </div>
      </li>
    </>
  );
}

function byDay(entries: readonly Entry[], zone: Zone): { date: string; entries: Entry[] }[] {
  const days: { date: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const time = parseTime(entry.time);
    const date = time === undefined ? 'At an unknown time' : formatDate(time, zone);
    const last = days.at(-1);
    if (last?.date === date) last.entries.push(entry);
    else days.push({ date, entries: [entry] });
  }
  return days;
}

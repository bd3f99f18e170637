import { useMemo } from 'react';
import { problemOf } from '../app/problem.js';
import { zoneChoice } from '../app/preferences.js';
import type { SummaryCardFragment } from '../graphql/generated/graphql.js';
import { severityLevel, tacticLabel } from '../lib/labels.js';
import { timelineLines, type TimelineLine } from '../lib/timeline-lines.js';
import { Chip, SeverityBadge } from '../ui/badges.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { VirtualList } from '../ui/virtual-list.js';
import { Cited } from './citations.js';
import { useFactFocus } from './fact-focus.js';
import { FactPanel } from './fact-panel.js';
import type { TabProps } from './incident-page.js';
import { SummaryPending } from './summary-pending.js';
import { TacticList } from './tactic-list.js';
import layout from './summary.module.css';
import styles from './timeline.module.css';

type Entry = SummaryCardFragment['timeline'][number];

const keyOf = (line: TimelineLine<Entry>): string => line.key;

function renderItem(line: TimelineLine<Entry>): React.ReactNode {
  if (line.kind === 'day') return <h2 className={styles.date}>{line.text}</h2>;
  if (line.kind === 'gap')
    return (
      <div className={styles.gap}>
        <span>{line.text}</span>
      </div>
    );
  return <Line entry={line.entry} first={line.first} last={line.last} />;
}

/** What happened, in the order of time. */
export function TimelineTab({ incidentId, state }: TabProps) {
  const { active } = useFactFocus();
  const zone = zoneChoice.use();
  const entries = state.summary?.timeline;
  const lines = useMemo(() => timelineLines(entries ?? [], zone), [entries, zone]);
  if (state.error) return <ErrorState title="The timeline cannot be shown" reason={problemOf(state.error)} onRetry={state.retry} />;
  if (state.loading) return <RowsLoading what="the timeline" />;
  if (!entries) return <SummaryPending incidentId={incidentId} state={state} />;
  if (entries.length === 0) return <EmptyState title="Nothing in this incident carries a time" />;
  return (
    <div className={layout.layout} data-fact={active ? 'open' : undefined}>
      <div className={styles.sheet}>
        <VirtualList items={lines} keyOf={keyOf} renderItem={renderItem} estimate={32} name="Timeline" total={lines.length} />
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

function Line({ entry, first, last }: { entry: Entry; first: boolean; last: boolean }) {
  const { active } = useFactFocus();
  const tactic = entry.tactic && !/^unknown/i.test(entry.tactic) ? entry.tactic : undefined;
  return (
    <div className={styles.entry} data-first={first || undefined} data-last={last || undefined} data-level={entry.severity ? severityLevel(entry.severity) : 'none'} data-active={(active !== undefined && entry.facts.includes(active)) || undefined}>
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
    </div>
  );
}

import { problemOf } from '../app/problem.js';
import { ErrorState } from '../ui/states.js';
import { useFactFocus } from './fact-focus.js';
import { FactPanel } from './fact-panel.js';
import type { TabProps } from './incident-page.js';
import { SummaryCard } from './summary-card.js';
import { SummaryLists } from './summary-lists.js';
import { SummaryPending, SummarySkeleton } from './summary-pending.js';
import styles from './summary.module.css';

/** The card, and beside it its lists or the fact in focus. */
export function SummaryTab({ incidentId, state }: TabProps) {
  const { active } = useFactFocus();
  const { summary } = state;
  if (state.error) return <ErrorState title="The summary cannot be shown" reason={problemOf(state.error)} onRetry={state.retry} />;
  if (state.loading) return <SummarySkeleton />;
  if (!summary) return <SummaryPending incidentId={incidentId} state={state} />;
  return (
    <div className={styles.layout} data-fact={active ? 'open' : undefined}>
      <SummaryCard summary={summary} state={state} />
      <div className={styles.side}>
        {active && (
          <div className={styles.factPanel}>
            <FactPanel incidentId={incidentId} fact={active} />
          </div>
        )}
        <div className={styles.lists}>
          <SummaryLists incidentId={incidentId} summary={summary} />
        </div>
      </div>
    </div>
  );
}

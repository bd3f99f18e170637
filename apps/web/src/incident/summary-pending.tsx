import { Button, Skeleton, SkeletonItem, Spinner } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import type { SummaryState } from './use-summary.js';
import styles from './summary.module.css';

/** The first summary is on its way; it will show by itself. */
export function SummaryPending({ incidentId, state }: { incidentId: string; state: SummaryState }) {
  return (
    <section className={styles.pending} aria-label="Summary" role="status">
      <Spinner size="small" labelPosition="after" label="The summary is being prepared" />
      <p>{`Attest reads the records of incident ${incidentId}, computes facts from them, and checks every sentence against its facts. The card shows here by itself.`}</p>
      {state.regenerateError !== undefined && <p className={styles.problem}>{problemOf(state.regenerateError)}</p>}
      <Button onClick={state.regenerate} disabledFocusable={state.regenerating}>
        {state.regenerating ? 'Asking …' : 'Prepare it now'}
      </Button>
    </section>
  );
}

/** The shape of the card while it loads. */
export function SummarySkeleton() {
  return (
    <div className={styles.layout}>
      <Skeleton aria-label="Loading the summary" className={styles.skeleton}>
        <SkeletonItem size={24} style={{ width: '70%' }} />
        {[96, 100, 92, 60, 98, 88].map((width) => (
          <SkeletonItem key={width} size={16} style={{ width: `${width}%` }} />
        ))}
      </Skeleton>
    </div>
  );
}

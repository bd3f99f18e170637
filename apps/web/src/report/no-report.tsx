import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { MakeForm } from './make-form.js';
import type { ReportState } from './use-report.js';
import styles from './report.module.css';

/** An incident without a report, and the way to one. */
export function NoReport({ state }: { state: ReportState }) {
  return (
    <section className={styles.empty} aria-labelledby="no-report" aria-busy={state.making}>
      <h2 id="no-report" className={styles.emptyTitle}>
        No report yet
      </h2>
      <p className={styles.emptyText}>A report is made when you ask for one, and by itself when the incident is resolved. Every sentence names the facts that carry it, and the actions are those of the action log.</p>
      {state.makeError !== undefined && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{problemOf(state.makeError)}</MessageBarBody>
        </MessageBar>
      )}
      <MakeForm making={state.making} submit="Make report" onMake={(input) => void state.make(input)} />
    </section>
  );
}

import { problemOf } from '../app/problem.js';
import { displayEvidence } from '../lib/defang.js';
import { evidenceLabel } from '../lib/labels.js';
import { formatRecord } from '../lib/record-ref.js';
import { VerdictBadge } from '../ui/badges.js';
import { JsonView } from '../ui/json-view.js';
import { Untrusted } from '../ui/untrusted.js';
import { useAlertRecord } from './use-alert-record.js';
import styles from './records.module.css';

interface PinnedEvidenceProps {
  incidentId: string;
  alertId: string;
  index: number;
}

/** The piece of evidence a citation led to, when it stands further down than the list is loaded. */
export function PinnedEvidence({ incidentId, alertId, index }: PinnedEvidenceProps) {
  const state = useAlertRecord(incidentId, alertId);
  if (state.is === 'looking') return <p className={styles.elsewhere} role="status">Looking for the record …</p>;
  if (state.is === 'failed') return <p className={styles.elsewhere} role="status">{problemOf(state.error)}</p>;
  const evidence = state.is === 'found' ? state.alert.evidence.find((item) => item.index === index) : undefined;
  if (!evidence || state.is !== 'found') return <p className={styles.elsewhere} role="status">The record this link names is no longer part of the incident.</p>;
  return (
    <section className={styles.pinned} aria-label="Record" data-record={formatRecord({ kind: 'evidence', alertId, index })} data-marked="">
      <div className={styles.pinnedHead}>
        <h2 className={styles.pinnedTitle}>
          {evidenceLabel(evidence.type)} <Untrusted>{displayEvidence(evidence.type, evidence.title)}</Untrusted>
        </h2>
        <VerdictBadge verdict={evidence.verdict} />
        <span className={styles.quiet}>
          of <Untrusted>{state.alert.title}</Untrusted>
        </span>
      </div>
      <JsonView value={evidence.raw} what="raw record" />
    </section>
  );
}

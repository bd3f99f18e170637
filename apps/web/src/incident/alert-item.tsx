import { memo } from 'react';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { Link } from 'react-router';
import { displayEvidence } from '../lib/defang.js';
import { count, evidenceLabel, label } from '../lib/labels.js';
import { formatRecord } from '../lib/record-ref.js';
import { ScriptChip } from '../scripts/script-chip.js';
import { Chip, SeverityBadge, StatusText, VerdictBadge } from '../ui/badges.js';
import { CopyButton } from '../ui/copy-button.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { tabPath } from './tabs.js';
import type { AlertWithEvidence } from './use-alerts.js';
import styles from './records.module.css';

interface AlertItemProps {
  incidentId: string;
  alert: AlertWithEvidence;
  open: boolean;
  /** True for the record a citation led to. */
  marked: boolean;
  onToggle: (id: string) => void;
}

/** One alert; opened, it shows its description and evidence. */
export const AlertItem = memo(function AlertItem({ incidentId, alert, open, marked, onToggle }: AlertItemProps) {
  return (
    <div className={styles.item} data-record={formatRecord({ kind: 'alert', alertId: alert.id })} data-marked={marked || undefined}>
      <button type="button" className={styles.opener} aria-expanded={open} onClick={() => onToggle(alert.id)}>
        <ChevronRightRegular className={styles.chevron} aria-hidden="true" />
        <span className={styles.when}>
          <Time value={alert.firstActivityDateTime ?? alert.createdDateTime} />
        </span>
        <SeverityBadge severity={alert.severity} />
        <span className={styles.itemTitle}>
          <Untrusted>{alert.title}</Untrusted>
        </span>
        <span className={styles.itemMarks}>
          {alert.mitreTechniques.slice(0, 3).map((technique) => (
            <Chip key={technique}>
              <Untrusted>{technique}</Untrusted>
            </Chip>
          ))}
          {alert.mitreTechniques.length > 3 && <span className={styles.quiet}>{`+${alert.mitreTechniques.length - 3}`}</span>}
          <span className={styles.quiet}>{count(alert.evidence.length, 'evidence item')}</span>
        </span>
      </button>
      {open && <AlertDetails incidentId={incidentId} alert={alert} />}
    </div>
  );
});

function AlertDetails({ incidentId, alert }: { incidentId: string; alert: AlertWithEvidence }) {
  return (
    <div className={styles.details}>
      {alert.description && (
        <p className={styles.description}>
          <Untrusted>{alert.description}</Untrusted>
        </p>
      )}
      <dl className={styles.facts}>
        <Field name="Status">
          <StatusText status={alert.status} />
        </Field>
        {alert.category && (
          <Field name="Category">
            <Untrusted>{label(alert.category)}</Untrusted>
          </Field>
        )}
        {alert.classification && <Field name="Classification">{label(alert.classification)}</Field>}
        {alert.determination && <Field name="Determination">{label(alert.determination)}</Field>}
        {alert.serviceSource && <Field name="Service">{label(alert.serviceSource)}</Field>}
        {alert.detectionSource && <Field name="Detected by">{label(alert.detectionSource)}</Field>}
        <Field name="Last activity">
          <Time value={alert.lastActivityDateTime} />
        </Field>
        <Field name="Alert id">
          <Untrusted mono>{alert.id}</Untrusted>
          <CopyButton value={alert.id} what="alert id" />
        </Field>
      </dl>
      {alert.recommendedActions && (
        <details className={styles.recommended}>
          <summary>What the product recommends</summary>
          <p>
            <Untrusted>{alert.recommendedActions}</Untrusted>
          </p>
        </details>
      )}
      {alert.evidence.length > 0 && (
        <table className={styles.evidence}>
          <caption className="visually-hidden">Evidence of this alert</caption>
          <thead>
            <tr>
              <th scope="col">Evidence</th>
              <th scope="col">Value</th>
              <th scope="col">Verdict</th>
              <th scope="col">Remediation</th>
              <th scope="col">
                <span className="visually-hidden">Record</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {alert.evidence.map((item) => (
              <tr key={item.index}>
                <td className={styles.quiet}>{evidenceLabel(item.type)}</td>
                <td>
                  <Untrusted>{displayEvidence(item.type, item.title)}</Untrusted> <ScriptChip script={item.scriptAnalysis} />
                </td>
                <td>
                  <VerdictBadge verdict={item.verdict} />
                </td>
                <td>{label(item.remediationStatus) || 'None'}</td>
                <td>
                  <Link to={`${tabPath(incidentId, 'evidence')}?record=${encodeURIComponent(formatRecord({ kind: 'evidence', alertId: item.alertId, index: item.index }))}`} aria-label={`Show record ${item.index + 1}`}>
                    Record
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Field({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

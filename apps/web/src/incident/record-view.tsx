import { useQuery } from '@apollo/client/react';
import { problemOf } from '../app/problem.js';
import { EventRecordDocument, type AlertItemFragment } from '../graphql/generated/graphql.js';
import { displayEvidence } from '../lib/defang.js';
import { evidenceLabel, label } from '../lib/labels.js';
import type { RecordRef } from '../lib/record-ref.js';
import { ScriptChip } from '../scripts/script-chip.js';
import { Chip, SeverityBadge, VerdictBadge } from '../ui/badges.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { ValuesList } from '../ui/values-list.js';
import { useAlertRecord } from './use-alert-record.js';
import styles from './record-view.module.css';

interface RecordViewProps {
  incidentId: string;
  record: RecordRef;
  source: { table?: string | null; row?: number | null; evidenceType?: string | null };
}

/** A record in short: an alert, a piece of evidence, or an event row with all its columns. */
export function RecordView({ incidentId, record, source }: RecordViewProps) {
  if (record.kind === 'event') return <EventRecord incidentId={incidentId} row={record.row} table={source.table ?? undefined} />;
  return <AlertRecord incidentId={incidentId} alertId={record.alertId} index={record.kind === 'evidence' ? record.index : undefined} evidenceType={source.evidenceType ?? undefined} />;
}

function EventRecord({ incidentId, row, table }: { incidentId: string; row: number; table: string | undefined }) {
  const { data, error } = useQuery(EventRecordDocument, { variables: { id: incidentId, row } });
  const record = data?.incident?.eventRow;
  return (
    <div className={styles.record}>
      <p className={styles.name}>
        <Untrusted>{record?.table ?? table ?? 'Event'}</Untrusted> <span className={styles.quiet}>{`row ${row}`}</span>
      </p>
      {record && <Time value={record.timestamp} />}
      {record && (
        <details className={styles.details}>
          <summary>All columns</summary>
          <ValuesList values={record.values} />
        </details>
      )}
      {error && <p className={styles.quiet}>{problemOf(error)}</p>}
      {data && !record && <p className={styles.quiet}>This event row is no longer held.</p>}
    </div>
  );
}

interface AlertRecordProps {
  incidentId: string;
  alertId: string;
  index: number | undefined;
  evidenceType: string | undefined;
}

function AlertRecord({ incidentId, alertId, index, evidenceType }: AlertRecordProps) {
  const state = useAlertRecord(incidentId, alertId);
  const alert = state.is === 'found' ? state.alert : undefined;
  const evidence = index === undefined ? undefined : alert?.evidence.find((item) => item.index === index);
  return (
    <div className={styles.record}>
      {index !== undefined && (
        <>
          <p className={styles.name}>
            {evidenceLabel(evidence?.type ?? evidenceType ?? 'evidence')} {evidence && <Untrusted>{displayEvidence(evidence.type, evidence.title)}</Untrusted>}
          </p>
          {evidence && (
            <p className={styles.line}>
              <VerdictBadge verdict={evidence.verdict} />
              <ScriptChip script={evidence.scriptAnalysis} />
              {evidence.roles.map((role) => (
                <Chip key={role}>{label(role)}</Chip>
              ))}
            </p>
          )}
          <p className={styles.quiet}>of the alert</p>
        </>
      )}
      {state.is === 'looking' && <p className={styles.quiet}>Looking for the alert …</p>}
      {state.is === 'missing' && <p className={styles.quiet}>This alert is no longer part of the incident.</p>}
      {state.is === 'failed' && <p className={styles.quiet}>{problemOf(state.error)}</p>}
      {alert && <AlertLine alert={alert} />}
    </div>
  );
}

function AlertLine({ alert }: { alert: AlertItemFragment }) {
  return (
    <>
      <p className={styles.name}>
        <Untrusted>{alert.title}</Untrusted>
      </p>
      <p className={styles.line}>
        <SeverityBadge severity={alert.severity} />
        <Time value={alert.firstActivityDateTime ?? alert.createdDateTime} />
      </p>
    </>
  );
}

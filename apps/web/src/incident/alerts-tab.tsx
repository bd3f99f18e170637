import { useCallback, useState } from 'react';
import { problemOf } from '../app/problem.js';
import { MoreFailed } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { VirtualList } from '../ui/virtual-list.js';
import { AlertItem } from './alert-item.js';
import type { TabProps } from './incident-page.js';
import { useAlertRecord } from './use-alert-record.js';
import { useAlerts, type AlertWithEvidence } from './use-alerts.js';
import styles from './records.module.css';

const idOf = (alert: AlertWithEvidence): string => alert.id;

/** The alerts in the order of time, each with its evidence. */
export function AlertsTab({ incidentId, record }: TabProps) {
  const { alerts, total, loading, error, more, retry } = useAlerts(incidentId);
  const wanted = record?.kind === 'alert' ? record.alertId : undefined;
  const present = wanted !== undefined && alerts.some((alert) => alert.id === wanted);
  const elsewhere = useAlertRecord(incidentId, !loading && !present ? wanted : undefined);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(wanted ? [wanted] : []));
  const toggle = useCallback((id: string) => setOpen((now) => (now.has(id) ? new Set([...now].filter((other) => other !== id)) : new Set([...now, id]))), []);
  const renderItem = useCallback((alert: AlertWithEvidence) => <AlertItem incidentId={incidentId} alert={alert} open={open.has(alert.id)} marked={alert.id === wanted} onToggle={toggle} />, [incidentId, open, wanted, toggle]);

  if (error) return <ErrorState title="The alerts cannot be shown" reason={problemOf(error)} onRetry={retry} />;
  if (loading) return <RowsLoading what="alerts" />;
  if (alerts.length === 0) return <EmptyState title="This incident has no alerts" />;
  return (
    <>
      {wanted !== undefined && !present && (
        <div className={styles.elsewhere} role="status">
          {elsewhere.is === 'looking' && <p>{`Looking for the record among ${total ?? 0} alerts …`}</p>}
          {elsewhere.is === 'missing' && <p>The alert this link names is no longer part of the incident.</p>}
          {elsewhere.is === 'failed' && <p>{problemOf(elsewhere.error)}</p>}
          {elsewhere.is === 'found' && (
            <div className={styles.sheet}>
              <AlertItem incidentId={incidentId} alert={elsewhere.alert} open={open.has(wanted)} marked onToggle={toggle} />
            </div>
          )}
        </div>
      )}
      <div className={styles.sheet}>
        <VirtualList items={alerts} keyOf={idOf} renderItem={renderItem} estimate={58} name="Alerts" total={total ?? alerts.length} onNearEnd={more.near} scrollTo={wanted} />
        <MoreFailed what="alerts" more={more} />
      </div>
    </>
  );
}

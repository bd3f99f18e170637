import { useEffect } from 'react';
import { useQuery } from '@apollo/client/react';
import { AuditTrailDocument } from '../graphql/generated/graphql.js';
import { AuditRows } from './audit-rows.js';
import styles from './actions.module.css';

/** What the audit log holds of one action, newest first; read anew with each change of it. */
export function ActionAudit({ actionId, version }: { actionId: string; version: number }) {
  const { data, refetch } = useQuery(AuditTrailDocument, { variables: { first: 25, actionId }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' });
  useEffect(() => {
    void refetch().catch(() => undefined);
  }, [version, refetch]);
  const rows = data?.auditTrail.nodes;
  if (!rows || rows.length === 0) return null;
  return (
    <section className={styles.actionAudit} aria-label="Audit trail of this action">
      <h3 className={styles.subtitle}>Audit trail</h3>
      <AuditRows rows={rows} withAction={false} />
    </section>
  );
}

import { useCallback, useEffect } from 'react';
import { useQuery } from '@apollo/client/react';
import { problemOf } from '../app/problem.js';
import { LabTenantDocument } from '../graphql/generated/graphql.js';
import { displayEntity } from '../lib/defang.js';
import { count, label } from '../lib/labels.js';
import { Chip } from '../ui/badges.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { Age } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './actions.module.css';

const most = 100;

/** What actions changed in the simulated tenant, as it is now. */
export function LabView({ version }: { version: number }) {
  const { data, error, refetch } = useQuery(LabTenantDocument, { variables: { first: most }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' });
  const refresh = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  useEffect(() => {
    if (version > 0) refresh();
  }, [version, refresh]);
  const lab = data?.labTenant;
  if (!lab) return error ? <ErrorState title="The lab tenant cannot be shown" reason={problemOf(error)} onRetry={refresh} /> : <RowsLoading what="the lab tenant" rows={6} />;
  return (
    <section className={styles.list} aria-label="Lab tenant">
      {lab.entities.length === 0 ? (
        <EmptyState title="No action has changed anything yet">
          <p>Devices, accounts, files and mails that an approved action touches show here with their new state.</p>
        </EmptyState>
      ) : (
        <div className={styles.tableWrap}>
          <table className={styles.labTable}>
            <caption className="visually-hidden">Things of the simulated tenant that actions changed, changed last first</caption>
            <thead>
              <tr>
                <th scope="col">Kind</th>
                <th scope="col">Name</th>
                <th scope="col">State now</th>
                <th scope="col">Changes</th>
                <th scope="col">Last</th>
              </tr>
            </thead>
            <tbody>
              {lab.entities.map((entity) => (
                <tr key={`${entity.kind} ${entity.id}`} data-lab={entity.name} data-kind={entity.kind}>
                  <td className={styles.quiet}>{label(entity.kind)}</td>
                  <td>
                    <Untrusted>{displayEntity(entity.kind, entity.name)}</Untrusted>
                  </td>
                  <td>
                    <State state={entity.state} />
                  </td>
                  <td>{entity.changes}</td>
                  <td className={styles.quiet}>
                    <Age value={entity.updatedAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {lab.totalCount > lab.entities.length && <p className={styles.quiet}>{`The ${lab.entities.length} changed last of ${count(lab.totalCount, 'thing')}.`}</p>}
    </section>
  );
}

function State({ state }: { state: unknown }) {
  const entries = typeof state === 'object' && state !== null ? Object.entries(state) : [];
  return (
    <span className={styles.labState}>
      {entries.map(([name, value]) => (
        <Chip key={name}>
          <Untrusted>{`${label(name)}: ${textOf(value)}`}</Untrusted>
        </Chip>
      ))}
    </span>
  );
}

function textOf(value: unknown): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return 'none';
  return Array.isArray(value) ? value.map(String).join(', ') : typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

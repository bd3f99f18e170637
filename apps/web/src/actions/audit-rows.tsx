import type { AuditTrailQuery } from '../graphql/generated/graphql.js';
import { describeOperation } from '../lib/audit-words.js';
import { displayEntity } from '../lib/defang.js';
import { label, lowerFirst } from '../lib/labels.js';
import { JsonView } from '../ui/json-view.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './actions.module.css';

type AuditRow = AuditTrailQuery['auditTrail']['nodes'][number];

interface AuditRowsProps {
  rows: readonly AuditRow[];
  withAction?: boolean;
  /** The first row that does not follow from the one before. */
  broken?: number | undefined;
}

/** Rows of the audit log, each with its whole content to open. */
export function AuditRows({ rows, withAction = true, broken }: AuditRowsProps) {
  return (
    <ol className={styles.audit}>
      {rows.map((row) => (
        <li key={row.sequence} className={styles.auditRow} data-sequence={row.sequence} data-broken={row.sequence === broken || undefined}>
          <details>
            <summary>
              <span className={styles.sequence}>{row.sequence}</span>
              <span className={styles.at}>
                <Time value={row.at} />
              </span>
              <span>
                <b>
                  <Untrusted>{row.actorKind === 'machine' ? 'Attest' : row.actor}</Untrusted>
                </b>{' '}
                {describeOperation(row.operation)}
                {withAction && <About details={row.details} />}
                {row.sequence === broken && <strong className={styles.brokenMark}> does not follow from the row before</strong>}
              </span>
              <span className={styles.hash} title={`SHA-256 of this row: ${row.hash}`}>
                <Untrusted mono>{row.hash.slice(0, 12)}</Untrusted>
              </span>
            </summary>
            <JsonView value={{ details: row.details, incidentId: row.incidentId, actionId: row.actionId, actor: row.actor, previous: row.previous, hash: row.hash }} what={`audit row ${row.sequence}`} />
          </details>
        </li>
      ))}
    </ol>
  );
}

/** Which action a row is about, as far as its details say. */
function About({ details }: { details: unknown }) {
  if (typeof details !== 'object' || details === null || !('action' in details) || typeof details.action !== 'string') return null;
  const target = 'target' in details && typeof details.target === 'object' && details.target !== null ? details.target : {};
  const name = 'name' in target && typeof target.name === 'string' ? target.name : undefined;
  const type = 'type' in target && typeof target.type === 'string' ? target.type : '';
  return (
    <>
      {': '}
      <Untrusted>{lowerFirst(label(details.action))}</Untrusted>
      {name !== undefined && (
        <>
          {', '}
          <Untrusted>{displayEntity(type, name)}</Untrusted>
        </>
      )}
    </>
  );
}

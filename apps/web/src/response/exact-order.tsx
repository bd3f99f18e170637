import type { ActionItemFragment } from '../graphql/generated/graphql.js';
import { connectorName } from '../lib/response-words.js';
import { Untrusted } from '../ui/untrusted.js';
import { ValuesList } from '../ui/values-list.js';
import { LabChip } from './action-state.js';
import styles from './response.module.css';

/** Exactly what an approval is for: the order, the devices, who carries it out, and what it is bound to. */
export function ExactOrder({ action }: { action: ActionItemFragment }) {
  const { approval, devices } = action;
  return (
    <section className={styles.order} aria-label="Exactly this is approved">
      <h3 className={styles.orderTitle}>Exactly this is approved</h3>
      <ValuesList values={{ action: action.reverse ? `${action.action}, reversed` : action.action, [action.target.type]: action.target.id, ...(typeof action.parameters === 'object' ? action.parameters : {}) }} />
      {devices.length > 0 && (
        <p className={styles.quiet}>
          {'On '}
          <Untrusted>{devices.join(', ')}</Untrusted>
        </p>
      )}
      <p className={styles.orderFoot}>
        <span>{`Carried out by ${connectorName(approval.connector)}`}</span>
        {approval.simulated && <LabChip />}
        <span>{`role ${approval.role}`}</span>
        <span>{`incident revision ${action.incidentRevision}`}</span>
        <span title={approval.hash}>
          bound to <Untrusted mono>{approval.hash.slice(0, 12)}</Untrusted>
        </span>
      </p>
    </section>
  );
}

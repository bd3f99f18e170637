import { useState } from 'react';
import { Checkbox } from '@fluentui/react-components';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { HourglassRegular } from '@fluentui/react-icons/svg/hourglass';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import { Link } from 'react-router';
import type { ActionItemFragment } from '../graphql/generated/graphql.js';
import { tabPath } from '../incident/tabs.js';
import { displayEntity } from '../lib/defang.js';
import { label } from '../lib/labels.js';
import { visibleText } from '../lib/visible-text.js';
import { Age } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { ActionMoves } from './action-moves.js';
import { ActionProgress, ActionStateBadge, LabChip } from './action-state.js';
import { ExactOrder } from './exact-order.js';
import styles from './response.module.css';

interface ActionRowProps {
  action: ActionItemFragment;
  /** Named where the list spans incidents. */
  incidentName?: string | undefined;
  showIncident?: boolean;
  marked?: boolean;
  /** Lets the action be marked, when there is something to do with marked ones. */
  onMark?: ((marked: boolean) => void) | undefined;
  /** Why it cannot be marked in a list whose others can. */
  unmarkable?: string | undefined;
  onDecided: () => void;
  /** Shown in the opened row, below the order. */
  children?: React.ReactNode;
}

/** One action in a list; opened, its way, its exact order and what more the list knows. */
export function ActionRow({ action, incidentName, showIncident = false, marked = false, onMark, unmarkable, onDecided, children }: ActionRowProps) {
  const [open, setOpen] = useState(false);
  const about = visibleText(`${action.title}: ${action.target.name}`);
  return (
    <li className={styles.row} data-action={action.action} data-target={action.target.name} data-row-state={action.state}>
      <div className={styles.rowHead}>
        {onMark && <Checkbox checked={marked} onChange={(_, data) => onMark(data.checked === true)} aria-label={`Mark ${about}`} className={styles.mark} />}
        {!onMark && unmarkable && <Checkbox disabled title={unmarkable} aria-label={`Mark ${about}. ${unmarkable}`} className={styles.mark} />}
        <button type="button" className={styles.expander} aria-expanded={open} onClick={() => setOpen(!open)}>
          <ChevronRightRegular className={styles.chevron} aria-hidden="true" />
          <span>
            <b>{action.title}</b> <span className={styles.quiet}>{label(action.target.type)}</span> <Untrusted>{displayEntity(action.target.type, action.target.name)}</Untrusted>
          </span>
        </button>
        <span className={styles.rowBadges}>
          {action.simulated && <LabChip />}
          <ActionStateBadge action={action} />
          <span className={styles.quiet}>
            <Age value={action.updatedAt} />
          </span>
        </span>
      </div>
      <div className={styles.rowUnder}>
        {showIncident && (
          <Link to={tabPath(action.incidentId, 'response')} className={styles.rowIncident} title={visibleText(incidentName ?? '') || undefined}>
            <Untrusted>{incidentName ? `${incidentName} (${action.incidentId})` : `Incident ${action.incidentId}`}</Untrusted>
          </Link>
        )}
        {action.waiting && !open && (
          <span className={styles.waiting}>
            <HourglassRegular aria-hidden="true" />
            <Untrusted>{action.waiting.sentence}</Untrusted>
          </span>
        )}
        {action.outcome && !open && <Untrusted className={styles.quiet}>{action.outcome.sentence}</Untrusted>}
        {action.state === 'PROPOSED' && action.warning && !open && (
          <span className={styles.rowWarning}>
            <WarningRegular aria-hidden="true" />
            <Untrusted>{action.warning}</Untrusted>
          </span>
        )}
        <ActionMoves action={action} onDecided={onDecided} />
      </div>
      {open && (
        <div className={styles.rowBody}>
          {action.reason && (
            <p>
              <Untrusted>{action.reason}</Untrusted>
            </p>
          )}
          <ActionProgress action={action} />
          <ExactOrder action={action} />
          {children}
        </div>
      )}
    </li>
  );
}

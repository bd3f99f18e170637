import { useQuery } from '@apollo/client/react';
import { Spinner } from '@fluentui/react-components';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { Link } from 'react-router';
import { problemOf } from '../app/problem.js';
import { EvidenceRawDocument, type EvidenceItemFragment } from '../graphql/generated/graphql.js';
import { HuntMenu } from '../hunt/hunt-menu.js';
import { displayEvidence } from '../lib/defang.js';
import { evidenceLabel, label, lowerFirst } from '../lib/labels.js';
import { formatRecord } from '../lib/record-ref.js';
import { visibleText } from '../lib/visible-text.js';
import { ScriptChip } from '../scripts/script-chip.js';
import { Chip, VerdictBadge } from '../ui/badges.js';
import { CopyButton } from '../ui/copy-button.js';
import { JsonView } from '../ui/json-view.js';
import { Untrusted } from '../ui/untrusted.js';
import { tabPath } from './tabs.js';
import styles from './records.module.css';

interface EvidenceRowProps {
  incidentId: string;
  evidence: EvidenceItemFragment;
  index: number;
  /** Cursor of the item before, by which the raw record of this one is asked for. */
  after: string | null;
  type: string | null;
  open: boolean;
  marked: boolean;
  onToggle: () => void;
}

/** One piece of evidence; opened, it shows the record as it came. */
export function EvidenceRow({ incidentId, evidence, index, after, type, open, marked, onToggle }: EvidenceRowProps) {
  const roles = [...new Set([...evidence.roles, ...evidence.detailedRoles])];
  return (
    <div className={styles.item} data-record={formatRecord({ kind: 'evidence', alertId: evidence.alertId, index: evidence.index })} data-marked={marked || undefined} role="presentation">
      <div role="row" aria-rowindex={index + 2} className={styles.evidenceRow} onClick={onToggle}>
        <span role="cell">
          <button
            type="button"
            className={styles.expander}
            aria-expanded={open}
            aria-label={`Raw record of ${visibleText(evidence.title)}`}
            onClick={(event) => {
              event.stopPropagation();
              onToggle();
            }}
          >
            <ChevronRightRegular className={styles.chevron} aria-hidden="true" />
          </button>
        </span>
        <span role="cell" className={styles.quiet}>
          {evidenceLabel(evidence.type)}
        </span>
        <span role="cell" className={styles.evidenceName}>
          <Untrusted>{displayEvidence(evidence.type, evidence.title)}</Untrusted> <ScriptChip script={evidence.scriptAnalysis} />
          <CopyButton value={evidence.title} what={`this ${lowerFirst(evidenceLabel(evidence.type))}`} />
          {evidence.entityType && evidence.entityValue && <HuntMenu type={evidence.entityType} value={evidence.entityValue} incidentId={incidentId} />}
        </span>
        <span role="cell">
          <VerdictBadge verdict={evidence.verdict} />
        </span>
        <span role="cell">{label(evidence.remediationStatus) || 'None'}</span>
        <span role="cell" className={styles.roles}>
          {roles.map((role) => (
            <Chip key={role}>
              <Untrusted>{label(role)}</Untrusted>
            </Chip>
          ))}
        </span>
      </div>
      {open && (
        <div role="row" className={styles.details}>
          <div role="cell">
            <p className={styles.quiet}>
              {'Of alert '}
              <Link to={`${tabPath(incidentId, 'alerts')}?record=${encodeURIComponent(formatRecord({ kind: 'alert', alertId: evidence.alertId }))}`}>
                <Untrusted>{evidence.alertId}</Untrusted>
              </Link>
              {`, item ${evidence.index + 1}`}
            </p>
            <RawRecord incidentId={incidentId} after={after} type={type} />
          </div>
        </div>
      )}
    </div>
  );
}

function RawRecord({ incidentId, after, type }: { incidentId: string; after: string | null; type: string | null }) {
  const { data, error } = useQuery(EvidenceRawDocument, { variables: { id: incidentId, after, type }, fetchPolicy: 'no-cache' });
  const node = data?.incident?.evidence.nodes[0];
  if (error) return <p>{problemOf(error)}</p>;
  if (!data) return <Spinner size="tiny" label="Loading the raw record" labelPosition="after" />;
  return <JsonView value={node?.raw ?? null} what="raw record" />;
}

import { useMutation } from '@apollo/client/react';
import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { Link } from 'react-router';
import { problemOf } from '../app/problem.js';
import { useSession } from '../app/session.js';
import { UpdateIncidentDocument, type IncidentHeaderFragment, type UpdateIncidentInput } from '../graphql/generated/graphql.js';
import { classifications, count, label, statuses } from '../lib/labels.js';
import { formatDuration, parseTime } from '../lib/time.js';
import { Chip, SeverityBadge } from '../ui/badges.js';
import { CopyButton } from '../ui/copy-button.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { AssigneeMenu, ChoiceField } from './header-fields.js';
import styles from './incident-header.module.css';

/** Name, state and times of the incident; state, assignment and classification can be changed here. */
export function IncidentHeader({ incident }: { incident: IncidentHeaderFragment }) {
  const { person } = useSession();
  const [update, { loading, error }] = useMutation(UpdateIncidentDocument);
  const change = (input: UpdateIncidentInput): void => void update({ variables: { id: incident.id, input } }).catch(() => undefined);
  const tags = [...incident.customTags, ...incident.systemTags];
  const first = parseTime(incident.firstActivityDateTime);
  const last = parseTime(incident.lastActivityDateTime);
  return (
    <header className={styles.header} data-severity={incident.severity} data-print="hide">
      <nav aria-label="Place" className={styles.place}>
        <Link to="/">Incidents</Link>
        <span aria-hidden="true">/</span>
        <Untrusted>{incident.id}</Untrusted>
        <CopyButton value={incident.id} what="incident id" />
      </nav>
      <h1 className={styles.title}>
        <Untrusted>{incident.displayName}</Untrusted>
      </h1>
      <div className={styles.row}>
        <SeverityBadge severity={incident.severity} />
        <div className={styles.fields} aria-busy={loading}>
          <ChoiceField name="Status" value={incident.status} values={statuses.filter((status) => status !== 'redirected')} onChange={(status) => change({ status })} />
          <AssigneeMenu value={incident.assignedTo} me={person.name} onChange={(assignedTo) => change({ assignedTo })} />
          <ChoiceField name="Classification" value={incident.classification ?? 'unknown'} values={classifications} onChange={(classification) => change({ classification })} />
        </div>
        <dl className={styles.times}>
          <div>
            <dt>First activity</dt>
            <dd>
              <Time value={incident.firstActivityDateTime} />
            </dd>
          </div>
          <div>
            <dt>Last activity</dt>
            <dd>
              <Time value={incident.lastActivityDateTime} />
              {first !== undefined && last !== undefined && last > first && <span className={styles.span}>{` (${formatDuration(last - first)})`}</span>}
            </dd>
          </div>
        </dl>
      </div>
      {(tags.length > 0 || incident.serviceSources.length > 0) && (
        <div className={styles.tags}>
          {tags.map((tag) => (
            <Chip key={tag}>
              <Untrusted>{tag}</Untrusted>
            </Chip>
          ))}
          <span className={styles.sources}>
            {incident.serviceSources.map(label).join(', ')}
            {`${incident.serviceSources.length > 0 ? ', ' : ''}revision ${incident.revision}, ${count(incident.alertCount, 'alert')}`}
          </span>
        </div>
      )}
      {error && (
        <MessageBar intent="error" layout="multiline" className={styles.problem}>
          <MessageBarBody>{problemOf(error)}</MessageBarBody>
        </MessageBar>
      )}
    </header>
  );
}

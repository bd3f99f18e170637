import { Button, Skeleton, SkeletonItem } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { OpenRegular } from '@fluentui/react-icons/svg/open';
import { useQuery, useSubscription } from '@apollo/client/react';
import { useNavigate } from 'react-router';
import { problemOf } from '../app/problem.js';
import { CardChangesDocument, IncidentPreviewDocument, type IncidentPreviewQuery } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { Chip, SeverityBadge, StatusText } from '../ui/badges.js';
import { CopyButton } from '../ui/copy-button.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './preview-pane.module.css';

interface PreviewPaneProps {
  id: string;
  onClose: () => void;
}

/** The ticked incident in short: its lead, its techniques, the way in. */
export function PreviewPane({ id, onClose }: PreviewPaneProps) {
  const navigate = useNavigate();
  const { data, error } = useQuery(IncidentPreviewDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  useSubscription(CardChangesDocument, { variables: { subjectId: id } });
  const incident = data?.incident;
  return (
    <aside className={styles.pane} aria-label="Preview of the incident">
      <div className={styles.head}>
        {incident && <SeverityBadge severity={incident.severity} />}
        {incident && <StatusText status={incident.status} />}
        <Button className={styles.close} appearance="subtle" icon={<DismissRegular />} aria-label="Close the preview" onClick={onClose} />
      </div>
      {error && !data && <p className={styles.quiet}>{problemOf(error)}</p>}
      {data && !incident && <p className={styles.quiet}>{`There is no incident ${id}.`}</p>}
      {!data && !error && (
        <Skeleton aria-label="Loading the preview" className={styles.skeleton}>
          <SkeletonItem size={16} />
          <SkeletonItem size={16} />
          <SkeletonItem size={16} style={{ width: '60%' }} />
        </Skeleton>
      )}
      {incident && (
        <>
          <h2 className={styles.title}>
            <Untrusted>{incident.displayName}</Untrusted>
          </h2>
          <div className={styles.id}>
            <Untrusted className={styles.number}>{`#${incident.id}`}</Untrusted>
            <CopyButton value={incident.id} what="incident id" />
          </div>
          <PreviewSummary summary={incident.summary} />
          <dl className={styles.facts}>
            <dt>Assigned to</dt>
            <dd>{incident.assignedTo ? <Untrusted>{incident.assignedTo}</Untrusted> : 'Nobody'}</dd>
            <dt>First activity</dt>
            <dd>
              <Time value={incident.firstActivityDateTime} />
            </dd>
            <dt>Last activity</dt>
            <dd>
              <Time value={incident.lastActivityDateTime} />
            </dd>
            <dt>Holds</dt>
            <dd>{`${count(incident.alertCount, 'alert')}, ${count(incident.evidenceCount, 'evidence item')}, ${count(incident.eventRowCount, 'event')}`}</dd>
          </dl>
          <Button appearance="primary" icon={<OpenRegular />} onClick={() => void navigate(`/incidents/${encodeURIComponent(incident.id)}`)}>
            Open the incident
          </Button>
        </>
      )}
    </aside>
  );
}

type Summary = NonNullable<IncidentPreviewQuery['incident']>['summary'];

function PreviewSummary({ summary }: { summary: Summary }) {
  if (!summary) return <p className={styles.quiet}>The summary is being prepared and will show here by itself.</p>;
  const lead = summary.statements.filter((statement) => statement.section === 'lead');
  const shown = lead.length > 0 ? lead : summary.statements.slice(0, 2);
  return (
    <>
      <p className={styles.lead}>
        {shown.map((statement, index) => (
          <Untrusted key={index}>{`${index > 0 ? ' ' : ''}${statement.text}`}</Untrusted>
        ))}
      </p>
      {summary.techniques.length > 0 && (
        <ul className={styles.techniques} aria-label="Techniques">
          {summary.techniques.map((technique) => (
            <li key={technique.id}>
              <Chip>
                <b>{technique.id}</b> {technique.name}
              </Chip>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

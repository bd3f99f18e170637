import { memo, useCallback } from 'react';
import { Checkbox } from '@fluentui/react-components';
import { Link } from 'react-router';
import { zoneChoice } from '../app/preferences.js';
import type { IncidentRowFragment } from '../graphql/generated/graphql.js';
import { count, label } from '../lib/labels.js';
import { visibleText } from '../lib/visible-text.js';
import { Chip, SeverityBadge, StatusText } from '../ui/badges.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { VirtualList } from '../ui/virtual-list.js';
import type { Queue } from './use-queue.js';
import styles from './queue.module.css';

interface QueueTableProps {
  queue: Queue;
  ticked: string | undefined;
  onTick: (id: string | undefined) => void;
  narrow: boolean;
}

const idOf = (incident: IncidentRowFragment): string => incident.id;

/** The rows of the queue; on a phone each row is a small card. */
export function QueueTable({ queue, ticked, onTick, narrow }: QueueTableProps) {
  const zone = zoneChoice.use() === 'utc' ? 'UTC' : 'local';
  const { fresh } = queue;
  const renderItem = useCallback((incident: IncidentRowFragment, index: number) => <Row incident={incident} index={index} ticked={incident.id === ticked} fresh={fresh.has(incident.id)} onTick={onTick} />, [ticked, fresh, onTick]);
  return (
    <VirtualList
      items={queue.incidents}
      keyOf={idOf}
      renderItem={renderItem}
      estimate={narrow ? 118 : 53}
      name="Incidents"
      total={queue.total ?? queue.incidents.length}
      role="table"
      onNearEnd={queue.more.near}
      head={
        <div role="row" aria-rowindex={1} className={styles.head}>
          <span role="columnheader">
            <span className="visually-hidden">Preview</span>
          </span>
          <span role="columnheader">Severity</span>
          <span role="columnheader">Incident</span>
          <span role="columnheader">Status</span>
          <span role="columnheader" className={styles.assigned}>
            Assigned to
          </span>
          <span role="columnheader" className={styles.number}>
            Alerts
          </span>
          <span role="columnheader" className={styles.services}>
            Services
          </span>
          <span role="columnheader" className={styles.first}>
            First activity ({zone})
          </span>
          <span role="columnheader" className={styles.last}>
            Last activity ({zone})
          </span>
          <span role="columnheader" className={styles.revision} title="Revision of the incident">
            Rev.
          </span>
        </div>
      }
    />
  );
}

interface RowProps {
  incident: IncidentRowFragment;
  index: number;
  ticked: boolean;
  fresh: boolean;
  onTick: (id: string | undefined) => void;
}

const Row = memo(function Row({ incident, index, ticked, fresh, onTick }: RowProps) {
  const tags = [...incident.customTags, ...incident.systemTags];
  return (
    <div role="row" aria-rowindex={index + 2} className={styles.row} data-incident={incident.id} data-ticked={ticked || undefined} data-fresh={fresh || undefined} data-severity={incident.severity}>
      <span role="cell" className={styles.tick}>
        <Checkbox checked={ticked} onChange={() => onTick(ticked ? undefined : incident.id)} aria-label={`Preview incident ${visibleText(incident.displayName)}`} />
      </span>
      <span role="cell" className={styles.severity}>
        <SeverityBadge severity={incident.severity} />
      </span>
      <span role="cell" className={styles.name}>
        <Link to={`/incidents/${encodeURIComponent(incident.id)}`} className={styles.link}>
          <Untrusted>{incident.displayName}</Untrusted>
        </Link>
        <span className={styles.under}>
          <Untrusted className={styles.id}>{`#${incident.id}`}</Untrusted>
          {tags.slice(0, 2).map((tag) => (
            <Chip key={tag}>
              <Untrusted>{tag}</Untrusted>
            </Chip>
          ))}
          {tags.length > 2 && <span className={styles.more}>{`+${tags.length - 2}`}</span>}
        </span>
      </span>
      <span role="cell" className={styles.statusCell}>
        <StatusText status={incident.status} />
      </span>
      <span role="cell" className={styles.assigned}>
        {incident.assignedTo ? <Assignee name={incident.assignedTo} /> : <span className={styles.nobody}>Nobody</span>}
      </span>
      <span role="cell" className={styles.number}>
        <span className={styles.wideOnly}>{incident.alertCount.toLocaleString('en-GB')}</span>
        <span className={styles.narrowOnly}>{count(incident.alertCount, 'alert')}</span>
      </span>
      <span role="cell" className={styles.services}>
        <Services sources={incident.serviceSources} />
      </span>
      <span role="cell" className={styles.first}>
        <Time value={incident.firstActivityDateTime} form="short" />
      </span>
      <span role="cell" className={styles.last}>
        <Time value={incident.lastActivityDateTime} form="short" />
      </span>
      <span role="cell" className={styles.revision}>
        {incident.revision}
      </span>
    </div>
  );
});

function Assignee({ name }: { name: string }) {
  return (
    <span className={styles.clip} title={visibleText(name)}>
      <Untrusted className={styles.clip}>{name}</Untrusted>
    </span>
  );
}

function Services({ sources }: { sources: readonly string[] }) {
  const names = sources.map((source) => visibleText(label(source)).replace(/^Defender for /, ''));
  return (
    <span className={styles.clip} title={names.join(', ')}>
      {names.join(', ')}
    </span>
  );
}

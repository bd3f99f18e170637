import { useCallback, useMemo, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useNavigate } from 'react-router';
import { problemOf } from '../app/problem.js';
import { EventRecordDocument, HuntTablesDocument, IncidentEventsDocument, type IncidentEventsQuery } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { formatRecord } from '../lib/record-ref.js';
import { MoreFailed } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { ValuesList } from '../ui/values-list.js';
import { useMore } from '../ui/use-more.js';
import { useSeen } from '../ui/use-seen.js';
import { VirtualList } from '../ui/virtual-list.js';
import { EventRow } from './event-row.js';
import type { TabProps } from './incident-page.js';
import { tabPath } from './tabs.js';
import { TypeFilter } from './type-filter.js';
import styles from './records.module.css';

const pageSize = 100;

export type Event = NonNullable<IncidentEventsQuery['incident']>['eventRows']['nodes'][number];

const keyOf = (event: Event): string => String(event.row);
const asItIs = (table: string): string => table;

/** The event rows of the incident, by table; the row a citation led to stands above them. */
export function EventsTab({ incidentId, record }: TabProps) {
  const [table, setTable] = useState<string>();
  const { data, loading, error, fetchMore, refetch } = useQuery(IncidentEventsDocument, { variables: { id: incidentId, first: pageSize, table: table ?? null } });
  const connection = data?.incident?.eventRows;
  const pageInfo = connection?.pageInfo;
  const events = useMemo(() => connection?.nodes ?? [], [connection]);
  const seen = useSeen(events.map((event) => event.table));
  // Rows come by the hundred: the tables of those not loaded yet must be there to choose, too.
  const { data: held } = useQuery(HuntTablesDocument, { errorPolicy: 'ignore', fetchPolicy: 'no-cache' });
  const tables = useMemo(() => [...new Set([...seen, ...(held?.huntSchema.tables ?? []).filter(({ rowCount }) => (rowCount ?? 0) > 0).map(({ name }) => name)])].sort(), [seen, held]);
  const more = useMore(fetchMore, pageInfo);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((key: string) => setOpen((now) => (now.has(key) ? new Set([...now].filter((other) => other !== key)) : new Set([...now, key]))), []);
  const renderItem = useCallback((event: Event, index: number) => <EventRow event={event} index={index} open={open.has(keyOf(event))} onToggle={() => toggle(keyOf(event))} />, [open, toggle]);

  if (error && !data) return <ErrorState title="The events cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  return (
    <>
      {record?.kind === 'event' && <PinnedEvent key={record.row} incidentId={incidentId} row={record.row} onTable={setTable} />}
      <div className={styles.bar}>
        <TypeFilter name="Table" all="All tables" values={tables} chosen={table} onChoose={setTable} read={asItIs} />
        {connection && <span className={styles.quiet}>{count(connection.totalCount, 'event')}</span>}
      </div>
      <div className={styles.sheet}>
        {loading && !data ? (
          <RowsLoading what="events" />
        ) : events.length === 0 ? (
          table === undefined ? (
            <EmptyState title="This incident has no event rows">
              <p>Import a .jsonl file of advanced hunting rows to let the summary see what no alert shows.</p>
            </EmptyState>
          ) : (
            <EmptyState title={`No event of this incident is in ${table}`}>
              <Button onClick={() => setTable(undefined)}>Show all tables</Button>
            </EmptyState>
          )
        ) : (
          <VirtualList
            items={events}
            keyOf={keyOf}
            renderItem={renderItem}
            estimate={39}
            name="Events"
            total={connection?.totalCount ?? events.length}
            role="table"
            onNearEnd={more.near}
            head={
              <div role="row" aria-rowindex={1} className={styles.eventHead}>
                <span role="columnheader">
                  <span className="visually-hidden">Columns</span>
                </span>
                <span role="columnheader">Row</span>
                <span role="columnheader">Time</span>
                <span role="columnheader">Table</span>
                <span role="columnheader">At a glance</span>
              </div>
            }
          />
        )}
        <MoreFailed what="events" more={more} />
      </div>
    </>
  );
}

interface PinnedEventProps {
  incidentId: string;
  row: number;
  onTable: (table: string) => void;
}

function PinnedEvent({ incidentId, row, onTable }: PinnedEventProps) {
  const navigate = useNavigate();
  const { data, error } = useQuery(EventRecordDocument, { variables: { id: incidentId, row } });
  const event = data?.incident?.eventRow;
  return (
    <section className={styles.pinned} aria-label={`Event row ${row}`} data-record={formatRecord({ kind: 'event', row })} data-marked="">
      <div className={styles.pinnedHead}>
        <h2 className={styles.pinnedTitle}>
          <Untrusted>{event?.table ?? 'Event'}</Untrusted> {`row ${row}`}
        </h2>
        {event && <Time value={event.timestamp} />}
        {event && (
          <Button size="small" onClick={() => onTable(event.table)}>
            Show this table
          </Button>
        )}
        <Button size="small" appearance="subtle" icon={<DismissRegular />} aria-label="Close the record" onClick={() => void navigate(tabPath(incidentId, 'events'), { replace: true })} />
      </div>
      {event && <ValuesList values={event.values} />}
      {error && <p>{problemOf(error)}</p>}
      {data && !event && <p>This event row is not part of the incident any more.</p>}
    </section>
  );
}

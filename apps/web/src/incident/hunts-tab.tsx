import { useState } from 'react';
import { useApolloClient, useMutation, useQuery } from '@apollo/client/react';
import { Button } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { TargetRegular } from '@fluentui/react-icons/svg/target';
import { Link, useNavigate } from 'react-router';
import { problemOf } from '../app/problem.js';
import { IncidentHuntRowsDocument, IncidentHuntsDocument, UnlinkHuntDocument, type IncidentHuntsQuery } from '../graphql/generated/graphql.js';
import { ResultGrid, type ResultColumn } from '../hunt/grid/result-grid.js';
import { useMarked } from '../hunt/grid/use-marked.js';
import type { HuntHandover } from '../hunt/use-hunt-link.js';
import { KqlText } from '../hunt/kql-text.js';
import { usePivots } from '../hunt/use-pivots.js';
import type { GridRow } from '../lib/cell-text.js';
import { huntHash } from '../lib/hunt-link.js';
import { withBatch } from '../lib/hunt-rows.js';
import { anyTime, readHuntTime } from '../lib/hunt-time.js';
import { count } from '../lib/labels.js';
import { ShowMore } from '../ui/more.js';
import { EmptyState, ErrorState, Refusal, RowsLoading } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { useMore } from '../ui/use-more.js';
import type { TabProps } from './incident-page.js';
import styles from './hunts.module.css';

type LinkedHunt = NonNullable<IncidentHuntsQuery['incident']>['hunts']['nodes'][number];

/** Rows people found by hunting and kept with the incident, as they were found. */
export function HuntsTab({ incidentId }: TabProps) {
  const { data, error, refetch, fetchMore, loading } = useQuery(IncidentHuntsDocument, { variables: { id: incidentId, first: 25 }, fetchPolicy: 'cache-and-network' });
  const [remove, removal] = useMutation(UnlinkHuntDocument);
  const list = data?.incident?.hunts;
  const more = useMore(fetchMore, list?.pageInfo);
  if (!list) return error ? <ErrorState title="The hunts cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="hunts" rows={4} />;
  const huntHere = <Link to={`/hunt?incident=${encodeURIComponent(incidentId)}`}>Hunt in the context of this incident</Link>;
  if (list.nodes.length === 0) {
    return (
      <EmptyState title="No hunt is linked to this incident">
        <p>Rows you find can be kept with an incident: press Link to incident above them.</p>
        {huntHere}
      </EmptyState>
    );
  }
  return (
    <div className={styles.list}>
      <p className={styles.bar}>
        <span>{count(list.totalCount, 'linked hunt')}</span>
        {huntHere}
      </p>
      <Refusal error={removal.error} />
      {list.nodes.map((hunt) => (
        <HuntItem key={hunt.id} hunt={hunt} incidentId={incidentId} onUnlink={() => void remove({ variables: { id: hunt.id } }).then(() => refetch()).catch(() => undefined)} />
      ))}
      {list.pageInfo.hasNextPage && (
        <ShowMore shown={list.nodes.length} total={list.totalCount} loading={loading} more={more} />
      )}
    </div>
  );
}

function HuntItem({ hunt, incidentId, onUnlink }: { hunt: LinkedHunt; incidentId: string; onUnlink: () => void }) {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const again = (kql: string, picked: boolean): void => {
    void huntHash({ kql, time: picked ? anyTime : readHuntTime(hunt.timeRange) }).then((hash) => navigate({ pathname: '/hunt', search: `?incident=${encodeURIComponent(incidentId)}`, hash: hash ?? '' }, { state: { picked: true } satisfies HuntHandover }));
  };
  return (
    <article className={styles.item} aria-label={hunt.title}>
      <header className={styles.head}>
        <button type="button" className={styles.expander} aria-expanded={open} onClick={() => setOpen(!open)}>
          <ChevronRightRegular className={styles.chevron} aria-hidden="true" />
          <Untrusted className={styles.title}>{hunt.title}</Untrusted>
          <span className={styles.quiet}>{count(hunt.rowCount, 'row')}</span>
        </button>
        <span className={styles.quiet}>
          {'Found '}
          <Time value={hunt.ranAt} form="short" />
          {', linked by '}
          <Untrusted>{hunt.linkedBy}</Untrusted>
        </span>
      </header>
      {hunt.note && (
        <p className={styles.note}>
          <Untrusted>{hunt.note}</Untrusted>
        </p>
      )}
      {open && (
        <div className={styles.body}>
          {hunt.question && hunt.question !== hunt.title && (
            <p className={styles.quiet}>
              <Untrusted>{hunt.question}</Untrusted>
            </p>
          )}
          <KqlText kql={hunt.kql} label="Query of this hunt" />
          <div className={styles.tools}>
            <Button size="small" icon={<TargetRegular />} onClick={() => again(hunt.kql, false)}>
              Hunt again
            </Button>
            <Button size="small" appearance="subtle" as="a" icon={<ArrowDownloadRegular />} href={`/api/hunts/${encodeURIComponent(hunt.id)}/rows.csv`} download>
              CSV
            </Button>
            <Button size="small" appearance="subtle" as="a" icon={<ArrowDownloadRegular />} href={`/api/hunts/${encodeURIComponent(hunt.id)}/rows.json`} download>
              JSON
            </Button>
            <Button size="small" appearance="subtle" onClick={onUnlink}>
              Unlink
            </Button>
          </div>
          <KeptRows id={hunt.id} incidentId={incidentId} onPivot={(kql) => again(kql, true)} />
        </div>
      )}
    </article>
  );
}

const pageSize = 1_000;
const none: readonly GridRow[] = [];

function KeptRows({ id, incidentId, onPivot }: { id: string; incidentId: string; onPivot: (kql: string) => void }) {
  const client = useApolloClient();
  const marked = useMarked();
  const loadPivots = usePivots(incidentId);
  const [more, setMore] = useState<{ rows: readonly GridRow[]; after: string | null; loading: boolean; failure?: unknown }>();
  const { data, error } = useQuery(IncidentHuntRowsDocument, { variables: { id, first: pageSize }, fetchPolicy: 'no-cache' });
  const hunt = data?.incidentHunt;
  if (!hunt) return error ? <p>{problemOf(error)}</p> : <RowsLoading what="the rows" rows={4} />;
  const { nodes, totalCount, pageInfo } = hunt.rows;
  const rows = more?.rows ?? withBatch(none, { from: 0, rows: nodes }) ?? none;
  const after = more ? more.after : pageInfo.hasNextPage ? pageInfo.endCursor : null;
  const load = (): void => {
    setMore({ rows, after, loading: true });
    client.query({ query: IncidentHuntRowsDocument, variables: { id, first: pageSize, after }, fetchPolicy: 'no-cache' }).then(
      ({ data: page }) => {
        const next = page?.incidentHunt?.rows;
        setMore({ rows: next ? (withBatch(rows, { from: rows.length, rows: next.nodes }) ?? rows) : rows, after: next?.pageInfo.hasNextPage ? next.pageInfo.endCursor : null, loading: false });
      },
      (failure: unknown) => setMore({ rows, after, loading: false, failure }),
    );
  };
  return (
    <>
      <div className={styles.grid}>
        <ResultGrid columns={hunt.columns satisfies readonly ResultColumn[]} rows={rows} name="Rows kept" busy={more?.loading ?? false} marked={marked} loadPivots={loadPivots} onPivot={onPivot} />
      </div>
      {after !== null && (
        <p className={styles.tools}>
          <Button size="small" disabledFocusable={more?.loading ?? false} onClick={load}>
            Show more
          </Button>
          <span className={styles.quiet}>{`${rows.length.toLocaleString('en-GB')} of ${count(totalCount, 'row')}`}</span>
        </p>
      )}
      <Refusal error={more?.failure} />
    </>
  );
}

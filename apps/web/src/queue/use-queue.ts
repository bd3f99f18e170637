import { useCallback, useEffect, useRef, useState } from 'react';
import { useQuery, useSubscription } from '@apollo/client/react';
import { IncidentQueueDocument, QueueChangesDocument, type IncidentQueueQuery, type IncidentRowFragment } from '../graphql/generated/graphql.js';
import { filterInput, type QueueFilter } from '../lib/queue-filter.js';
import { useMore, type More } from '../ui/use-more.js';

const pageSize = 100;
const settle = 400;
const nearTop = 240;

/** The queue as shown, and how to get more of it. */
export interface Queue {
  incidents: readonly IncidentRowFragment[];
  total: number | undefined;
  loading: boolean;
  /** Why the queue, or its newest state, could not be read. */
  error: unknown;
  /** Ids that changed a moment ago. */
  fresh: ReadonlySet<string>;
  /** Changes that would move rows under the reader; shown when asked. */
  waiting: number;
  more: More;
  refresh: () => void;
}

/** Loads the queue page by page and follows changes: rows update in place, new ones come in while the reader is at the top. */
export function useQueue(filter: QueueFilter): Queue {
  const { data, error, loading, fetchMore, refetch } = useQuery(IncidentQueueDocument, {
    variables: { first: pageSize, ...filterInput(filter) },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
    notifyOnNetworkStatusChange: true,
  });
  const key = JSON.stringify(filter);
  const [last, setLast] = useState<{ key: string; data: IncidentQueueQuery }>();
  if (data && last?.data !== data) setLast({ key, data });
  // What was read last stays while it is read anew, and when that fails; rows of another filter only while these are on their way.
  const kept = last?.key === key ? last.data : undefined;
  const shown = data ?? kept ?? (loading ? last?.data : undefined);
  const pageInfo = data?.incidents.pageInfo;
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const refresh = useCallback(() => {
    setPending(new Set());
    void refetch().catch(() => undefined);
  }, [refetch]);

  const more = useMore(fetchMore, pageInfo);

  useSubscription(QueueChangesDocument, {
    onData: ({ data: { data: message } }) => {
      const id = message?.incidentChanged.incidentId;
      if (!id) return;
      setFresh((now) => new Set([...now, id]));
      setTimeout(() => setFresh((now) => new Set([...now].filter((other) => other !== id))), 4_000);
      setPending((now) => new Set([...now, id]));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        if (window.scrollY < nearTop) refresh();
      }, settle);
    },
  });

  return {
    incidents: shown?.incidents.nodes ?? [],
    total: (data ?? kept)?.incidents.totalCount,
    loading: loading && !data && !kept,
    error,
    fresh,
    waiting: pending.size,
    more,
    refresh,
  };
}

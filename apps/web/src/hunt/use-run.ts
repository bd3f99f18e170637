import { useCallback, useEffect, useRef, useState } from 'react';
import { useApolloClient } from '@apollo/client/react';
import { problemOf } from '../app/problem.js';
import { CancelHuntDocument, HuntRowsDocument, RunHuntDocument, type HuntRunStateFragment, type HuntTimeRangeInput } from '../graphql/generated/graphql.js';
import type { GridRow } from '../lib/cell-text.js';
import { withBatch } from '../lib/hunt-rows.js';
import type { ResultColumn } from './grid/result-grid.js';

/** A run as the server tells it. */
export type Run = HuntRunStateFragment;

/** What is to be run. */
export interface RunRequest {
  kql: string;
  timeRange: HuntTimeRangeInput | undefined;
  huntId: string | undefined;
  incidentId: string | undefined;
}

/** The newest run of the page and the rows it has found so far. */
export interface RunState {
  /** A number for each run, so that what belongs to an earlier one is forgotten. */
  key: number;
  request: RunRequest | undefined;
  run: Run | undefined;
  columns: readonly ResultColumn[];
  rows: readonly GridRow[];
  running: boolean;
  error: string | undefined;
}

const nothing: RunState = { key: 0, request: undefined, run: undefined, columns: [], rows: [], running: false, error: undefined };
const paintEvery = 120;

/** Runs one query at a time; a new run stops the one before it. Rows are shown as they come. */
export function useRun(): { state: RunState; start: (request: RunRequest) => void; cancel: () => void; clear: () => void } {
  const client = useApolloClient();
  const [state, setState] = useState<RunState>(nothing);
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);

  const start = useCallback(
    (request: RunRequest) => {
      stop.current?.();
      let wanted = true;
      let unsubscribe: (() => void) | undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      stop.current = () => {
        wanted = false;
        clearTimeout(timer);
        unsubscribe?.();
      };
      setState((now) => ({ ...nothing, key: now.key + 1, request, running: true }));
      const fail = (error: unknown): void => {
        if (wanted) setState((now) => ({ ...now, running: false, error: problemOf(error) }));
      };
      let rows: readonly GridRow[] = [];
      const paint = (part: Partial<RunState>): void => {
        clearTimeout(timer);
        timer = undefined;
        if (wanted) setState((now) => ({ ...now, ...part, rows }));
      };
      const follow = (runId: string): void => {
        let pending: Partial<RunState> = {};
        const subscription = client.subscribe({ query: HuntRowsDocument, variables: { runId, from: 0 }, fetchPolicy: 'no-cache' }).subscribe({
          next: ({ data, error }) => {
            if (error) return fail(error);
            const batch = data?.huntRows;
            if (!batch || !wanted) return;
            const next = withBatch(rows, batch);
            if (!next) return fail(new Error('Rows were lost on the way. Run the query again.'));
            rows = next;
            pending = { run: batch.run, ...(batch.columns.length > 0 && { columns: batch.columns }) };
            if (batch.done) {
              paint({ ...pending, running: false });
              subscription.unsubscribe();
            } else timer ??= setTimeout(() => paint(pending), paintEvery);
          },
          error: fail,
          complete: () => paint({ ...pending, running: false }),
        });
        unsubscribe = () => subscription.unsubscribe();
      };
      client
        .mutate({ mutation: RunHuntDocument, variables: { kql: request.kql, timeRange: request.timeRange, huntId: request.huntId, incidentId: request.incidentId } })
        .then(({ data }) => {
          if (!wanted || !data) return;
          const run = data.runHunt;
          setState((now) => ({ ...now, run }));
          if (run.status === 'FAILED' || run.status === 'CANCELLED') setState((now) => ({ ...now, running: false }));
          else follow(run.id);
        })
        .catch(fail);
    },
    [client],
  );

  const runId = state.run?.id;
  const cancel = useCallback(() => {
    stop.current?.();
    setState((now) => ({ ...now, running: false, run: now.run && { ...now.run, status: 'CANCELLED' } }));
    if (runId !== undefined) void client.mutate({ mutation: CancelHuntDocument, variables: { runId } }).catch(() => undefined);
  }, [client, runId]);
  const clear = useCallback(() => {
    stop.current?.();
    setState((now) => ({ ...nothing, key: now.key + 1 }));
  }, []);
  return { state, start, cancel, clear };
}

import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { Button } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { NavigationType, useNavigationType, useSearchParams } from 'react-router';
import { problemOf } from '../app/problem.js';
import { useMediaQuery } from '../app/preferences.js';
import { useShortcuts } from '../app/use-shortcuts.js';
import { count } from '../lib/labels.js';
import { isFiltered, readFilter, writeFilter, type QueueFilter } from '../lib/queue-filter.js';
import { MoreFailed, StaleNotice } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { PreviewPane } from './preview-pane.js';
import { QueueFilters } from './queue-filters.js';
import { QueueTable } from './queue-table.js';
import { useQueue } from './use-queue.js';
import styles from './queue.module.css';

const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog.js')).ImportDialog }));

/** All incidents, newest change first. */
export function QueuePage() {
  usePageTitle('Incidents');
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => readFilter(params), [params]);
  const queue = useQueue(filter);
  const [importing, setImporting] = useState(false);
  const ticked = params.get('pane') ?? undefined;
  const narrow = useMediaQuery('(max-width: 640px)');

  const change = useCallback((next: QueueFilter) => setParams((now) => writeFilter(now, next), { replace: true }), [setParams]);
  const tick = useCallback(
    (id: string | undefined) =>
      setParams(
        (now) => {
          const next = new URLSearchParams(now);
          if (id) next.set('pane', id);
          else next.delete('pane');
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );

  useReturn(queue.incidents.length > 0);

  useShortcuts({
    j: () => moveFocus(queue.incidents.map((incident) => incident.id), 1),
    k: () => moveFocus(queue.incidents.map((incident) => incident.id), -1),
    x: () => {
      const id = focusedIncident();
      if (id) tick(id === ticked ? undefined : id);
    },
    Escape: () => tick(undefined),
  });

  return (
    <div className={styles.page} data-pane={ticked ? 'open' : undefined}>
      <div className={styles.queue}>
        <div className={styles.heading}>
          <h1 className={styles.title}>Incidents</h1>
          <span className={styles.total} role="status">
            {queue.total === undefined ? '' : isFiltered(filter) ? `${count(queue.total, 'match', 'matches')}` : count(queue.total, 'incident')}
          </span>
          <div className={styles.actions}>
            <QueueFilters filter={filter} onChange={change} />
            <Button appearance="primary" icon={<ArrowUploadRegular />} onClick={() => setImporting(true)}>
              Import
            </Button>
          </div>
        </div>
        {queue.waiting > 0 && !queue.loading && (
          <div className={styles.waiting}>
            <Button size="small" appearance="primary" shape="circular" onClick={() => showNewest(queue.refresh)}>
              {`${count(queue.waiting, 'incident')} changed. Show`}
            </Button>
          </div>
        )}
        <div className={styles.table} aria-busy={queue.loading} onClickCapture={(event) => noteOpened(event.target)}>
          {queue.incidents.length > 0 ? (
            <>
              <StaleNotice what="list" error={queue.error} onRetry={queue.refresh} />
              <QueueTable queue={queue} ticked={ticked} onTick={tick} narrow={narrow} />
              <MoreFailed what="incidents" more={queue.more} />
            </>
          ) : queue.error ? (
            <ErrorState title="The incidents cannot be shown" reason={problemOf(queue.error)} onRetry={queue.refresh} />
          ) : queue.loading ? (
            <RowsLoading what="incidents" rows={12} />
          ) : isFiltered(filter) ? (
            <EmptyState title="No incident matches">
              <Button onClick={() => change({ text: '', status: [], severity: [] })}>Clear the filters</Button>
            </EmptyState>
          ) : (
            <EmptyState title="No incidents yet">
              <p>Import incidents in the Microsoft Graph form, one, many or a page of them. Each is summarised by itself.</p>
              <p className={styles.emptyAction}>
                <Button appearance="primary" icon={<ArrowUploadRegular />} onClick={() => setImporting(true)}>
                  Import incidents
                </Button>
              </p>
            </EmptyState>
          )}
        </div>
        <p className={styles.keys} aria-hidden="true">
          <kbd>j</kbd> <kbd>k</kbd> move <kbd>Enter</kbd> open <kbd>x</kbd> preview <kbd>/</kbd> search
        </p>
      </div>
      {ticked && <PreviewPane key={ticked} id={ticked} onClose={() => tick(undefined)} />}
      {importing && (
        <Suspense>
          <ImportDialog incidentId={ticked} onClose={() => setImporting(false)} onImported={queue.refresh} />
        </Suspense>
      )}
    </div>
  );
}

function showNewest(refresh: () => void): void {
  window.scrollTo({ top: 0 });
  refresh();
}

function focusedIncident(): string | undefined {
  return incidentAround(document.activeElement);
}

function incidentAround(element: Element | null): string | undefined {
  return element?.closest<HTMLElement>('[data-incident]')?.dataset.incident;
}

/** The incident opened last, so that who comes back stands on its row. */
let opened: string | undefined;

function noteOpened(target: EventTarget): void {
  const link = target instanceof Element ? target.closest('a') : null;
  if (link) opened = incidentAround(link);
}

/** Focuses the row one came from, on the way back to the queue. */
function useReturn(loaded: boolean): void {
  const back = useNavigationType() === NavigationType.Pop;
  useEffect(() => {
    if (!back || !loaded || opened === undefined) return;
    const wanted = opened;
    opened = undefined;
    let frame = 0;
    // The list draws a row only once the window has been scrolled back to it.
    const find = (tries: number): void => {
      const link = linkOf(wanted);
      if (link) {
        if (document.activeElement === document.body || document.activeElement?.id === 'main') link.focus({ preventScroll: true });
      } else if (tries > 0) frame = requestAnimationFrame(() => find(tries - 1));
    };
    frame = requestAnimationFrame(() => find(20));
    return () => cancelAnimationFrame(frame);
  }, [back, loaded]);
}

function linkOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-incident="${CSS.escape(id)}"] a`);
}

function moveFocus(ids: readonly string[], step: number): void {
  const from = ids.indexOf(focusedIncident() ?? '');
  const target = ids[from < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, from + step))];
  if (target !== undefined) linkOf(target)?.focus();
}

import { useCallback, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { GuidebooksDocument, type GuidebookItemFragment } from '../graphql/generated/graphql.js';
import { guidebookGroups } from '../lib/guidebook-words.js';
import { count } from '../lib/labels.js';
import { ShowMore } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { Untrusted } from '../ui/untrusted.js';
import { useMore } from '../ui/use-more.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { GuidebookCard } from './guidebook-card.js';
import { UploadPanel } from './upload-panel.js';
import { useGuidebookMoves } from './use-guidebook-moves.js';
import styles from './guidebooks.module.css';

const pageSize = 100;

/** The tenant's own response guides: upload, review of what was read, and which of them are active. */
export function GuidebooksPage() {
  usePageTitle('Guidebooks');
  const { data, error, loading, refetch, fetchMore } = useQuery(GuidebooksDocument, { variables: { first: pageSize }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', notifyOnNetworkStatusChange: true });
  const refresh = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  const { move, busy, refusal } = useGuidebookMoves(refresh);
  const [fresh, setFresh] = useState<string>();
  const [deleting, setDeleting] = useState<GuidebookItemFragment>();
  const list = data?.guidebooks;
  const more = useMore(fetchMore, list?.pageInfo);
  const uploaded = (id: string): void => {
    setFresh(id);
    refresh();
  };

  return (
    <div className={styles.page}>
      <div className={styles.heading}>
        <h1 className={styles.title}>Guidebooks</h1>
        <span className={styles.quiet} role="status">
          {list ? count(list.totalCount, 'guide') : ''}
        </span>
      </div>
      <p className={styles.lead}>Your own response guides. Attest quotes the tasks of the one that fits an incident best, with their section, before its recommendations. A guide adds tasks to read; it changes no rule and runs nothing.</p>
      <UploadPanel limit={data?.guidebookLimitBytes} onUploaded={uploaded} />
      {list && list.nodes.length > 0 ? (
        guidebookGroups.map(({ title, hint, states }) => {
          const guides = list.nodes.filter(({ state }) => states.includes(state));
          return guides.length === 0 ? null : (
            <section key={title} className={styles.group} aria-label={title}>
              <h2 className={styles.groupTitle}>
                {title} <span className={styles.quiet}>{hint}</span>
              </h2>
              {guides.map((guide) => (
                <GuidebookCard
                  key={guide.id}
                  guide={guide}
                  fresh={guide.id === fresh}
                  busy={busy === guide.id}
                  refusal={refusal?.id === guide.id ? refusal.sentence : undefined}
                  onMove={(kind, activate) => void move(guide.id, kind, activate)}
                  onDelete={() => setDeleting(guide)}
                />
              ))}
            </section>
          );
        })
      ) : error ? (
        <ErrorState title="The guides cannot be shown" reason={problemOf(error)} onRetry={refresh} />
      ) : loading ? (
        <RowsLoading what="guides" rows={4} />
      ) : (
        <EmptyState title="No guides yet">
          <p>Upload one, review what was read of it, and activate it.</p>
        </EmptyState>
      )}
      {list?.pageInfo.hasNextPage && (
        <ShowMore shown={list.nodes.length} total={list.totalCount} loading={loading} more={more} />
      )}
      {deleting && (
        <Dialog open onOpenChange={(_, change) => !change.open && setDeleting(undefined)}>
          <DialogSurface>
            <DialogBody>
              <DialogTitle>Delete the guide?</DialogTitle>
              <DialogContent>
                <p>
                  <Untrusted>{deleting.title}</Untrusted> and its tasks are deleted for good. The audit log keeps that it was there. Responses made before keep what they quoted.
                </p>
              </DialogContent>
              <DialogActions>
                <Button onClick={() => setDeleting(undefined)}>Cancel</Button>
                <Button appearance="primary" disabledFocusable={busy !== undefined} onClick={() => void move(deleting.id, 'DELETE', false).then(() => setDeleting(undefined))}>
                  Delete
                </Button>
              </DialogActions>
            </DialogBody>
          </DialogSurface>
        </Dialog>
      )}
    </div>
  );
}

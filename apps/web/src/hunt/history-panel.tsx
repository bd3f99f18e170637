import { useState } from 'react';
import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, DialogTrigger, Input } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { problemOf } from '../app/problem.js';
import { ForgetHuntsDocument, HuntHistoryDocument, type HuntHistoryQuery } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { visibleText } from '../lib/visible-text.js';
import { ShowMore } from '../ui/more.js';
import { ErrorState, Refusal, RowsLoading } from '../ui/states.js';
import { Age } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { useMore } from '../ui/use-more.js';
import styles from './side.module.css';

/** A hunt of the history. */
export type PastHunt = HuntHistoryQuery['hunts']['nodes'][number];

const pageSize = 30;

/** My hunts, newest first: a press brings one back. */
export function HistoryPanel({ version, onOpen }: { version: number; onOpen: (hunt: PastHunt) => void }) {
  const [text, setText] = useState('');
  const { data, previousData, error, loading, fetchMore, refetch } = useQuery(HuntHistoryDocument, { variables: { first: pageSize, text: text.trim() || null }, fetchPolicy: 'network-only', notifyOnNetworkStatusChange: true });
  useRefetchOn(version, refetch);
  const [forget, forgetting] = useMutation(ForgetHuntsDocument);
  const list = (data ?? (loading ? previousData : undefined))?.hunts;
  const more = useMore(fetchMore, list?.pageInfo);
  const drop = (huntId?: string): void => void forget({ variables: { huntId } }).then(() => refetch()).catch(() => undefined);
  return (
    <>
      <div className={styles.find}>
        <Input size="small" type="search" className={styles.findField} contentBefore={<SearchRegular />} aria-label="Find hunts" placeholder="Question or query" value={text} onChange={(_, input) => setText(input.value)} />
        {list && list.totalCount > 0 && text === '' && <ForgetAll onForget={() => drop()} />}
      </div>
      {!list ? (
        error ? <ErrorState title="The history cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="the history" rows={6} />
      ) : (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label="History">
          <Refusal error={forgetting.error} />
          {list.nodes.length === 0 && <p className={styles.none}>{text ? 'No hunt matches.' : 'Every question and every query you run is kept here, for you alone.'}</p>}
          <ul>
            {list.nodes.map((hunt) => (
              <li key={hunt.id} className={styles.entry}>
                <button type="button" className={styles.open} onClick={() => onOpen(hunt)}>
                  <span className={styles.entryName}>
                    <Untrusted mono={!hunt.question}>{hunt.question ?? firstLines(hunt.kql ?? '')}</Untrusted>
                  </span>
                  <span className={styles.entryFacts}>
                    <Age value={hunt.createdAt} />
                    <span>{factOf(hunt)}</span>
                  </span>
                </button>
                <Button size="small" appearance="subtle" className={styles.entryTool} icon={<DeleteRegular />} aria-label={`Forget ${visibleText(hunt.question ?? 'this query').slice(0, 60)}`} onClick={() => drop(hunt.id)} />
              </li>
            ))}
          </ul>
          {list.pageInfo.hasNextPage && (
            <ShowMore shown={list.nodes.length} total={list.totalCount} loading={loading} more={more} />
          )}
        </div>
      )}
    </>
  );
}

function ForgetAll({ onForget }: { onForget: () => void }) {
  return (
    <Dialog>
      <DialogTrigger disableButtonEnhancement>
        <Button size="small" appearance="subtle" icon={<DeleteRegular />} aria-label="Forget the whole history" title="Forget the whole history" />
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Forget the whole history?</DialogTitle>
          <DialogContent>Your questions and queries are removed. Saved hunts and hunts linked to incidents stay.</DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>Keep it</Button>
            </DialogTrigger>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary" onClick={onForget}>
                Forget it
              </Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function factOf({ status, lastRun }: PastHunt): string {
  if (lastRun) return lastRun.status === 'DONE' ? count(lastRun.rowCount, 'row') : lastRun.status.toLowerCase();
  return status === 'CLARIFY' ? 'asked back' : status === 'UNANSWERED' ? 'not answered' : 'not run';
}

function firstLines(kql: string): string {
  return kql.length > 160 ? `${kql.slice(0, 160)}…` : kql;
}

/** Asks again when something of this page made the list old. */
export function useRefetchOn(version: number, refetch: () => Promise<unknown>): void {
  const [seen, setSeen] = useState(version);
  if (seen !== version) {
    setSeen(version);
    queueMicrotask(() => void refetch().catch(() => undefined));
  }
}

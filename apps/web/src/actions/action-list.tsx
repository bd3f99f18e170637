import { useCallback, useEffect } from 'react';
import { useQuery } from '@apollo/client/react';
import { problemOf } from '../app/problem.js';
import { ResponseActionsDocument, type ActionItemFragment, type ActionState } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { ActionRow } from '../response/action-row.js';
import { ShowMore } from '../ui/more.js';
import { ErrorState, RowsLoading } from '../ui/states.js';
import { useMore } from '../ui/use-more.js';
import { ActionAudit } from './action-audit.js';
import styles from './actions.module.css';

const pageSize = 50;

interface ActionListProps {
  title: string;
  about: string;
  states: readonly ActionState[];
  text: string;
  action: string;
  /** Counts up when the list has to be read anew. */
  version: number;
  /** Said when there is nothing; without it the list is left out then. */
  empty?: string;
  marked?: ReadonlyMap<string, ActionItemFragment>;
  onMark?: (action: ActionItemFragment, marked: boolean) => void;
  onSeen?: (actions: readonly ActionItemFragment[]) => void;
  onDecided: () => void;
}

/** Actions of the tenant in some states, changed last first. */
export function ActionList({ title, about, states, text, action, version, empty, marked, onMark, onSeen, onDecided }: ActionListProps) {
  const { data, previousData, error, loading, fetchMore, refetch } = useQuery(ResponseActionsDocument, {
    variables: { first: pageSize, states: [...states], text: text || null, action: action || null },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
    notifyOnNetworkStatusChange: true,
  });
  const refresh = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  useEffect(() => {
    if (version > 0) refresh();
  }, [version, refresh]);
  const list = (data ?? (loading ? previousData : undefined))?.responseActions;
  const more = useMore(fetchMore, list?.pageInfo);
  useEffect(() => {
    if (list) onSeen?.(list.nodes);
  }, [list, onSeen]);
  // An action that was decided a moment ago stays in the cached list until it is read anew.
  const shown = inOrder(list?.nodes.filter(({ state }) => states.includes(state)) ?? [], states.includes('PROPOSED'));
  if (!list) return error ? <ErrorState title="The actions cannot be shown" reason={problemOf(error)} onRetry={refresh} /> : <RowsLoading what="actions" rows={4} />;
  if (shown.length === 0 && empty === undefined) return null;
  return (
    <section className={styles.list} aria-label={title}>
      <h2 className={styles.listTitle}>
        {title} <span className={styles.quiet}>{shown.length > 0 ? `${count(Math.max(list.totalCount, shown.length), 'action')}. ${about}` : about}</span>
      </h2>
      {shown.length === 0 ? (
        <p className={styles.empty}>{empty}</p>
      ) : (
        <ul className={styles.rows} aria-busy={loading}>
          {shown.map((each) => {
            const approvable = onMark !== undefined && each.moves.some(({ kind, allowed }) => kind === 'APPROVE' && allowed) && each.approval.inputs.length === 0;
            return (
              <ActionRow key={each.id} action={each} showIncident incidentName={each.incident?.displayName} marked={marked?.has(each.id) ?? false} onMark={approvable ? (mark) => onMark(each, mark) : undefined} unmarkable={onMark && (each.approval.inputs.length > 0 ? 'It needs details of its own: approve it by itself.' : 'You cannot approve this action.')} onDecided={onDecided}>
                <ActionAudit actionId={each.id} version={each.version} />
              </ActionRow>
            );
          })}
        </ul>
      )}
      {list.pageInfo.hasNextPage && (
        <ShowMore shown={list.nodes.length} total={list.totalCount} loading={loading} more={more} />
      )}
    </section>
  );
}

/** What is to decide stands by incident and, within one, by priority; everything else as it came. */
function inOrder<Item extends { incidentId: string; priority: number }>(actions: readonly Item[], byPriority: boolean): readonly Item[] {
  if (!byPriority) return actions;
  const places = new Map<string, number>();
  for (const { incidentId } of actions) if (!places.has(incidentId)) places.set(incidentId, places.size);
  return [...actions].sort((a, b) => (places.get(a.incidentId) ?? 0) - (places.get(b.incidentId) ?? 0) || a.priority - b.priority);
}

import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button, Input, Select, Tab, TabList } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { useSearchParams } from 'react-router';
import { problemOf } from '../app/problem.js';
import { ActionCentreDocument, type ActionItemFragment } from '../graphql/generated/graphql.js';
import { actionViews, endedStates, readActionFilter, viewWords, writeActionFilter, type ActionFilter, type ActionView } from '../lib/action-views.js';
import { count } from '../lib/labels.js';
import { stateWords } from '../lib/response-words.js';
import { useActionChanges } from '../response/use-action-changes.js';
import { ErrorState, PageLoading } from '../ui/states.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { useShownTab } from '../ui/use-shown-tab.js';
import { ActionList } from './action-list.js';
import { AuditView } from './audit-view.js';
import { CentreFigures } from './centre-figures.js';
import { LabView } from './lab-view.js';
import styles from './actions.module.css';

const BulkDialog = lazy(async () => ({ default: (await import('./bulk-dialog.js')).BulkDialog }));

const mostAtOnce = 100;

/** The action centre: what waits for a decision and why, what was done, who decided it, and what it did in the lab. */
export function ActionsPage() {
  usePageTitle('Actions');
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => readActionFilter(params), [params]);
  const change = useCallback((part: Partial<ActionFilter>) => setParams((now) => writeActionFilter({ ...readActionFilter(now), ...part }), { replace: true, preventScrollReset: true }), [setParams]);
  const { data, error, refetch } = useQuery(ActionCentreDocument, { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' });
  const [version, setVersion] = useState(0);
  const refresh = useCallback(() => {
    setVersion((now) => now + 1);
    void refetch().catch(() => undefined);
  }, [refetch]);
  useActionChanges(undefined, refresh);
  const centre = data?.actionCentre;
  const views = actionViews.filter((view) => view !== 'lab' || (centre?.connector.simulated ?? filter.view === 'lab'));
  const { view } = filter;
  useShownTab(`view-${view}`, centre !== undefined);

  if (!centre) return error ? <ErrorState title="The action centre cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <PageLoading what="Loading the action centre" />;
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>Actions</h1>
      <CentreFigures centre={centre} />
      <TabList selectedValue={view} onTabSelect={(_, selected) => change({ view: selected.value as ActionView })} aria-label="Ways to look at actions" className={styles.tabs}>
        {views.map((name) => (
          <Tab key={name} value={name} id={`view-${name}`} aria-controls={name === view ? 'view-panel' : undefined}>
            {viewWords[name]}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" id="view-panel" aria-labelledby={`view-${view}`} className={styles.panel}>
        {view === 'audit' && <AuditView version={version} />}
        {view === 'lab' && <LabView version={version} />}
        {(view === 'pending' || view === 'history') && <Lists filter={filter} version={version} onChange={change} onDecided={refresh} />}
      </div>
    </div>
  );
}

interface ListsProps {
  filter: ActionFilter;
  version: number;
  onChange: (part: Partial<ActionFilter>) => void;
  onDecided: () => void;
}

function Lists({ filter, version, onChange, onDecided }: ListsProps) {
  const [marked, setMarked] = useState<ReadonlyMap<string, ActionItemFragment>>(new Map());
  const [bulk, setBulk] = useState<readonly ActionItemFragment[]>();
  const [kinds, setKinds] = useState<ReadonlyMap<string, string>>(new Map());
  const { view, text, action, state } = filter;
  const seen = useCallback((actions: readonly ActionItemFragment[]) => setKinds((now) => (actions.every((each) => now.has(each.action)) ? now : new Map([...now, ...actions.map((each): [string, string] => [each.action, each.title.replace(/^Take back: /, '')])]))), []);
  const mark = useCallback((each: ActionItemFragment, wanted: boolean) => {
    setMarked((now) => {
      const next = new Map(now);
      if (wanted && next.size < mostAtOnce) next.set(each.id, each);
      else next.delete(each.id);
      return next;
    });
  }, []);
  const common = { text, action, version, onDecided, onSeen: seen };
  return (
    <>
      <div className={styles.filters}>
        <TextFilter value={text} onSettled={(settled) => onChange({ text: settled })} />
        <Select value={action} onChange={(_, data) => onChange({ action: data.value })} aria-label="Action" className={styles.filterChoice}>
          <option value="">Every action</option>
          {[...new Map([...kinds, ...(action && !kinds.has(action) ? [[action, action] as const] : [])])].sort(([, a], [, b]) => a.localeCompare(b)).map(([id, title]) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Select>
        {view === 'history' && (
          <Select value={state} onChange={(_, data) => onChange({ state: data.value as ActionFilter['state'] })} aria-label="State" className={styles.filterChoice}>
            <option value="">Every end</option>
            {endedStates.map((each) => (
              <option key={each} value={each}>
                {stateWords[each].text}
              </option>
            ))}
          </Select>
        )}
        {view === 'pending' && (
          <span className={styles.bulkTools}>
            {marked.size > 0 && <Button size="small" appearance="subtle" onClick={() => setMarked(new Map())}>{`Clear ${marked.size} marked`}</Button>}
            <Button appearance="primary" icon={<CheckmarkRegular />} disabledFocusable={marked.size === 0} onClick={() => setBulk([...marked.values()])} title={marked.size === 0 ? 'Mark actions to approve them together' : undefined}>
              {marked.size === 0 ? 'Approve marked …' : `Approve ${count(marked.size, 'action')} …`}
            </Button>
          </span>
        )}
      </div>
      {view === 'pending' ? (
        <>
          <ActionList title="A person has to say" about="Nobody but a person can tell whether these were carried out." states={unknown} {...common} />
          <ActionList title="Under way" about="Approved and not ended." states={underWay} {...common} />
          <ActionList title="To decide" about="Recommended, and nothing happens without an approval." states={proposed} empty={text || action ? 'No action to decide matches.' : 'Nothing waits for a decision.'} marked={marked} onMark={mark} {...common} />
        </>
      ) : (
        <ActionList title="History" about="Ended, changed last first." states={state ? [state] : endedStates} empty={text || action || state ? 'No action matches.' : 'No action has ended yet.'} {...common} />
      )}
      {bulk && (
        <Suspense>
          <BulkDialog
            actions={bulk}
            onClose={() => setBulk(undefined)}
            onDone={() => {
              setMarked(new Map());
              onDecided();
            }}
          />
        </Suspense>
      )}
    </>
  );
}

const unknown = ['UNKNOWN'] as const;
const underWay = ['APPROVED', 'INTENT', 'SENT'] as const;
const proposed = ['PROPOSED'] as const;
const pause = 300;

function TextFilter({ value, onSettled }: { value: string; onSettled: (text: string) => void }) {
  const [text, setText] = useState(value);
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === value) return;
    const timer = setTimeout(() => onSettled(wanted), pause);
    return () => clearTimeout(timer);
  }, [wanted, value, onSettled]);
  return <Input type="search" value={text} onChange={(_, data) => setText(data.value)} aria-label="Name of the target" placeholder="Name of the target" contentBefore={<SearchRegular />} className={styles.filterText} />;
}

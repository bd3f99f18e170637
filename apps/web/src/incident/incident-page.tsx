import { lazy, Suspense, useEffect } from 'react';
import { useApolloClient, useQuery, useSubscription } from '@apollo/client/react';
import { Tab as FluentTab, TabList } from '@fluentui/react-components';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { problemOf } from '../app/problem.js';
import { IncidentPageDocument, IncidentUpdatesDocument } from '../graphql/generated/graphql.js';
import { parseRecord, type RecordRef } from '../lib/record-ref.js';
import { EmptyState, ErrorState, PageLoading } from '../ui/states.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { useShownTab } from '../ui/use-shown-tab.js';
import { FactFocusProvider } from './fact-focus.js';
import { IncidentHeader } from './incident-header.js';
import { tabOf, tabPath, tabs, type Tab } from './tabs.js';
import { useSummary, type SummaryState } from './use-summary.js';
import styles from './incident-page.module.css';

/** What every tab is given; each takes what it needs. */
export interface TabProps {
  incidentId: string;
  state: SummaryState;
  /** The record the address asks for. */
  record: RecordRef | undefined;
}

const panels: Record<Tab, React.ComponentType<TabProps>> = {
  summary: lazy(async () => ({ default: (await import('./summary-tab.js')).SummaryTab })),
  response: lazy(async () => ({ default: (await import('./response-tab.js')).ResponseTab })),
  report: lazy(async () => ({ default: (await import('./report-tab.js')).ReportTab })),
  timeline: lazy(async () => ({ default: (await import('./timeline-tab.js')).TimelineTab })),
  alerts: lazy(async () => ({ default: (await import('./alerts-tab.js')).AlertsTab })),
  assets: lazy(async () => ({ default: (await import('./assets-tab.js')).AssetsTab })),
  evidence: lazy(async () => ({ default: (await import('./evidence-tab.js')).EvidenceTab })),
  scripts: lazy(async () => ({ default: (await import('./scripts-tab.js')).ScriptsTab })),
  indicators: lazy(async () => ({ default: (await import('./indicators-tab.js')).IndicatorsTab })),
  events: lazy(async () => ({ default: (await import('./events-tab.js')).EventsTab })),
  hunts: lazy(async () => ({ default: (await import('./hunts-tab.js')).HuntsTab })),
  activity: lazy(async () => ({ default: (await import('./activity-tab.js')).ActivityTab })),
};

/** One incident: its head, and a tab for each way to look at it. */
export function IncidentPage() {
  const { id = '' } = useParams();
  return <Incident key={id} id={id} />;
}

function Incident({ id }: { id: string }) {
  const { tab: tabName } = useParams();
  const tab = tabOf(tabName);
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(IncidentPageDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  const state = useSummary(id);
  const incident = data?.incident;
  useFollowRevision(id, incident?.revision);
  useShownTab(`tab-${tab}`, incident !== undefined && incident !== null);
  usePageTitle(incident ? `${incident.displayName} (${id})` : `Incident ${id}`);

  if (!incident) {
    if (data) return <MissingIncident id={id} />;
    if (error) return <ErrorState title="The incident cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
    return <PageLoading what="Loading the incident" />;
  }

  const counts: Partial<Record<Tab, number>> = {
    alerts: incident.alertCount,
    evidence: incident.evidenceCount,
    events: incident.eventRowCount,
    ...(state.summary && { timeline: state.summary.timeline.length, assets: state.summary.entities.length, indicators: state.summary.indicators.length }),
  };
  const Panel = panels[tab];
  return (
    <FactFocusProvider numbers={state.numbers}>
      <IncidentHeader incident={incident} />
      <div className={styles.tabs} data-print="hide">
        <TabList selectedValue={tab} onTabSelect={(_, selected) => void navigate(tabPath(id, tabOf(String(selected.value))), { preventScrollReset: true })} aria-label="Ways to look at the incident" className={styles.tabList}>
          {tabs.map((name) => (
            <FluentTab key={name} value={name} id={`tab-${name}`} aria-controls={name === tab ? 'tab-panel' : undefined}>
              {titleOf(name)}
              {counts[name] !== undefined && <span className={styles.count}>{counts[name].toLocaleString('en-GB')}</span>}
            </FluentTab>
          ))}
        </TabList>
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`} className={styles.panel}>
        <Suspense fallback={<PageLoading />}>
          <Panel incidentId={id} state={state} record={parseRecord(params.get('record'))} />
        </Suspense>
      </div>
    </FactFocusProvider>
  );
}

/** Loads what is on screen anew when the incident reaches another revision. */
function useFollowRevision(id: string, revision: number | undefined): void {
  const client = useApolloClient();
  useSubscription(IncidentUpdatesDocument, {
    onData: ({ data: { data: message } }) => {
      const change = message?.incidentChanged;
      if (change?.incidentId === id && revision !== undefined && change.revision !== revision) void client.refetchQueries({ include: 'active' });
    },
  });
  useEffect(() => {
    window.scrollTo({ top: 0 });
  }, [id]);
}

function MissingIncident({ id }: { id: string }) {
  return (
    <EmptyState title={`There is no incident ${id}`}>
      <p>It may belong to another tenant, or it was never imported.</p>
      <Link to="/">Go to the incidents</Link>
    </EmptyState>
  );
}

function titleOf(tab: Tab): string {
  if (tab === 'response') return 'Guided response';
  return tab.charAt(0).toUpperCase() + tab.slice(1);
}

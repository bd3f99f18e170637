import { lazy, useMemo } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button, mergeClasses } from '@fluentui/react-components';
import { useSearchParams } from 'react-router';
import { problemOf } from '../app/problem.js';
import { ReportVersionDocument, type ReportCardFragment } from '../graphql/generated/graphql.js';
import { readReport } from '../lib/report-document.js';
import { readCompare, readVersion } from '../lib/report-words.js';
import { NoReport } from '../report/no-report.js';
import { ReportCard } from '../report/report-card.js';
import { ReportSide } from '../report/report-side.js';
import { useReport, type ReportState } from '../report/use-report.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { FactFocusProvider, useFactFocus } from './fact-focus.js';
import { FactPanel } from './fact-panel.js';
import type { TabProps } from './incident-page.js';
import layout from './summary.module.css';
import styles from '../report/report.module.css';

const CompareView = lazy(async () => ({ default: (await import('../report/compare-view.js')).CompareView }));

/** The report of the incident: one of its versions, or two of them beside each other. */
export function ReportTab({ incidentId }: TabProps) {
  const state = useReport(incidentId);
  const [params, setParams] = useSearchParams();
  const compare = readCompare(params.get('compare'));
  const version = readVersion(params.get('version'));
  const change = (parts: Record<string, string | undefined>): void =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        for (const [name, value] of Object.entries({ fact: undefined, ...parts })) {
          if (value === undefined) next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { preventScrollReset: true },
    );
  if (state.error) return <ErrorState title="The report cannot be shown" reason={problemOf(state.error)} onRetry={state.refresh} />;
  if (state.loading) return <RowsLoading what="the report" rows={6} />;
  const { newest } = state;
  if (!newest) return <NoReport state={state} />;
  const onCompare = (from: number, to: number): void => change({ compare: `${from}..${to}` });
  if (compare) return <CompareView versions={state.versions} {...compare} onCompare={onCompare} onClose={() => change({ compare: undefined })} />;
  const onVersion = (wanted: number | undefined): void => change({ version: wanted === undefined || wanted === newest.version ? undefined : String(wanted) });
  const parts = { incidentId, state, onVersion, onCompare };
  if (version === undefined || version === newest.version) return <Report key={newest.id} card={newest} {...parts} />;
  const entry = state.versions.find((each) => each.version === version);
  if (!entry)
    return (
      <EmptyState title={`There is no version ${version} of this report`}>
        <Button onClick={() => onVersion(undefined)}>Show the newest version</Button>
      </EmptyState>
    );
  return <EarlierVersion key={entry.id} id={entry.id} {...parts} />;
}

interface ReportProps {
  incidentId: string;
  card: ReportCardFragment;
  state: ReportState;
  onVersion: (version: number | undefined) => void;
  onCompare: (from: number, to: number) => void;
}

function EarlierVersion({ id, ...parts }: Omit<ReportProps, 'card'> & { id: string }) {
  const { data, error, refetch } = useQuery(ReportVersionDocument, { variables: { id } });
  const card = data?.incidentReport;
  if (card) return <Report card={card} {...parts} />;
  if (error) return <ErrorState title="This version cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  return data ? <EmptyState title="This version is not there any more" /> : <RowsLoading what="the version" rows={6} />;
}

function Report({ card, ...parts }: ReportProps) {
  const report = useMemo(() => readReport(card.report), [card.report]);
  // Here a fact is named as in the downloads, where its id is printed beside the sentence.
  const marks = useMemo(() => new Map(report?.facts.map(({ id }): [string, string] => [id, id])), [report]);
  const facts = useMemo(() => new Map(report?.facts.map((fact) => [fact.id, fact])), [report]);
  return (
    <FactFocusProvider numbers={marks}>
      <Layout card={card} report={report} facts={facts} {...parts} />
    </FactFocusProvider>
  );
}

function Layout({ incidentId, card, report, facts, state, onVersion, onCompare }: ReportProps & { report: ReturnType<typeof readReport>; facts: ReadonlyMap<string, NonNullable<ReturnType<typeof readReport>>['facts'][number]> }) {
  const { active } = useFactFocus();
  return (
    <div className={layout.layout} data-fact={active ? 'open' : undefined}>
      <ReportCard card={card} report={report} state={state} onVersion={onVersion} />
      <div className={layout.side} data-print="hide">
        {active && (
          <div className={layout.factPanel}>
            <FactPanel incidentId={incidentId} fact={active} card="report" facts={facts} />
          </div>
        )}
        <div className={mergeClasses(layout.lists, styles.lists)}>
          <ReportSide card={card} report={report} versions={state.versions} older={state.older} onVersion={onVersion} onCompare={onCompare} />
        </div>
      </div>
    </div>
  );
}

import { useState } from 'react';
import { Button, MessageBar, MessageBarBody, Spinner, Tab, TabList } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { LinkRegular } from '@fluentui/react-icons/svg/link';
import { Link } from 'react-router';
import { count } from '../lib/labels.js';
import { chartOf } from '../lib/hunt-words.js';
import { Untrusted } from '../ui/untrusted.js';
import { ResultChart } from './chart/result-chart.js';
import { EmptyResult } from './empty-result.js';
import { ResultGrid } from './grid/result-grid.js';
import { useMarked } from './grid/use-marked.js';
import { LinkDialog } from './link-dialog.js';
import type { Marked } from './answer-card.js';
import type { Pivot } from './pivot-items.js';
import type { RunState } from './use-run.js';
import styles from './hunt.module.css';

interface ResultPanelProps {
  state: RunState;
  title: string;
  incidentId: string | undefined;
  loadPivots: (type: string, value: string) => Promise<readonly Pivot[]>;
  onPivot: (kql: string) => void;
  onRelaxed: (kql: string) => void;
  onMark: (marked: Marked) => void;
  onGoTo: (offset: number) => void;
  onCancel: () => void;
}

/** What a run found: as a table, as a chart, and what can be done with it. */
export function ResultPanel({ state, title, incidentId, loadPivots, onPivot, onRelaxed, onMark, onGoTo, onCancel }: ResultPanelProps) {
  const { run, rows, columns, running, error } = state;
  const wanted = chartOf(run?.chart);
  const [tab, setTab] = useState<'table' | 'chart'>();
  const marked = useMarked();
  const [linking, setLinking] = useState(false);
  const [linked, setLinked] = useState<string>();
  // What the query was written to draw is drawn; anything else begins as a table.
  const shown = tab ?? (wanted && !running && /\brender\b/.test(run?.kql ?? '') ? 'chart' : 'table');
  const problem = run?.problem;
  const done = run !== undefined && !running;
  return (
    <section className={styles.results} aria-label="Results" aria-busy={running}>
      <header className={styles.resultHead}>
        <TabList size="small" selectedValue={shown} onTabSelect={(_, data) => setTab(data.value === 'chart' ? 'chart' : 'table')} aria-label="Ways to look at the rows">
          <Tab value="table">Table</Tab>
          <Tab value="chart">Chart</Tab>
        </TabList>
        <p className={styles.resultFacts} role="status">
          {running ? `${rows.length > 0 ? `${count(rows.length, 'row')} so far` : 'Running'} …` : done && run.status === 'DONE' ? [count(rows.length, 'row'), ...(run.truncated ? ['more were found than are kept'] : []), ...(typeof run.ms === 'number' ? [`${run.ms.toLocaleString('en-GB')} ms`] : []), ...(run.backend === 'duckdb' ? [] : [run.backend])].join(', ') : done && run.status === 'CANCELLED' ? `Stopped, ${count(rows.length, 'row')} so far` : ''}
        </p>
        <span className={styles.resultTools}>
          {running && (
            <Button size="small" onClick={onCancel} icon={<Spinner size="tiny" />}>
              Stop
            </Button>
          )}
          {done && rows.length > 0 && (
            <>
              <Button size="small" appearance="subtle" icon={<LinkRegular />} onClick={() => setLinking(true)}>
                Link to incident
              </Button>
              <Button size="small" appearance="subtle" as="a" icon={<ArrowDownloadRegular />} href={`/api/hunts/${encodeURIComponent(run.id)}/rows.csv`} download title="For spreadsheets; cells that look like formulas are made text">
                CSV
              </Button>
              <Button size="small" appearance="subtle" as="a" icon={<ArrowDownloadRegular />} href={`/api/hunts/${encodeURIComponent(run.id)}/rows.json`} download>
                JSON
              </Button>
            </>
          )}
        </span>
      </header>
      <div role="status">
        {linked !== undefined && (
          <MessageBar intent="success">
            <MessageBarBody>
              {'The rows are kept with '}
              <Link to={`/incidents/${encodeURIComponent(linked)}/hunts`}>{`incident ${linked}`}</Link>.
            </MessageBarBody>
          </MessageBar>
        )}
      </div>
      <div role="alert">
        {(error ?? problem) && (
          <MessageBar intent={run?.status === 'CANCELLED' ? 'info' : 'error'} layout="multiline">
            <MessageBarBody>
              <Untrusted>{error ?? problem?.message}</Untrusted>
              {typeof problem?.start === 'number' && (
                <Button size="small" appearance="transparent" onClick={() => onGoTo(problem.start ?? 0)}>
                  {`Line ${problem.line ?? 1}, column ${problem.column ?? 1}`}
                </Button>
              )}
            </MessageBarBody>
          </MessageBar>
        )}
      </div>
      <div className={styles.resultBody} data-grid={(shown === 'table' && rows.length > 0) || running || undefined} style={{ '--rows': rows.length } as React.CSSProperties} role="tabpanel" aria-label={shown === 'chart' ? 'Chart' : 'Table'}>
        {done && rows.length === 0 && run.status === 'DONE' ? (
          <div className={styles.noRows}>
            <h2>No rows</h2>
            {run.empty ? <EmptyResult empty={run.empty} onRelaxed={onRelaxed} onMark={onMark} /> : <p>Nothing matches. Try a wider time range, or look at the schema for what there is.</p>}
          </div>
        ) : shown === 'chart' && columns.length > 0 ? (
          <ResultChart columns={columns} rows={rows} wanted={wanted} reason={run?.chart?.reason} />
        ) : columns.length > 0 ? (
          <ResultGrid columns={columns} rows={rows} name="Rows found" busy={running} marked={marked} loadPivots={loadPivots} onPivot={onPivot} />
        ) : running ? (
          <div className={styles.noRows}>
            <Spinner size="small" label="The query runs …" delay={200} />
          </div>
        ) : null}
      </div>
      {run && (
        <LinkDialog
          open={linking}
          runId={run.id}
          title={title}
          rowCount={rows.length}
          marked={[...marked.rows].sort((a, b) => a - b)}
          incidentId={incidentId}
          onClose={() => setLinking(false)}
          onLinked={(id) => {
            setLinking(false);
            setLinked(id);
          }}
        />
      )}
    </section>
  );
}

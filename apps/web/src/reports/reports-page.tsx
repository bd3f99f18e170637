import { useMemo, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Link, useSearchParams } from 'react-router';
import { problemOf } from '../app/problem.js';
import { PeriodReportDocument, type PeriodReportQuery } from '../graphql/generated/graphql.js';
import { readReport } from '../lib/report-document.js';
import { periodMoments, readPeriod, type Period } from '../lib/report-period.js';
import { ReportSectionView } from '../report/report-blocks.js';
import { anchorOf } from '../report/report-contents.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { PeriodChoice } from './period-choice.js';
import { PeriodDownloads } from './period-downloads.js';
import { PeriodFigures } from './period-figures.js';
import styles from './reports.module.css';

const noFacts: ReadonlySet<string> = new Set();

/** What happened over a period, across incidents: figures, charts and the same as a file. */
export function ReportsPage() {
  usePageTitle('Reports');
  const [params, setParams] = useSearchParams();
  const [now] = useState(() => Date.now());
  const { period, days } = useMemo(() => readPeriod(params, now), [params, now]);
  const choose = (next: Record<string, string>): void => setParams(next, { preventScrollReset: true });
  return (
    <div className={styles.page} data-print="page">
      <div className={styles.heading}>
        <h1 className={styles.title}>Reports</h1>
        <Link to="/settings/report" data-print="hide">
          Report template
        </Link>
      </div>
      <p className={styles.lead}>All incidents created in a period, in one report. The report of one incident is on its own page, in the tab Report.</p>
      <PeriodChoice key={`${period.from} ${period.to}`} period={period} days={days} onDays={(wanted) => choose({ days: String(wanted) })} onPeriod={({ from, to }) => choose({ from, to })} />
      <Report period={period} />
    </div>
  );
}

function Report({ period }: { period: Period }) {
  const { data, error, refetch } = useQuery(PeriodReportDocument, { variables: periodMoments(period), fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' });
  if (data) return <Body period={period} periodReport={data.periodReport} />;
  if (error) return <ErrorState title="The report cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  return <RowsLoading what="the report" rows={6} />;
}

function Body({ period, periodReport }: { period: Period; periodReport: PeriodReportQuery['periodReport'] }) {
  const report = useMemo(() => readReport(periodReport.report), [periodReport.report]);
  if (periodReport.figures.incidents === 0)
    return (
      <EmptyState title="No incident was created in this period">
        <p>Choose a longer one above.</p>
      </EmptyState>
    );
  return (
    <>
      <PeriodFigures figures={periodReport.figures} />
      <PeriodDownloads period={period} />
      {report ? (
        <article className={styles.report} aria-label="Report" data-testid="period-report">
          {report.sections.map((section, index) => (
            <ReportSectionView key={anchorOf(section, index)} section={section} anchor={anchorOf(section, index)} facts={noFacts} language={report.language} />
          ))}
        </article>
      ) : (
        <p className={styles.quiet}>This report has a form that this page cannot show. Its downloads hold all of it.</p>
      )}
    </>
  );
}

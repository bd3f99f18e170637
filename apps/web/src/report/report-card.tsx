import { useEffect, useMemo, useState } from 'react';
import { ProgressBar } from '@fluentui/react-components';
import { useLocation } from 'react-router';
import { useMediaQuery } from '../app/preferences.js';
import type { ReportCardFragment } from '../graphql/generated/graphql.js';
import { ProvenanceLine } from '../incident/provenance-line.js';
import footer from '../incident/provenance-footer.module.css';
import type { ReportDocument } from '../lib/report-document.js';
import { tlpOf } from '../lib/report-words.js';
import { CardFeedbackSlot } from '../ui/card-slot.js';
import { MakeDialog } from './make-dialog.js';
import { ReportSectionView } from './report-blocks.js';
import { anchorOf, goTo, ReportContents } from './report-contents.js';
import { ReportHead, ReportNotices } from './report-head.js';
import { besideQuery } from './report-side.js';
import { ReportTools } from './report-tools.js';
import type { ReportState } from './use-report.js';
import styles from './report.module.css';

interface ReportCardProps {
  card: ReportCardFragment;
  report: ReportDocument | undefined;
  state: ReportState;
  onVersion: (version: number | undefined) => void;
}

/** One version of the report of an incident, to read here: the same parts as in its downloads. */
export function ReportCard({ card, report, state, onVersion }: ReportCardProps) {
  const [options, setOptions] = useState(false);
  const { pathname, hash } = useLocation();
  const facts = useMemo(() => new Set(report?.facts.map(({ id }) => id)), [report]);
  const beside = useMediaQuery(besideQuery);
  const newest = state.newest?.version;
  const remake = async (input: Parameters<ReportState['make']>[0]): Promise<void> => {
    const made = await state.make(input);
    if (!made) return;
    setOptions(false);
    onVersion(undefined);
  };
  const again = (): void => void remake({ language: card.language, tlp: card.tlp, sections: card.sectionIds });
  useEffect(() => {
    if (hash.startsWith('#section-')) goTo(hash.slice(1));
  }, [hash]);
  return (
    <article className={styles.card} aria-label="Incident report" aria-busy={state.making} data-version={card.version} data-testid="report-card" data-print="page">
      <PrintMarking tlp={card.tlp} />
      {state.making && <ProgressBar className={styles.progress} aria-label="The report is being made again" />}
      <ReportNotices card={card} newer={newest !== undefined && newest > card.version ? newest : undefined} making={state.making} makeError={options ? undefined : state.makeError} onMake={again} onNewest={() => onVersion(undefined)} />
      <ReportHead card={card} report={report} />
      <ReportTools card={card} report={report} path={`${pathname}?version=${card.version}`} making={state.making} onMake={again} onOptions={() => setOptions(true)} />
      {!beside && report && (
        <details className={styles.above} data-print="hide">
          <summary>Contents</summary>
          <ReportContents sections={report.sections} />
        </details>
      )}
      <div className={styles.body}>
        {report ? (
          report.sections.map((section, index) => <ReportSectionView key={anchorOf(section, index)} section={section} anchor={anchorOf(section, index)} facts={facts} language={card.language} />)
        ) : (
          <p className={styles.quiet}>This version has a form that this page cannot show. Its downloads hold all of it.</p>
        )}
      </div>
      <footer className={footer.footer}>
        <ProvenanceLine provenance={card.provenance} version={card.version} createdAt={card.createdAt} byModel="Prose by model">
          <span>{`Incident revision ${card.subjectRevision}`}</span>
        </ProvenanceLine>
        <div data-print="hide">
          <CardFeedbackSlot cardId={card.id} kind={card.kind} subjectId={card.subjectId} version={card.version} statements={card.statements} />
        </div>
      </footer>
      {options && <MakeDialog before={card} making={state.making} error={state.makeError} onMake={(input) => void remake(input)} onClose={() => setOptions(false)} />}
    </article>
  );
}

/** Marks every printed page; only a marking that is one is written into the style. */
function PrintMarking({ tlp }: { tlp: string }) {
  const marking = tlpOf(tlp);
  return marking ? <style media="print">{`@page { @top-right { content: "${marking}"; font: 700 9pt sans-serif; } @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }`}</style> : null;
}

import { useEffect, useRef, useState } from 'react';
import { MessageBar, MessageBarBody, ProgressBar } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import type { SummaryCardFragment } from '../graphql/generated/graphql.js';
import { bySection, sectionTitles } from '../lib/summary-text.js';
import { label } from '../lib/labels.js';
import { Untrusted } from '../ui/untrusted.js';
import { Cited } from './citations.js';
import { useFactFocus } from './fact-focus.js';
import { ProvenanceFooter } from './provenance-footer.js';
import type { SummaryState } from './use-summary.js';
import styles from './summary.module.css';

type Statement = SummaryCardFragment['statements'][number];

/** The card: title, statements by section with their citations, and how it was made. */
export function SummaryCard({ summary, state }: { summary: SummaryCardFragment; state: SummaryState }) {
  const updated = useUpdated(summary.version);
  return (
    <article className={styles.card} aria-label="Summary" aria-busy={state.regenerating} data-version={summary.version} data-testid="summary-card">
      {state.regenerating && <ProgressBar className={styles.progress} aria-label="The summary is being made again" />}
      <div role="status" className={styles.notices}>
        {!summary.current && !state.regenerating && (
          <MessageBar intent="info" layout="multiline">
            <MessageBarBody>{`The incident has changed since. This card covers revision ${summary.subjectRevision}; a new one is being prepared and will show here by itself.`}</MessageBarBody>
          </MessageBar>
        )}
        {summary.provenance.fallback && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>
              A model was asked, and rules composed this card instead: <Untrusted>{summary.provenance.fallback}</Untrusted>
            </MessageBarBody>
          </MessageBar>
        )}
        {state.regenerateError !== undefined && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{problemOf(state.regenerateError)}</MessageBarBody>
          </MessageBar>
        )}
        {updated && <span className="visually-hidden">{`The summary was updated to version ${summary.version}.`}</span>}
      </div>
      <h2 className={styles.title}>
        <Cited text={summary.title} facts={summary.titleFacts} />
      </h2>
      <div className={styles.prose} data-updated={updated || undefined}>
        {bySection(summary.statements).map(({ section, statements }) => (
          <section key={section} data-section={section} aria-label={sectionTitles[section] ?? 'In short'}>
            {section !== 'lead' && <h3 className={styles.sectionTitle}>{sectionTitles[section] ?? label(section)}</h3>}
            <p className={section === 'lead' ? styles.lead : styles.paragraph}>
              {statements.map((statement, index) => (
                <Sentence key={index} statement={statement} />
              ))}
            </p>
          </section>
        ))}
      </div>
      <ProvenanceFooter summary={summary} state={state} />
    </article>
  );
}

function Sentence({ statement }: { statement: Statement }) {
  const { active } = useFactFocus();
  return (
    <span className={styles.statement} data-active={(active !== undefined && statement.facts.includes(active)) || undefined}>
      <Cited text={statement.text} facts={statement.facts} />
    </span>
  );
}

const updatedFor = 4_000;

/** True for a moment after the card has changed under the reader. */
function useUpdated(version: number): boolean {
  const [updated, setUpdated] = useState(false);
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    setUpdated(true);
    const timer = setTimeout(() => setUpdated(false), updatedFor);
    return () => clearTimeout(timer);
  }, [version]);
  return updated;
}

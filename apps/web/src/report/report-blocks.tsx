import { Fragment, memo } from 'react';
import { Cited } from '../incident/citations.js';
import { useFactFocus } from '../incident/fact-focus.js';
import type { ReportBlock, ReportSection as Section, ReportSentence } from '../lib/report-document.js';
import { visibleText } from '../lib/visible-text.js';
import { CopyButton } from '../ui/copy-button.js';
import { Untrusted } from '../ui/untrusted.js';
import { ReportFigure } from './report-figure.js';
import { ReportTable } from './report-table.js';
import styles from './report-blocks.module.css';

interface SectionProps {
  section: Section;
  /** The id of its heading, to which the table of contents leads. */
  anchor: string;
  /** Ids of the facts the report holds: only these can be opened. */
  facts: ReadonlySet<string>;
  /** Of the words in it, where it is not the page's. */
  language?: string;
}

/** One section of a report. Everything in it is text from records: it is shown as text, never as markup. */
export const ReportSectionView = memo(function ReportSectionView({ section, anchor, facts, language }: SectionProps) {
  const unknown = section.blocks.filter(({ kind }) => kind === 'unknown').length;
  return (
    <section className={styles.section} aria-labelledby={anchor} data-section={section.id} lang={language}>
      <h3 id={anchor} tabIndex={-1} className={styles.sectionTitle}>
        <Untrusted>{section.title}</Untrusted>
      </h3>
      {section.blocks.map((block, index) => (
        <Block key={index} block={block} section={section.title} facts={facts} />
      ))}
      {unknown > 0 && <p className={styles.note}>{`${unknown === 1 ? 'One part' : `${unknown} parts`} of this section cannot be shown on this page. The JSON download holds all of it.`}</p>}
    </section>
  );
});

function Block({ block, section, facts }: { block: ReportBlock; section: string; facts: ReadonlySet<string> }) {
  const only = (cited: readonly string[]): string[] => cited.filter((fact) => facts.has(fact));
  switch (block.kind) {
    case 'heading':
      return (
        <h4 className={styles.heading}>
          <Untrusted>{block.text}</Untrusted>
        </h4>
      );
    case 'paragraph':
      return (
        <p className={styles.paragraph}>
          {block.sentences.map((sentence, index) => (
            <Fragment key={index}>
              <Sentence sentence={{ text: sentence.text, facts: only(sentence.facts) }} />{' '}
            </Fragment>
          ))}
        </p>
      );
    case 'list':
      return (
        <ul className={styles.list}>
          {block.items.map((item, index) => (
            <li key={index}>
              <Sentence sentence={{ text: item.text, facts: only(item.facts) }} />
            </li>
          ))}
        </ul>
      );
    case 'definitions':
      return (
        <dl className={styles.definitions}>
          {block.rows.map((row, index) => (
            <div key={index}>
              <dt>
                <Untrusted>{row.term}</Untrusted>
              </dt>
              <dd>
                <Sentence sentence={{ text: row.text, facts: only(row.facts) }} />
              </dd>
            </div>
          ))}
        </dl>
      );
    case 'note':
      return (
        <p className={styles.note}>
          <Untrusted>{block.text}</Untrusted>
        </p>
      );
    case 'code':
      return (
        <figure className={styles.code}>
          <figcaption>
            <span>
              <Cited text={block.caption} facts={only(block.facts)} />
            </span>
            <CopyButton value={block.text} what="code" />
          </figcaption>
          <pre tabIndex={0} role="region" aria-label={visibleText(block.caption) || 'Code'}>
            <Untrusted mono>{block.text}</Untrusted>
          </pre>
        </figure>
      );
    case 'figure':
      return <ReportFigure figure={block.figure} />;
    case 'table':
      return <ReportTable table={block} section={section} facts={facts} />;
    case 'unknown':
      return null;
  }
}

function Sentence({ sentence }: { sentence: ReportSentence }) {
  if (sentence.facts.length === 0) return <Untrusted>{sentence.text}</Untrusted>;
  return <CitedSentence sentence={sentence} />;
}

function CitedSentence({ sentence: { text, facts } }: { sentence: ReportSentence }) {
  const { active } = useFactFocus();
  return (
    <span className={styles.sentence} data-active={(active !== undefined && facts.includes(active)) || undefined}>
      <Cited text={text} facts={facts} />
    </span>
  );
}

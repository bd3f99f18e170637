import { useMemo, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button } from '@fluentui/react-components';
import { ArrowSwapRegular } from '@fluentui/react-icons/svg/arrow-swap';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { problemOf } from '../app/problem.js';
import { ReportsComparedDocument, type ReportEntryFragment, type ReportsComparedQuery } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { changeWords, foldSame, type ComparedPart } from '../lib/report-words.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { Untrusted } from '../ui/untrusted.js';
import { anchorOf, goTo } from './report-contents.js';
import { VersionChoice } from './report-side.js';
import styles from './compare.module.css';

type ComparedSection = ReportsComparedQuery['compareReports']['sections'][number];

interface CompareViewProps {
  versions: readonly ReportEntryFragment[];
  from: number;
  to: number;
  onCompare: (from: number, to: number) => void;
  onClose: () => void;
}

/** Two versions of a report, section by section and line by line. */
export function CompareView({ versions, from, to, onCompare, onClose }: CompareViewProps) {
  const older = versions.find(({ version }) => version === from);
  const newer = versions.find(({ version }) => version === to);
  return (
    <section className={styles.compare} aria-labelledby="compare-title">
      <header className={styles.head}>
        <h2 id="compare-title" className={styles.title}>
          Compare versions
        </h2>
        <div className={styles.choice}>
          <label>
            <span>From</span>
            <VersionChoice name="From version" versions={versions} value={from} onChange={(version) => onCompare(version, to)} />
          </label>
          <Button appearance="subtle" icon={<ArrowSwapRegular />} aria-label="Swap the versions" title="Swap the versions" onClick={() => onCompare(to, from)} />
          <label>
            <span>To</span>
            <VersionChoice name="To version" versions={versions} value={to} onChange={(version) => onCompare(from, version)} />
          </label>
        </div>
        <Button icon={<DismissRegular />} onClick={onClose}>
          Close
        </Button>
      </header>
      {older && newer ? (
        older.id === newer.id ? <EmptyState title="Both are the same version">Choose another one to compare with.</EmptyState> : <Compared key={`${older.id} ${newer.id}`} fromId={older.id} toId={newer.id} />
      ) : (
        <EmptyState title={`There is no version ${older ? to : from} of this report`}>Choose two of the versions above.</EmptyState>
      )}
    </section>
  );
}

function Compared({ fromId, toId }: { fromId: string; toId: string }) {
  const { data, error, refetch } = useQuery(ReportsComparedDocument, { variables: { fromId, toId } });
  if (error) return <ErrorState title="The versions cannot be compared" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data) return <RowsLoading what="the comparison" rows={5} />;
  const { sections } = data.compareReports;
  const differing = sections.filter(({ change }) => change !== 'SAME').length;
  return (
    <div className={styles.columns}>
      <nav aria-label="Sections" className={styles.list}>
        <p className={styles.summary} role="status">
          {differing === 0 ? 'No section differs.' : `${count(differing, 'section')} of ${sections.length} ${differing === 1 ? 'differs' : 'differ'}.`}
        </p>
        <ol>
          {sections.map((section, index) => (
            <li key={anchorOf(section, index)}>
              <a
                href={`#${anchorOf(section, index)}`}
                onClick={(event) => {
                  event.preventDefault();
                  goTo(anchorOf(section, index));
                }}
                data-change={section.change}
              >
                <span className={styles.sign} aria-hidden="true">
                  {changeWords[section.change].sign}
                </span>
                <Untrusted>{section.title}</Untrusted>
                <span className={styles.word}>{changeWords[section.change].word}</span>
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <div className={styles.sections}>
        {sections.map((section, index) => (
          <Section key={anchorOf(section, index)} section={section} anchor={anchorOf(section, index)} />
        ))}
      </div>
    </div>
  );
}

function Section({ section, anchor }: { section: ComparedSection; anchor: string }) {
  const parts = useMemo(() => foldSame(section.lines), [section.lines]);
  const added = section.lines.filter(({ kind }) => kind === 'ADDED').length;
  const removed = section.lines.filter(({ kind }) => kind === 'REMOVED').length;
  return (
    <section className={styles.section} aria-labelledby={anchor} data-change={section.change} data-section={section.id}>
      <h3 id={anchor} tabIndex={-1} className={styles.sectionTitle}>
        <Untrusted>{section.title}</Untrusted>
        <span className={styles.amount}>{section.change === 'SAME' ? 'No difference' : `${changeWords[section.change].word}: ${[...(added > 0 ? [`+${count(added, 'line')}`] : []), ...(removed > 0 ? [`−${count(removed, 'line')}`] : [])].join(', ') || 'order only'}`}</span>
      </h3>
      {section.change !== 'SAME' && (
        <div className={styles.lines}>
          {parts.map((part, index) => (
            <Part key={index} part={part} />
          ))}
        </div>
      )}
    </section>
  );
}

function Part({ part }: { part: ComparedPart }) {
  const [open, setOpen] = useState(false);
  if (part.folded && !open)
    return (
      <Button size="small" appearance="subtle" className={styles.fold} onClick={() => setOpen(true)}>
        {`Show ${count(part.lines.length, 'line')} that did not change`}
      </Button>
    );
  return (
    <ul>
      {part.lines.map((line, index) => (
        <li key={index} data-kind={line.kind}>
          <span className={styles.sign} aria-hidden="true">
            {line.kind === 'SAME' ? '' : changeWords[line.kind].sign}
          </span>
          {line.kind !== 'SAME' && <span className="visually-hidden">{`${changeWords[line.kind].word}: `}</span>}
          <Untrusted>{line.text}</Untrusted>
        </li>
      ))}
    </ul>
  );
}

import type { ReportSection } from '../lib/report-document.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './report.module.css';

/** The id of the heading of a section; sections of one kind are told apart by their place. */
export function anchorOf({ id }: { id: string }, index: number): string {
  return `section-${index + 1}-${id.replaceAll(/[^\w-]/g, '')}`;
}

/** Brings a heading into view and moves the keyboard there. */
export function goTo(anchor: string): void {
  const heading = document.getElementById(anchor);
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}

/** The way to each section of a report. */
export function ReportContents({ sections }: { sections: readonly ReportSection[] }) {
  return (
    <nav aria-label="Contents" className={styles.contents}>
      <ol>
        {sections.map((section, index) => {
          const anchor = anchorOf(section, index);
          return (
            <li key={anchor}>
              <a
                href={`#${anchor}`}
                onClick={(event) => {
                  event.preventDefault();
                  goTo(anchor);
                }}
              >
                <Untrusted>{section.title}</Untrusted>
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

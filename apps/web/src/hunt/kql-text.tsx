import { useMemo } from 'react';
import { linesOf } from '../lib/code-lines.js';
import { kqlTokens } from '../lib/kql-tokens.js';
import { visibleText } from '../lib/visible-text.js';
import styles from './kql-text.module.css';

interface KqlTextProps {
  kql: string;
  /** A stretch to mark. */
  marked?: { start: number; end: number };
  label: string;
}

/** A query to read, coloured as in the editor. */
export function KqlText({ kql, marked, label }: KqlTextProps) {
  const parts = useMemo(() => {
    let open = false;
    return linesOf(kql).flatMap((line, number) => {
      const read = kqlTokens(line.text, open);
      open = read.open;
      const tokens = read.tokens.map(({ kind, start, end }) => ({ kind, start: line.start + start, end: line.start + end }));
      return number === 0 ? tokens : [{ kind: 'space' as const, start: line.start - 1, end: line.start }, ...tokens];
    });
  }, [kql]);
  return (
    <pre className={styles.kql} tabIndex={0} role="region" aria-label={label}>
      {parts.map(({ kind, start, end }) => (
        <span key={start} data-kind={kind} data-marked={(marked && start < marked.end && end > marked.start) || undefined}>
          {visibleText(kql.slice(start, end))}
        </span>
      ))}
    </pre>
  );
}

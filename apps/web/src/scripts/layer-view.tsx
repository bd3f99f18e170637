import { useEffect, useMemo, useRef } from 'react';
import type { ScriptQuery } from '../graphql/generated/graphql.js';
import { visibleParts } from '../lib/visible-text.js';
import styles from './scripts.module.css';

/** A layer of a script as the query gives it. */
export type Layer = NonNullable<ScriptQuery['scriptAnalysis']>['layers'][number];

interface LayerViewProps {
  layer: Layer;
  /** Stretch of the text to show as the origin of another layer. */
  origin?: { start: number; end: number };
  /** Line to bring into view. */
  line?: number;
  label: string;
}

const mostLines = 3_000;
const longestLine = 4_000;

/** The text of a layer with line numbers; hidden characters are made visible, nothing in it is ever a link. */
export function LayerView({ layer, origin, line, label }: LayerViewProps) {
  const lines = useMemo(() => linesOf(layer.text), [layer.text]);
  const marked = useRef<HTMLLIElement>(null);
  const target = line ?? (origin ? lineAt(lines, origin.start) : undefined);
  useEffect(() => {
    const row = marked.current;
    const pane = row?.closest<HTMLElement>('[data-pane]');
    if (row && pane) pane.scrollTop = Math.max(0, row.offsetTop - pane.clientHeight / 3);
  }, [target, layer.index]);
  return (
    <div className={styles.code} data-pane tabIndex={0} role="region" aria-label={label}>
      <ol className={styles.lines}>
        {lines.slice(0, mostLines).map(({ text, start }, i) => (
          <li key={start} ref={i + 1 === target ? marked : undefined} data-marked={i + 1 === line || undefined} className={styles.line}>
            <LineText text={text} start={start} origin={origin} />
          </li>
        ))}
      </ol>
      {(lines.length > mostLines || layer.length > layer.text.length) && <p className={styles.cut}>Only the beginning is shown; the whole has {layer.length.toLocaleString('en-GB')} characters.</p>}
    </div>
  );
}

function LineText({ text, start, origin }: { text: string; start: number; origin: { start: number; end: number } | undefined }) {
  const shown = text.slice(0, longestLine);
  const from = origin ? Math.max(0, origin.start - start) : 0;
  const to = origin ? Math.min(shown.length, origin.end - start) : 0;
  return (
    <span className={styles.lineText}>
      {origin && to > from ? (
        <>
          <Visible text={shown.slice(0, from)} />
          <mark className={styles.origin}>
            <Visible text={shown.slice(from, to)} />
          </mark>
          <Visible text={shown.slice(to)} />
        </>
      ) : (
        <Visible text={shown} />
      )}
      {text.length > longestLine && <span className={styles.quiet}> … {(text.length - longestLine).toLocaleString('en-GB')} more characters</span>}
    </span>
  );
}

function Visible({ text }: { text: string }) {
  return visibleParts(text).map((part, i) =>
    part.hidden ? (
      <span key={i} className={styles.hiddenCharacter}>
        {part.text}
      </span>
    ) : (
      part.text
    ),
  );
}

function linesOf(text: string): { text: string; start: number }[] {
  const lines: { text: string; start: number }[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(start, match.index), start });
    start = match.index + match[0].length;
  }
  lines.push({ text: text.slice(start), start });
  return lines;
}

function lineAt(lines: readonly { start: number }[], offset: number): number {
  let line = 1;
  for (const [i, each] of lines.entries()) {
    if (each.start > offset) break;
    line = i + 1;
  }
  return line;
}

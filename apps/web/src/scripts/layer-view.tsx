import { useEffect, useMemo, useRef } from 'react';
import { lineAt, linesOf, overlap, windowAround } from '../lib/code-lines.js';
import { visibleParts } from '../lib/visible-text.js';
import type { Script } from './use-script.js';
import styles from './scripts.module.css';

/** A layer of a script as the query gives it. */
export type Layer = Script['layers'][number];

/** Characters of a layer, from and to, as offsets. */
export interface Stretch {
  start: number;
  end: number;
}

interface LayerViewProps {
  layer: Layer;
  /** What another layer came out of. */
  origin?: Stretch;
  /** What is looked at. */
  focus?: Stretch;
  /** Line to mark; when absent, that of the focus. */
  line?: number;
  label: string;
}

const mostLines = 3_000;
const longestLine = 4_000;

/** The text of a layer with line numbers; hidden characters are made visible, nothing in it is ever a link. */
export function LayerView({ layer, origin, focus, line, label }: LayerViewProps) {
  const lines = useMemo(() => linesOf(layer.text), [layer.text]);
  const pane = useRef<HTMLDivElement>(null);
  const stretch = focus ?? origin;
  const beyond = stretch !== undefined && stretch.start >= layer.text.length && layer.text.length > 0;
  const target = line ?? (stretch && !beyond ? lineAt(lines, stretch.start) : undefined);
  const { from, to } = windowAround(lines.length, mostLines, target === undefined ? undefined : target - 1);
  useEffect(() => {
    const box = pane.current;
    const wanted = box?.querySelector<HTMLElement>('mark') ?? box?.querySelector<HTMLElement>('[data-marked]');
    if (!box) return;
    const top = wanted ? wanted.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop : 0;
    box.scrollTop = Math.max(0, top - box.clientHeight / 3);
  }, [layer.index, target, stretch?.start, stretch?.end]);
  return (
    <div ref={pane} className={styles.code} tabIndex={0} role="region" aria-label={label}>
      {layer.text === '' && <p className={styles.cut}>{typeof layer.binaryBytes === 'number' ? 'This layer is not text, and no text was read from it.' : 'This layer is empty.'}</p>}
      {from > 0 && <p className={styles.cut}>{`Lines before ${from + 1} are not shown here.`}</p>}
      <ol className={styles.lines} style={{ counterReset: `line ${from}` }}>
        {lines.slice(from, to).map((each, i) => (
          <li key={each.start} data-marked={(line !== undefined && from + i + 1 === line) || undefined} className={styles.line}>
            <LineText text={each.text} start={each.start} stretch={stretch} />
          </li>
        ))}
      </ol>
      {beyond && <p className={styles.cut}>The place lies beyond what is shown.</p>}
      {(to < lines.length || layer.length > layer.text.length) && <p className={styles.cut}>{`Only a part is shown; the whole has ${layer.length.toLocaleString('en-GB')} characters.`}</p>}
    </div>
  );
}

/** A line with its part of the stretch marked; a very long one is cut, but not before the stretch. */
function LineText({ text, start, stretch }: { text: string; start: number; stretch: Stretch | undefined }) {
  const met = stretch && overlap(stretch, { start, end: start + text.length });
  const mark = met && { start: met.start - start, end: met.end - start };
  const { from, to } = windowAround(text.length, longestLine, mark?.start);
  const cut = mark && { start: Math.max(from, mark.start), end: Math.min(to, mark.end) };
  return (
    <span className={styles.lineText}>
      {from > 0 && <span className={styles.quiet}>{`${from.toLocaleString('en-GB')} characters … `}</span>}
      {cut && cut.end > cut.start ? (
        <>
          <Visible text={text.slice(from, cut.start)} />
          <mark className={styles.origin}>
            <Visible text={text.slice(cut.start, cut.end)} />
          </mark>
          <Visible text={text.slice(cut.end, to)} />
        </>
      ) : (
        <Visible text={text.slice(from, to)} />
      )}
      {to < text.length && <span className={styles.quiet}>{` … ${(text.length - to).toLocaleString('en-GB')} more characters`}</span>}
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

import { useState } from 'react';
import { foldCitations } from '../lib/citations.js';
import { Untrusted } from '../ui/untrusted.js';
import { pinnedNow, useFactFocus } from './fact-focus.js';
import styles from './citations.module.css';

/** The small numbers after a sentence, each the way to the record that carries it. */
export function Citations({ facts }: { facts: readonly string[] }) {
  const [open, setOpen] = useState(false);
  const { shown, folded } = foldCitations(facts);
  const drawn = open ? [...shown, ...folded] : shown;
  return (
    <span className={styles.citations}>
      {drawn.map((fact) => (
        <Citation key={fact} fact={fact} />
      ))}
      {!open && folded.length > 0 && (
        <button type="button" className={styles.more} onClick={() => setOpen(true)} aria-label={`Show ${folded.length} more citations`}>
          {`+${folded.length}`}
        </button>
      )}
    </span>
  );
}

const longestTail = 24;

/** Untrusted text and its citations; the first of them never stands alone at the start of a line. */
export function Cited({ text, facts }: { text: string; facts: readonly string[] }) {
  const cut = text.trimEnd().lastIndexOf(' ') + 1;
  const tail = text.slice(cut);
  if (facts.length === 0 || tail.length > longestTail)
    return (
      <>
        <Untrusted>{text}</Untrusted>
        <Citations facts={facts} />
      </>
    );
  return (
    <>
      {cut > 0 && <Untrusted>{text.slice(0, cut)}</Untrusted>}
      <span className={styles.together}>
        <Untrusted>{tail}</Untrusted>
        <Citations facts={facts} />
      </span>
    </>
  );
}

function Citation({ fact }: { fact: string }) {
  const { active, pinned, numbers, peek, pin } = useFactFocus();
  const number = numbers.get(fact);
  return (
    <button
      type="button"
      className={styles.citation}
      data-fact={fact}
      data-active={active === fact || undefined}
      aria-pressed={pinned === fact}
      aria-label={`Citation ${number ?? ''}: show the record`}
      onMouseEnter={() => peek(fact)}
      onMouseLeave={() => peek(undefined)}
      onFocus={() => peek(fact)}
      onBlur={() => peek(undefined)}
      onClick={() => pin(pinnedNow() === fact ? undefined : fact)}
    >
      {number ?? '?'}
    </button>
  );
}

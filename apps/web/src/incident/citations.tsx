import { useState } from 'react';
import { foldCitations } from '../lib/citations.js';
import { useFactFocus } from './fact-focus.js';
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
      onClick={() => pin(pinned === fact ? undefined : fact)}
    >
      {number ?? '?'}
    </button>
  );
}

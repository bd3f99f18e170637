import { useMemo } from 'react';
import { CopyButton } from './copy-button.js';
import { Untrusted } from './untrusted.js';
import styles from './ui.module.css';

/** A raw record as text, to read and to copy. */
export function JsonView({ value, what }: { value: unknown; what: string }) {
  const text = useMemo(() => JSON.stringify(value, null, 2), [value]);
  return (
    <figure className={styles.json}>
      <div className={styles.jsonCopy}>
        <CopyButton value={text} what={what} />
      </div>
      {/* A scrollable region must be reachable by keyboard. */}
      <pre tabIndex={0} role="region" aria-label={what}>
        <Untrusted mono>{text}</Untrusted>
      </pre>
    </figure>
  );
}

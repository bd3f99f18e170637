import { Untrusted } from '../ui/untrusted.js';
import styles from './evaluation.module.css';

/** What a card showed, and what is right where somebody said it. */
export function Corrections({ corrections }: { corrections: readonly { shown: string; right: string | null }[] }) {
  if (corrections.length === 0) return null;
  return (
    <dl className={styles.corrections}>
      {corrections.map(({ shown, right }, index) => (
        <div key={index}>
          <dt>Shown</dt>
          <dd>
            <Untrusted>{shown}</Untrusted>
          </dd>
          <dt>Right</dt>
          <dd>{right === null ? <span className={styles.quiet}>Not said</span> : <Untrusted>{right}</Untrusted>}</dd>
        </div>
      ))}
    </dl>
  );
}

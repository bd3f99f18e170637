import { Untrusted } from '../ui/untrusted.js';
import styles from './hunt.module.css';

/** A sentence of the server in which what stands between backticks is a piece of a query. */
export function Sentence({ children }: { children: string }) {
  const parts = children.split('`');
  // An odd number of marks is no pair: the text is then shown as it came.
  if (parts.length % 2 === 0 || parts.length === 1) return <Untrusted>{children}</Untrusted>;
  return parts.map((part, index) =>
    index % 2 === 1 ? (
      <code key={index} className={styles.code}>
        <Untrusted>{part}</Untrusted>
      </code>
    ) : (
      part !== '' && <Untrusted key={index}>{part}</Untrusted>
    ),
  );
}

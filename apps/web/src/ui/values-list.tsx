import { visibleText } from '../lib/visible-text.js';
import { CopyButton } from './copy-button.js';
import { Untrusted } from './untrusted.js';
import styles from './ui.module.css';

/** Named values of a record or fact: empty ones left out, nested ones as JSON, each to copy. */
export function ValuesList({ values }: { values: unknown }) {
  const entries = typeof values === 'object' && values !== null ? Object.entries(values).filter(([, value]) => isPresent(value)) : [];
  if (entries.length === 0) return <p className={styles.quiet}>This record carries no values.</p>;
  return (
    <dl className={styles.values}>
      {entries.map(([name, value]) => {
        const text = textOf(value);
        return (
          <div key={name} className={styles.valueRow}>
            <dt>
              <Untrusted>{name}</Untrusted>
            </dt>
            <dd>
              <Untrusted mono={text.length > 24}>{text}</Untrusted>
              <span className={styles.valueCopy}>
                <CopyButton value={text} what={visibleText(name)} />
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number')) return value.join(', ');
  return JSON.stringify(value, null, 2);
}

import { Button, mergeClasses } from '@fluentui/react-components';
import { cardName } from '../feedback/feedback-words.js';
import { Untrusted } from '../ui/untrusted.js';
import { candidateName, compareRows, type Comparison, type FigureRow } from './evaluation-figures.js';
import styles from './evaluation.module.css';

const outcomes: Readonly<Record<Comparison['outcome'], string>> = { a: 'The first is better', b: 'The second is better', differs: 'Different', same: 'The same', unclear: 'Too close to tell', none: '' };

/** Two rows side by side, with what sets them apart made plain. */
export function CompareRows({ a, b, onClose }: { a: FigureRow; b: FigureRow; onClose: () => void }) {
  const lines = compareRows(a, b).map((line) => (line.name === 'Card' ? { ...line, a: cardName(line.a), b: cardName(line.b) } : line));
  return (
    <section className={styles.block} aria-labelledby="compare-title" data-testid="comparison">
      <div className={styles.blockHead}>
        <h2 id="compare-title" className={styles.blockTitle}>
          Side by side
        </h2>
        <Button size="small" appearance="subtle" onClick={onClose}>
          Close
        </Button>
      </div>
      {a.kind !== b.kind && <p className={styles.quiet}>These are different kinds of cards; their figures do not measure the same thing.</p>}
      <div className={styles.tableWrap} role="region" aria-label="Comparison, scrolls sideways" tabIndex={0}>
        <table className={mergeClasses(styles.table, styles.compare)}>
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col">
                1: <Untrusted>{candidateName(a)}</Untrusted>
              </th>
              <th scope="col">
                2: <Untrusted>{candidateName(b)}</Untrusted>
              </th>
              <th scope="col">Difference</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.name} data-outcome={line.outcome}>
                <th scope="row">{line.name}</th>
                <td data-better={line.outcome === 'a' || undefined}>
                  <Untrusted>{line.a}</Untrusted>
                </td>
                <td data-better={line.outcome === 'b' || undefined}>
                  <Untrusted>{line.b}</Untrusted>
                </td>
                <td className={styles.outcome}>{outcomes[line.outcome]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.quiet}>A share of votes counts as better only when the two 95 % intervals do not touch.</p>
    </section>
  );
}

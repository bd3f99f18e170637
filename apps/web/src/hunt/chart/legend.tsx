import { visibleText } from '../../lib/visible-text.js';
import styles from './chart.module.css';

/** Which colour is which. A mark of its own form for each, since colour alone does not tell everybody. */
export function Legend({ names }: { names: readonly string[] }) {
  if (names.length < 2) return null;
  return (
    <ul className={styles.legend} aria-label="Colours">
      {names.map((name, index) => (
        <li key={name}>
          <span className={styles.swatch} data-series={index} aria-hidden="true" />
          <span className={styles.legendName}>{visibleText(name) || 'empty'}</span>
        </li>
      ))}
    </ul>
  );
}

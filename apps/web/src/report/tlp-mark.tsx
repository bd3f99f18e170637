import { tlpOf, tlpWords } from '../lib/report-words.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './report.module.css';

/** A marking of the Traffic Light Protocol in its own colours. */
export function TlpMark({ tlp }: { tlp: string }) {
  const known = tlpOf(tlp);
  return (
    <span className={styles.tlp} data-tlp={known} title={known && tlpWords[known]}>
      <Untrusted>{tlp}</Untrusted>
    </span>
  );
}

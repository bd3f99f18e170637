import { Link } from 'react-router';
import type { EvidenceItemFragment } from '../graphql/generated/graphql.js';
import { label } from '../lib/labels.js';
import { scriptPath, verdictWord } from './script-labels.js';
import styles from './scripts.module.css';

/** Leads from evidence with a command line to the analysis of it, with its verdict. Nothing until there is one. */
export function ScriptChip({ script }: { script: EvidenceItemFragment['scriptAnalysis'] }) {
  if (!script?.analyzed) return null;
  const verdict = verdictWord(script.verdict);
  return (
    <Link to={scriptPath(script.sha256)} className={styles.chip} data-verdict={verdict} title="Its command line, taken apart" onClick={(event) => event.stopPropagation()}>
      <span className={styles.chipMark} aria-hidden="true" />
      {`Script: ${label(verdict).toLowerCase()}`}
    </Link>
  );
}

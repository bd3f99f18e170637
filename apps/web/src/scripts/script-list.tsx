import { Link } from 'react-router';
import type { ScriptRowFragment } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { Chip, VerdictBadge } from '../ui/badges.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { languageNames, scriptPath, sizeText, verdictWord } from './script-labels.js';
import styles from './scripts.module.css';

/** Scripts, one a row: verdict, how it begins, what it is. */
export function ScriptList({ scripts }: { scripts: readonly ScriptRowFragment[] }) {
  return (
    <ul className={styles.list}>
      {scripts.map((script) => (
        <li key={script.sha256} className={styles.row}>
          <Link to={scriptPath(script.sha256)} className={styles.rowLink}>
            <span className={styles.rowVerdict}>{script.analyzed ? <VerdictBadge verdict={verdictWord(script.verdict)} /> : <span className={styles.quiet}>Being read …</span>}</span>
            <span className={styles.rowText}>
              <Untrusted mono>{script.fileName ?? script.excerpt}</Untrusted>
            </span>
            <span className={styles.rowFacts}>
              {script.language && <span>{languageNames[script.language]}</span>}
              <span>{sizeText(script.size)}</span>
              {script.layerCount > 1 && <span>{count(script.layerCount, 'layer')}</span>}
              {script.techniqueIds.slice(0, 3).map((id) => (
                <Chip key={id}>{id}</Chip>
              ))}
              <Time value={script.submittedAt} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

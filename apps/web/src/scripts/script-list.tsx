import { Link } from 'react-router';
import type { ScriptRowFragment } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { languageNames } from '../lib/script-filter.js';
import { Chip, VerdictBadge } from '../ui/badges.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { excerptText, scriptPath, sizeText, verdictWord } from './script-labels.js';
import styles from './scripts.module.css';

/** Scripts, one a row: verdict, how it begins, what it is. */
export function ScriptList({ scripts }: { scripts: readonly ScriptRowFragment[] }) {
  return (
    <ul className={styles.list} aria-label="Scripts">
      {scripts.map((script) => (
        <li key={script.sha256} className={styles.row}>
          <Link to={scriptPath(script.sha256)} className={styles.rowLink}>
            <span className={styles.rowVerdict}>{script.analyzed ? <VerdictBadge verdict={verdictWord(script.verdict)} /> : <span className={styles.quiet}>Being read …</span>}</span>
            <span className={styles.rowText}>
              {script.fileName && <Untrusted className={styles.rowName}>{script.fileName}</Untrusted>}
              <Untrusted mono>{excerptText(script)}</Untrusted>
            </span>
            <span className={styles.rowFacts}>
              {script.techniqueIds.slice(0, 3).map((id) => (
                <Chip key={id}>{id}</Chip>
              ))}
              {script.techniqueIds.length > 3 && <span>{`+${script.techniqueIds.length - 3}`}</span>}
              {script.indicatorCount > 0 && <span>{count(script.indicatorCount, 'indicator')}</span>}
              {script.layerCount > 1 && <span>{count(script.layerCount, 'layer')}</span>}
              {script.language && <span>{languageNames[script.language]}</span>}
              {typeof script.size === 'number' && <span>{sizeText(script.size)}</span>}
              {script.submittedAt && <Time value={script.submittedAt} form="short" />}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

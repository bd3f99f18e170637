import { Button } from '@fluentui/react-components';
import { FilterRegular } from '@fluentui/react-icons/svg/filter';
import type { HuntEmptyFragment } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { visibleText } from '../lib/visible-text.js';
import type { Marked } from './answer-card.js';
import { Sentence } from './sentence.js';
import styles from './hunt.module.css';

interface EmptyResultProps {
  empty: HuntEmptyFragment;
  onRelaxed: (kql: string) => void;
  onMark: (marked: Marked) => void;
}

/** Why there are no rows, and what would give some. */
export function EmptyResult({ empty, onRelaxed, onMark }: EmptyResultProps) {
  const { clause } = empty;
  const show = (): void => onMark(clause ? { start: clause.start, end: clause.start + clause.length } : undefined);
  const hide = (): void => onMark(undefined);
  return (
    <div className={styles.empty}>
      {clause ? (
        <button type="button" className={styles.emptyClause} onMouseEnter={show} onMouseLeave={hide} onFocus={show} onBlur={hide} title={visibleText(clause.kql).slice(0, 300)}>
          <Sentence>{empty.sentence}</Sentence>
        </button>
      ) : (
        <p>
          <Sentence>{empty.sentence}</Sentence>
        </p>
      )}
      {empty.relaxed.length > 0 && (
        <ul className={styles.relaxed} aria-label="Queries that give rows">
          {empty.relaxed.map((relaxed) => (
            <li key={relaxed.kql}>
              <Button size="small" icon={<FilterRegular />} onClick={() => onRelaxed(relaxed.kql)}>
                <span>
                  <Sentence>{relaxed.sentence}</Sentence>
                </span>
              </Button>
              {!/\brows?\b/.test(relaxed.sentence) && <span className={styles.quiet}>{`gives ${count(relaxed.rowCount, 'row')}`}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

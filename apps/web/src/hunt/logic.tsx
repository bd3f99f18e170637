import type { HuntLineFragment, HuntTurnFragment } from '../graphql/generated/graphql.js';
import { literalPlace, originHints, originNames } from '../lib/hunt-words.js';
import { visibleText } from '../lib/visible-text.js';
import { Untrusted } from '../ui/untrusted.js';
import type { Marked } from './answer-card.js';
import { Sentence } from './sentence.js';
import styles from './hunt.module.css';

type Literal = HuntTurnFragment['literals'][number];

interface LogicProps {
  kql: string;
  lines: readonly HuntLineFragment[];
  literals: readonly Literal[];
  onMark: (marked: Marked) => void;
}

/** The query in plain words, one line a clause, and the origin of every value in it. Pointing at either shows it in the query. */
export function Logic({ kql, lines, literals, onMark }: LogicProps) {
  const pointing = (marked: Marked): React.HTMLAttributes<HTMLElement> => ({ onMouseEnter: () => onMark(marked), onMouseLeave: () => onMark(undefined), onFocus: () => onMark(marked), onBlur: () => onMark(undefined) });
  return (
    <div className={styles.logic}>
      <ol className={styles.logicLines} aria-label="What the query does">
        {lines.map((line) => (
          <li key={line.start}>
            <button type="button" className={styles.logicLine} {...pointing({ start: line.start, end: line.start + line.length })} title={visibleText(line.kql).slice(0, 500)}>
              <Sentence>{line.text}</Sentence>
            </button>
          </li>
        ))}
      </ol>
      {literals.length > 0 && (
        <ul className={styles.literals} aria-label="Values in the query and where they come from">
          {literals.map((literal, index) => (
            <li key={index}>
              <button type="button" className={styles.literal} data-origin={literal.origin} {...pointing(literalPlace(kql, literal.value))} title={visibleText(`${originHints[literal.origin]}${literal.detail ? `: ${literal.detail}` : ''}`)}>
                <span className={styles.literalValue}>
                  <Untrusted>{literal.value.length > 60 ? `${literal.value.slice(0, 60)}…` : literal.value}</Untrusted>
                </span>
                <span className={styles.literalOrigin}>{originNames[literal.origin]}</span>
                {literal.column && <span className="visually-hidden">{`, for ${visibleText(literal.column)}`}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

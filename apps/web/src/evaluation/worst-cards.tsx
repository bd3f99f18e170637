import { Link } from 'react-router';
import { cardName } from '../feedback/feedback-words.js';
import type { EvaluationQuery } from '../graphql/generated/graphql.js';
import { ToneBadge } from '../ui/badges.js';
import { Age } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { candidateName, cardPath } from './evaluation-figures.js';
import styles from './evaluation.module.css';

/** The cards people found harmful or off-target, each one press away. */
export function WorstCards({ cards }: { cards: EvaluationQuery['evaluation']['worst'] }) {
  return (
    <section className={styles.block} aria-labelledby="worst-title">
      <h2 id="worst-title" className={styles.blockTitle}>
        Cards to look at <span className={styles.quiet}>Found harmful or off-target, most harmful first</span>
      </h2>
      {cards.length === 0 ? (
        <p className={styles.empty}>None. A card stands here once somebody says it is off-target or harmful.</p>
      ) : (
        <ul className={styles.rows}>
          {cards.map((card) => (
            <li key={card.cardId} className={styles.worst} data-card={card.cardId}>
              <CardLink {...card} />
              <span className={styles.badges}>
                {card.harmful > 0 && <ToneBadge tone="high">{`${card.harmful.toLocaleString('en-GB')} harmful`}</ToneBadge>}
                {card.offTarget > 0 && <ToneBadge tone="medium">{`${card.offTarget.toLocaleString('en-GB')} off-target`}</ToneBadge>}
                {card.confirmed > 0 && <ToneBadge tone="good">{`${card.confirmed.toLocaleString('en-GB')} confirmed`}</ToneBadge>}
              </span>
              <span className={styles.quiet}>
                <Untrusted>{candidateName(card)}</Untrusted>, <Age value={card.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A card by kind, subject and version; a link where the kind has a page. */
export function CardLink({ kind, subjectId, version }: { kind: string; subjectId: string; version?: number }) {
  const path = cardPath(kind, subjectId);
  const short = subjectId.length > 40 ? `${subjectId.slice(0, 12)}…` : subjectId;
  const name = (
    <>
      {cardName(kind)} <Untrusted>{short}</Untrusted>
      {version !== undefined && `, version ${version}`}
    </>
  );
  return <span className={styles.cardName}>{path ? <Link to={path}>{name}</Link> : name}</span>;
}

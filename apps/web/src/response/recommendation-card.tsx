import { useId, useState } from 'react';
import { Button } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronUpRegular } from '@fluentui/react-icons/svg/chevron-up';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import type { ActionItemFragment, ResponseCardFragment } from '../graphql/generated/graphql.js';
import { Cited } from '../incident/citations.js';
import { useFactFocus } from '../incident/fact-focus.js';
import { displayEntity } from '../lib/defang.js';
import { label, lowerFirst } from '../lib/labels.js';
import { undoText } from '../lib/response-words.js';
import { visibleText } from '../lib/visible-text.js';
import { Chip, ToneBadge } from '../ui/badges.js';
import { CardFeedbackSlot, type CardReference } from '../ui/card-slot.js';
import { CopyButton } from '../ui/copy-button.js';
import { Untrusted } from '../ui/untrusted.js';
import { ActionMoves } from './action-moves.js';
import { ActionProgress, ActionStateBadge, LabChip } from './action-state.js';
import { ExactOrder } from './exact-order.js';
import styles from './response.module.css';

export type Recommendation = ResponseCardFragment['recommendations'][number];

interface RecommendationCardProps {
  recommendation: Recommendation;
  /** The action that takes this one back, once there is one. */
  undoing: ActionItemFragment | undefined;
  card: CardReference;
  onDecided: () => void;
}

/** One recommended action: what, on what, why, what it does, how it is taken back, and what can be decided. */
export function RecommendationCard({ recommendation, undoing, card, onDecided }: RecommendationCardProps) {
  const { live, doneBy } = recommendation;
  const [open, setOpen] = useState(false);
  const heading = useId();
  return (
    <article className={styles.recommendation} aria-labelledby={heading} data-recommendation={recommendation.action} data-target={recommendation.target.name} data-done={doneBy ? '' : undefined}>
      <header className={styles.recommendationHead}>
        <span className={styles.priority} title={`Priority ${recommendation.priority}`}>
          <span className="visually-hidden">Priority </span>
          {recommendation.priority}
        </span>
        <div className={styles.headText}>
          <h4 id={heading} className={styles.recommendationTitle}>
            {recommendation.title}
          </h4>
          <Target target={recommendation.target} />
        </div>
        <div className={styles.headBadges}>
          {(live?.simulated || live?.approval.simulated) && <LabChip />}
          {doneBy ? <ToneBadge tone="good">Done by automation</ToneBadge> : live ? <ActionStateBadge action={live} /> : <ToneBadge tone="plain">Being prepared</ToneBadge>}
        </div>
      </header>
      <p className={styles.reason}>
        {recommendation.statements.map((statement, index) => (
          <Sentence key={index} {...statement} />
        ))}
      </p>
      {doneBy && (
        <p className={styles.doneBy}>
          {`Already done by ${doneBy.by}: `}
          <Untrusted>{doneBy.what}</Untrusted>
        </p>
      )}
      {recommendation.warning && (
        <p className={styles.warning}>
          <WarningRegular aria-hidden="true" />
          <span>
            <b>Before approving: </b>
            <Untrusted>{recommendation.warning}</Untrusted>
          </span>
        </p>
      )}
      <p className={styles.effect}>
        <Untrusted>{recommendation.expectedEffect}</Untrusted>
      </p>
      <ul className={styles.traits} aria-label="What to know about it">
        <li>
          <Chip>{undoText(recommendation)}</Chip>
        </li>
        {recommendation.disruption !== 'none' && (
          <li>
            <Chip>{`${label(recommendation.disruption)} disruption`}</Chip>
          </li>
        )}
        {recommendation.destructive && (
          <li>
            <Chip>Needs a reason</Chip>
          </li>
        )}
        {live && (
          <li>
            <Chip title={visibleText(recommendation.permission)}>{`Needs the role ${live.approval.role}`}</Chip>
          </li>
        )}
        {live?.approval.needsTwo && (
          <li>
            <Chip>Two people</Chip>
          </li>
        )}
      </ul>
      {live && <ActionProgress action={live} />}
      {undoing && (
        <section className={styles.undoing} aria-label="Taking it back">
          <p className={styles.undoingHead}>
            <b>{undoing.title}</b>
            <ActionStateBadge action={undoing} />
          </p>
          <ActionProgress action={undoing} />
          <ActionMoves action={undoing} onDecided={onDecided} />
        </section>
      )}
      <div className={styles.cardFoot}>
        {live && <ActionMoves action={live} onDecided={onDecided} />}
        <Button size="small" appearance="subtle" className={styles.more} icon={open ? <ChevronUpRegular /> : <ChevronDownRegular />} aria-expanded={open} aria-label={visibleText(`Details of ${recommendation.title}: ${recommendation.target.name}`)} onClick={() => setOpen(!open)}>
          Details
        </Button>
      </div>
      {open && (
        <div className={styles.details}>
          {live && <ExactOrder action={live} />}
          <dl className={styles.pairs}>
            <dt>Permission at the target</dt>
            <dd>
              <Untrusted>{recommendation.permission}</Untrusted>
            </dd>
            {recommendation.preconditions.length > 0 && (
              <>
                <dt>Holds only when</dt>
                <dd>
                  <Untrusted>{recommendation.preconditions.join('; ')}</Untrusted>
                </dd>
              </>
            )}
            <dt>Rule</dt>
            <dd>{recommendation.rule}</dd>
            {live?.reference && (
              <>
                <dt>Number at the target</dt>
                <dd>
                  <Untrusted mono>{live.reference}</Untrusted>
                </dd>
              </>
            )}
            {live && live.attempts > 0 && (
              <>
                <dt>Calls</dt>
                <dd>{live.attempts}</dd>
              </>
            )}
          </dl>
        </div>
      )}
      <CardFeedbackSlot {...card} part={recommendation.id} statements={recommendation.statements} />
    </article>
  );
}

/** What an action acts on, by kind and name, to copy. */
export function Target({ target }: { target: { type: string; id: string; name: string } }) {
  return (
    <p className={styles.target}>
      <span className={styles.quiet}>{label(target.type)}</span>
      <Untrusted className={styles.targetName}>{displayEntity(target.type, target.name)}</Untrusted>
      <CopyButton value={target.name} what={`this ${lowerFirst(label(target.type))}`} />
    </p>
  );
}

/** A verified sentence with its citations. */
export function Sentence({ text, facts }: { text: string; facts: readonly string[] }) {
  const { active } = useFactFocus();
  return (
    <span className={styles.statement} data-active={(active !== undefined && facts.includes(active)) || undefined}>
      <Cited text={text} facts={facts} />
    </span>
  );
}

import { lazy, Suspense, useRef, useState } from 'react';
import { Button, mergeClasses } from '@fluentui/react-components';
import { ShieldErrorRegular } from '@fluentui/react-icons/svg/shield-error';
import { TargetDismissRegular } from '@fluentui/react-icons/svg/target-dismiss';
import { ThumbLikeRegular } from '@fluentui/react-icons/svg/thumb-like';
import { problemOf } from '../app/problem.js';
import type { FeedbackVerdict } from '../graphql/generated/graphql.js';
import type { CardReference } from '../ui/card-slot.js';
import { Untrusted } from '../ui/untrusted.js';
import { draftOf, type FeedbackDraft } from './feedback-draft.js';
import { othersSaid, verdicts, verdictWords } from './feedback-words.js';
import { useCardFeedback, type CardFeedbackState } from './use-card-feedback.js';
import styles from './feedback.module.css';

const FeedbackDialog = lazy(async () => ({ default: (await import('./feedback-dialog.js')).FeedbackDialog }));

const icons = { CONFIRMED: ThumbLikeRegular, OFF_TARGET: TargetDismissRegular, HARMFUL: ShieldErrorRegular } as const;

/** What people say of a card: three verdicts, each with details; what one said oneself can be changed and taken back. */
export function CardFeedback(card: CardReference) {
  // A new version of the card must not take away what somebody is writing about this one.
  const [held, setHeld] = useState<CardReference>();
  const shown = held ?? card;
  // Another card in the same place is another conversation.
  return <Feedback key={`${shown.cardId}/${shown.part ?? ''}`} card={shown} onWriting={(writing) => setHeld(writing ? card : undefined)} />;
}

interface FeedbackProps {
  card: CardReference;
  /** Hears when the person begins and ends to write about the card. */
  onWriting: (writing: boolean) => void;
}

function Feedback({ card, onWriting }: FeedbackProps) {
  const state = useCardFeedback(card);
  const { summary } = state;
  if (summary?.known) return <Verdicts card={card} state={state} summary={summary} onWriting={onWriting} />;
  // Its place is kept: what stands below must not move away from under a link that led there.
  if (!summary && !state.error) {
    return (
      <div className={styles.slot} data-part={card.part}>
        <div className={styles.place} />
      </div>
    );
  }
  // One sentence a card is enough: its parts stay silent until it can be judged.
  if (card.part !== undefined) return null;
  if (state.waiting) return <p className={styles.note}>Feedback on this card can be given in a moment.</p>;
  return (
    <p className={styles.note}>
      {state.error ? <Untrusted>{`Feedback cannot be given now. ${problemOf(state.error)}`}</Untrusted> : 'Feedback on this card cannot be given yet: the evaluation has not heard of it.'}{' '}
      <Button size="small" appearance="subtle" onClick={state.retry}>
        Ask again
      </Button>
    </p>
  );
}

interface VerdictsProps extends FeedbackProps {
  state: CardFeedbackState;
  summary: NonNullable<CardFeedbackState['summary']>;
}

function Verdicts({ card, state, summary, onWriting }: VerdictsProps) {
  const { mine } = state;
  const [draft, setDraft] = useState<FeedbackDraft>();
  const kept = useRef<FeedbackDraft>(undefined);
  const opener = useRef<HTMLElement>(null);
  const pressed = useRef<HTMLButtonElement>(null);
  const [said, setSaid] = useState('');
  const whole = card.part === undefined;
  const others = othersSaid(summary.parts.find(({ part }) => (part ?? undefined) === card.part), mine?.verdict);

  const open = (verdict: FeedbackVerdict, from: HTMLElement): void => {
    opener.current = from;
    state.forgetRefusal();
    setSaid('');
    // What was typed and not sent is there again, under the verdict pressed now.
    setDraft(kept.current ? { ...kept.current, verdict } : draftOf(verdict, mine));
    onWriting(true);
  };
  const close = (left: FeedbackDraft | undefined): void => {
    kept.current = left;
    setDraft(undefined);
    onWriting(false);
    // After the dialog has let go of the focus.
    requestAnimationFrame(() => opener.current?.focus());
  };
  const withdraw = (): void => {
    setSaid('');
    void state.withdraw().then((done) => {
      if (!done) return;
      setSaid('Your verdict is withdrawn.');
      pressed.current?.focus();
    });
  };

  return (
    <div className={styles.slot} data-part={card.part}>
      <div className={styles.verdicts} role="group" aria-label={whole ? 'Your feedback on this card' : 'Your feedback on this recommendation'}>
        {verdicts.map((verdict) => {
          const Icon = icons[verdict];
          const own = mine?.verdict === verdict;
          return (
            <Button
              key={verdict}
              ref={own ? pressed : undefined}
              size="small"
              appearance="subtle"
              icon={<Icon />}
              aria-pressed={own}
              aria-label={verdictWords[verdict].full}
              title={verdictWords[verdict].full}
              className={mergeClasses(styles.verdict, own && styles[verdictWords[verdict].tone])}
              onClick={(event) => open(verdict, event.currentTarget)}
            >
              {verdictWords[verdict].short}
            </Button>
          );
        })}
      </div>
      {mine && (
        <span className={styles.own}>
          <Button size="small" appearance="subtle" disabledFocusable={state.busy} onClick={(event) => open(mine.verdict, event.currentTarget)} aria-label={`Change: ${verdictWords[mine.verdict].full}`}>
            Change
          </Button>
          <Button size="small" appearance="subtle" disabledFocusable={state.busy} onClick={withdraw} aria-label={`Withdraw: ${verdictWords[mine.verdict].full}`}>
            Withdraw
          </Button>
        </span>
      )}
      {others && <span className={styles.others}>{others}</span>}
      <span role="status" className="visually-hidden">
        {said}
      </span>
      {!draft && state.refusal && (
        <p role="alert" className={styles.refused}>
          <Untrusted>{state.refusal}</Untrusted>
        </p>
      )}
      {draft && (
        <Suspense>
          <FeedbackDialog
            card={card}
            before={mine}
            initial={draft}
            state={state}
            onClose={close}
            onGiven={() => {
              setSaid('Your feedback is kept.');
              close(undefined);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

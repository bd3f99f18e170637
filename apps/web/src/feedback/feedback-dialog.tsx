import { useId, useState } from 'react';
import { Button, Checkbox, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, MessageBar, MessageBarBody, Textarea } from '@fluentui/react-components';
import type { FeedbackFault, FeedbackItemFragment } from '../graphql/generated/graphql.js';
import type { CardReference } from '../ui/card-slot.js';
import { Untrusted } from '../ui/untrusted.js';
import { draftProblems, mostText, type FeedbackDraft } from './feedback-draft.js';
import { cardName, faultWords, verdictWords } from './feedback-words.js';
import { LessonFields } from './lesson-fields.js';
import { StatementPicker } from './statement-picker.js';
import type { CardFeedbackState } from './use-card-feedback.js';
import styles from './feedback.module.css';

interface FeedbackDialogProps {
  card: CardReference;
  /** What the person said before, when this changes it. */
  before: FeedbackItemFragment | undefined;
  initial: FeedbackDraft;
  state: Pick<CardFeedbackState, 'give' | 'busy' | 'refusal'>;
  /** Closed without sending; what was typed comes along. */
  onClose: (left: FeedbackDraft) => void;
  onGiven: () => void;
}

/** The details of one verdict: what was wrong, in which statements, what is right, and what should be done next time. */
export function FeedbackDialog({ card, before, initial, state, onClose, onGiven }: FeedbackDialogProps) {
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const legend = useId();
  const patch = (part: Partial<FeedbackDraft>): void => setDraft((now) => ({ ...now, ...part }));
  const problems = draftProblems(draft);
  const { full } = verdictWords[draft.verdict];
  const confirmed = draft.verdict === 'CONFIRMED';
  const tick = (fault: FeedbackFault, ticked: boolean): void => patch({ faults: ticked ? [...draft.faults, fault] : draft.faults.filter((each) => each !== fault) });

  return (
    <Dialog open onOpenChange={(_, data) => data.open || onClose(draft)}>
      <DialogSurface className={styles.dialog}>
        <form
          noValidate
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
          }}
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (state.busy || Object.keys(problems).length > 0) return;
            void state.give(draft).then((taken) => taken && onGiven());
          }}
        >
          <DialogBody>
            <DialogTitle>{full}</DialogTitle>
            <DialogContent className={styles.form}>
              <p className={styles.about}>{`${cardName(card.kind)}, version ${card.version}${card.part === undefined ? '' : ', this recommendation'}`}</p>
              {!confirmed && (
                <fieldset className={styles.group} aria-labelledby={legend}>
                  <legend id={legend}>What was wrong</legend>
                  <div className={styles.faults}>
                    {(Object.keys(faultWords) as FeedbackFault[]).map((fault) => (
                      <Checkbox key={fault} label={faultWords[fault]} checked={draft.faults.includes(fault)} onChange={(_, data) => tick(fault, data.checked === true)} />
                    ))}
                  </div>
                </fieldset>
              )}
              {!confirmed && (card.statements?.length ?? 0) > 0 && <StatementPicker statements={card.statements ?? []} right={draft.right} onChange={(right) => patch({ right })} />}
              <Field label={confirmed ? 'What made it good (optional)' : 'In your words (optional)'} hint={`${draft.comment.length.toLocaleString('en-GB')} of ${mostText.toLocaleString('en-GB')} characters`}>
                <Textarea value={draft.comment} maxLength={mostText} resize="vertical" rows={3} onChange={(_, data) => patch({ comment: data.value })} />
              </Field>
              <LessonFields lesson={draft.lesson} kind={card.kind} problems={tried ? problems : {}} onChange={(lesson) => patch({ lesson })} />
              <div role="alert">
                {state.refusal && (
                  <MessageBar intent="error" layout="multiline">
                    <MessageBarBody>
                      <Untrusted>{state.refusal}</Untrusted>
                    </MessageBarBody>
                  </MessageBar>
                )}
              </div>
            </DialogContent>
            <DialogActions>
              <Button onClick={() => onClose(draft)}>Cancel</Button>
              <Button type="submit" appearance="primary" disabledFocusable={state.busy}>
                {state.busy ? 'Sending …' : before ? 'Change feedback' : 'Give feedback'}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

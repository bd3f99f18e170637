import { useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { Button, Field, Textarea } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { mostText } from '../feedback/feedback-draft.js';
import { cardName } from '../feedback/feedback-words.js';
import { ReviewEvaluationCaseDocument, type CaseItemFragment } from '../graphql/generated/graphql.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './evaluation.module.css';

interface ReviewCaseDialogProps {
  case: CaseItemFragment;
  onClose: () => void;
  onReviewed: () => void;
}

/** A reviewer's look at a case: what is expected can be put right before it counts. */
export function ReviewCaseDialog({ case: item, onClose, onReviewed }: ReviewCaseDialogProps) {
  const [right, setRight] = useState(item.expected.map((each) => each.right ?? ''));
  const [review, { loading, error }] = useMutation(ReviewEvaluationCaseDocument);
  const decide = (approve: boolean): void => {
    if (loading) return;
    const expected = approve ? item.expected.map(({ statement, shown }, index) => ({ statement, shown, right: right[index]?.trim() || null })) : null;
    review({ variables: { id: item.id, approve, expected } }).then(onReviewed, () => undefined);
  };
  const putAside = (
    <Button onClick={() => decide(false)} disabledFocusable={loading}>
      Put aside
    </Button>
  );
  return (
    <FormDialog
      title="Review the case"
      submit="Approve"
      busy={loading ? 'Sending …' : undefined}
      refusal={error && problemOf(error)}
      surfaceClass={styles.dialog}
      contentClass={styles.form}
      others={putAside}
      onSubmit={() => decide(true)}
      onClose={onClose}
    >
      <p className={styles.quiet}>{`${cardName(item.kind)}. Check what is expected: composers are measured by it.`}</p>
      <p className={styles.quiet}>
        <Untrusted>{item.inputSentence}</Untrusted>
        {item.inputInside && ' Names that stand only in sentences may be left: look at the exported case before it leaves your hands.'}
      </p>
      {item.expected.map(({ shown }, index) => (
        <div key={index} className={styles.expected}>
          <p>
            <span className={styles.quiet}>Shown: </span>
            <Untrusted>{shown}</Untrusted>
          </p>
          <Field label="Right">
            <Textarea value={right[index] ?? ''} maxLength={mostText} resize="vertical" rows={2} onChange={(_, data) => setRight((now) => now.map((each, at) => (at === index ? data.value : each)))} />
          </Field>
        </div>
      ))}
      {item.expected.length === 0 && <p>Nobody said what is right. The case then only holds what the card showed.</p>}
    </FormDialog>
  );
}

import { useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { Field, Textarea } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { ReviewLessonDocument, type LessonItemFragment } from '../graphql/generated/graphql.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './evaluation.module.css';

interface LessonDialogProps {
  lesson: LessonItemFragment;
  approve: boolean;
  onClose: () => void;
  onReviewed: () => void;
}

/** A reviewer's decision about a lesson, with its reason. */
export function LessonDialog({ lesson, approve, onClose, onReviewed }: LessonDialogProps) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [review, { loading, error }] = useMutation(ReviewLessonDocument);
  const given = reason.trim();
  const send = (): void => {
    setTried(true);
    if (given) review({ variables: { id: lesson.id, approve, reason: given } }).then(onReviewed, () => undefined);
  };
  return (
    <FormDialog
      title={approve ? 'Approve the lesson' : 'Decline the lesson'}
      submit={approve ? 'Approve' : 'Decline'}
      busy={loading ? 'Sending …' : undefined}
      refusal={error && problemOf(error)}
      surfaceClass={styles.dialog}
      contentClass={styles.form}
      onSubmit={send}
      onClose={onClose}
    >
      <p className={styles.comment}>
        <Untrusted>{lesson.text}</Untrusted>
      </p>
      {approve && <p className={styles.quiet}>It is listed for people; nothing applies it by itself.</p>}
      <Field label="Reason" required validationMessage={tried && !given ? 'Give a reason; the author reads it.' : undefined}>
        <Textarea value={reason} maxLength={2_000} resize="vertical" onChange={(_, data) => setReason(data.value)} />
      </Field>
    </FormDialog>
  );
}

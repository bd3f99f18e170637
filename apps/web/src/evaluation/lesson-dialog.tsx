import { useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, MessageBar, MessageBarBody, Textarea } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { ReviewLessonDocument, type LessonItemFragment } from '../graphql/generated/graphql.js';
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
  return (
    <Dialog open onOpenChange={(_, data) => data.open || onClose()}>
      <DialogSurface className={styles.dialog}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (loading || !given) return;
            review({ variables: { id: lesson.id, approve, reason: given } }).then(onReviewed, () => undefined);
          }}
        >
          <DialogBody>
            <DialogTitle>{approve ? 'Approve the lesson' : 'Decline the lesson'}</DialogTitle>
            <DialogContent className={styles.form}>
              <p className={styles.comment}>
                <Untrusted>{lesson.text}</Untrusted>
              </p>
              {approve && <p className={styles.quiet}>It is listed for people; nothing applies it by itself.</p>}
              <Field label="Reason" required validationMessage={tried && !given ? 'Give a reason; the author reads it.' : undefined}>
                <Textarea value={reason} maxLength={2_000} resize="vertical" onChange={(_, data) => setReason(data.value)} />
              </Field>
              <div role="alert">
                {error && (
                  <MessageBar intent="error" layout="multiline">
                    <MessageBarBody>
                      <Untrusted>{problemOf(error)}</Untrusted>
                    </MessageBarBody>
                  </MessageBar>
                )}
              </div>
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" appearance="primary" disabledFocusable={loading}>
                {loading ? 'Sending …' : approve ? 'Approve' : 'Decline'}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

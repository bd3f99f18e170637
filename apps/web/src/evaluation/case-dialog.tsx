import { useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { cardName } from '../feedback/feedback-words.js';
import { MakeEvaluationCaseDocument } from '../graphql/generated/graphql.js';
import { Untrusted } from '../ui/untrusted.js';
import type { FeedbackEntry } from './feedback-view.js';
import styles from './evaluation.module.css';

interface CaseDialogProps {
  feedback: FeedbackEntry;
  onClose: () => void;
  onMade: () => void;
}

/** Makes a case of a card and what was said of it, to measure composers by. */
export function CaseDialog({ feedback, onClose, onMade }: CaseDialogProps) {
  const [tags, setTags] = useState('');
  const [make, { loading, error }] = useMutation(MakeEvaluationCaseDocument);
  return (
    <Dialog open onOpenChange={(_, data) => data.open || onClose()}>
      <DialogSurface className={styles.dialog}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (loading) return;
            make({ variables: { cardId: feedback.cardId, tags: tagsOf(tags) } }).then(onMade, () => undefined);
          }}
        >
          <DialogBody>
            <DialogTitle>Make a case</DialogTitle>
            <DialogContent className={styles.form}>
              <p>
                {`The ${cardName(feedback.kind).toLowerCase()} of `}
                <Untrusted>{feedback.subjectId}</Untrusted> and what people said of it become a case. Names of people and of the tenant are replaced. A reviewer checks what is expected before it is exported.
              </p>
              <Field label="Tags (optional)" hint="Such as wrong-entity, with commas between them.">
                <Input value={tags} maxLength={400} onChange={(_, data) => setTags(data.value)} />
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
                {loading ? 'Making …' : 'Make the case'}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

/** The tags in a line of text, each once and in the form tags have. */
function tagsOf(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim().toLowerCase().replaceAll(/\s+/g, '-'));
  return [...new Set(tags.filter(Boolean))];
}

import { useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { Field, Input } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { cardName } from '../feedback/feedback-words.js';
import { MakeEvaluationCaseDocument } from '../graphql/generated/graphql.js';
import { FormDialog } from '../ui/form-dialog.js';
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
  const send = (): void => void make({ variables: { cardId: feedback.cardId, tags: tagsOf(tags) } }).then(onMade, () => undefined);
  return (
    <FormDialog title="Make a case" submit="Make the case" busy={loading ? 'Making …' : undefined} refusal={error && problemOf(error)} surfaceClass={styles.dialog} contentClass={styles.form} onSubmit={send} onClose={onClose}>
      <p>
        {`The ${cardName(feedback.kind).toLowerCase()} of `}
        <Untrusted>{feedback.subjectId}</Untrusted> and what people said of it become a case, with what the card was made from where Attest still has it. People, devices, domains and the tenant get other names. A reviewer looks for names left in free text, and checks what is expected, before it is exported.
      </p>
      <Field label="Tags (optional)" hint="Such as wrong-entity, with commas between them.">
        <Input value={tags} maxLength={400} onChange={(_, data) => setTags(data.value)} />
      </Field>
    </FormDialog>
  );
}

/** The tags in a line of text, each once and in the form tags have. */
function tagsOf(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim().toLowerCase().replaceAll(/\s+/g, '-'));
  return [...new Set(tags.filter(Boolean))];
}

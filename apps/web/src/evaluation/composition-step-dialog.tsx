import { useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { Field, Textarea } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { cardName } from '../feedback/feedback-words.js';
import { PromoteCanaryDocument, RollBackCompositionDocument, type CompositionItemFragment } from '../graphql/generated/graphql.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Untrusted } from '../ui/untrusted.js';
import { armName } from './composition-arms.js';
import common from './evaluation.module.css';

interface CompositionStepDialogProps {
  composition: CompositionItemFragment;
  move: 'promote' | 'rollBack';
  onClose: () => void;
  onDone: () => void;
}

/** Rolls a setting back or makes its canary the current arm, with the reason. */
export function CompositionStepDialog({ composition, move, onClose, onDone }: CompositionStepDialogProps) {
  const { kind, revision, rollsBackTo, canary, history } = composition;
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const back = move === 'rollBack';
  const [step, { loading, error }] = useMutation(back ? RollBackCompositionDocument : PromoteCanaryDocument);
  const given = reason.trim();
  const target = history.find((each) => each.revision === rollsBackTo);
  const send = (): void => {
    setTried(true);
    if (given) step({ variables: { kind, expectedRevision: revision, reason: given } }).then(onDone, () => undefined);
  };
  return (
    <FormDialog
      title={`${back ? 'Roll back' : 'Promote the canary'}: ${cardName(kind).toLowerCase()}`}
      submit={back ? 'Roll back' : 'Promote'}
      busy={loading ? 'Sending …' : undefined}
      refusal={error && problemOf(error)}
      surfaceClass={common.dialog}
      contentClass={common.form}
      onSubmit={send}
      onClose={onClose}
    >
      {back ? (
        <p>
          {rollsBackTo === 0 ? (
            'The services compose as they are configured again, from the next card on.'
          ) : (
            <>
              {`Revision ${rollsBackTo} comes back, from the next card on: `}
              <Untrusted>{target ? armName(target.current) : 'an older setting'}</Untrusted>
              {target?.canary && (
                <>
                  {`, ${target.canaryShare} % canary `}
                  <Untrusted>{armName(target.canary)}</Untrusted>
                </>
              )}
              .
            </>
          )}
        </p>
      ) : (
        <p>
          <Untrusted>{canary ? armName(canary) : ''}</Untrusted> composes all of them from the next card on.
        </p>
      )}
      <Field label="Reason" required validationMessage={tried && !given ? 'Give a reason; the history and the audit log keep it.' : undefined}>
        <Textarea value={reason} maxLength={2_000} resize="vertical" onChange={(_, data) => setReason(data.value)} />
      </Field>
    </FormDialog>
  );
}

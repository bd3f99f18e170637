import { useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { Button, Checkbox, Field, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { cardName } from '../feedback/feedback-words.js';
import { SetCompositionDocument, type CompositionItemFragment } from '../graphql/generated/graphql.js';
import { visibleText } from '../lib/visible-text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { armInput, draftOf, longestPromptBytes, promptBytes, shareProblem, usualShare, type ArmDraft } from './composition-arms.js';
import styles from './composition.module.css';
import common from './evaluation.module.css';

interface CompositionDialogProps {
  composition: CompositionItemFragment;
  onClose: () => void;
  onDone: () => void;
}

/** Sets who composes a kind of card: the current arm, a canary and its share, and why. */
export function CompositionDialog({ composition, onClose, onDone }: CompositionDialogProps) {
  const { kind, revision, canaryShare } = composition;
  const [current, setCurrent] = useState(() => draftOf(composition.current));
  const [tries, setTries] = useState(composition.canary !== null);
  const [canary, setCanary] = useState<ArmDraft>(() => (composition.canary ? draftOf(composition.canary) : { choice: composition.modelRefusal || composition.current.composer === 'MODEL' ? 'rules' : 'model', model: '', prompt: '' }));
  const [share, setShare] = useState(String(canaryShare ?? usualShare));
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [set, { loading, error }] = useMutation(SetCompositionDocument);
  const given = reason.trim();
  const tooLong = [current, ...(tries ? [canary] : [])].some(({ choice, prompt }) => choice === 'model' && promptBytes(prompt) > longestPromptBytes);
  const send = (): void => {
    setTried(true);
    if (!given || tooLong || (tries && shareProblem(share) !== undefined)) return;
    const input = { kind, expectedRevision: revision, current: armInput(current), canary: tries ? { arm: armInput(canary), share: Number(share) } : null, reason: given };
    set({ variables: { input } }).then(onDone, () => undefined);
  };
  return (
    <FormDialog title={`Who composes: ${cardName(kind).toLowerCase()}`} submit="Set" busy={loading ? 'Sending …' : undefined} refusal={error && problemOf(error)} surfaceClass={common.dialog} contentClass={common.form} onSubmit={send} onClose={onClose}>
      <p className={common.quiet}>Cards from now on are composed so. Those that are there stay as they are until they are made again.</p>
      <ArmFields name="Current" draft={current} composition={composition} onChange={setCurrent} />
      <Checkbox label="Let a canary compose some of them" checked={tries} onChange={(_, data) => setTries(data.checked === true)} />
      {tries && (
        <ArmFields name="Canary" draft={canary} composition={composition} onChange={setCanary}>
          <Field label="Share, in percent" hint={`Each ${kind === 'incidentSummary' ? 'incident' : kind === 'scriptAnalysis' ? 'script' : 'question'} stays with its arm while this setting stands.`} validationMessage={tried ? shareProblem(share) : undefined}>
            <Input className={styles.narrow} type="number" min={1} max={50} step={1} value={share} onChange={(_, data) => setShare(data.value)} />
          </Field>
        </ArmFields>
      )}
      <Field label="Reason" required validationMessage={tried && !given ? 'Give a reason; the history and the audit log keep it.' : undefined}>
        <Textarea value={reason} maxLength={2_000} resize="vertical" onChange={(_, data) => setReason(data.value)} />
      </Field>
    </FormDialog>
  );
}

interface ArmFieldsProps {
  name: 'Current' | 'Canary';
  draft: ArmDraft;
  composition: CompositionItemFragment;
  onChange: (draft: ArmDraft) => void;
  children?: React.ReactNode;
}

function ArmFields({ name, draft, composition, onChange, children }: ArmFieldsProps) {
  const { configuredModel, modelRefusal, promptRefusal, shippedPrompt } = composition;
  const bytes = promptBytes(draft.prompt);
  const amount = `${bytes.toLocaleString('en-GB')} of ${longestPromptBytes.toLocaleString('en-GB')} bytes`;
  return (
    <fieldset className={styles.group}>
      <legend>{name}</legend>
      <RadioGroup value={draft.choice} onChange={(_, data) => onChange({ ...draft, choice: data.value as ArmDraft['choice'] })} aria-label={`${name}: composer`}>
        <Radio value="configured" label={visibleText(`As configured: ${configuredModel ?? 'rules'}`)} />
        <Radio value="rules" label="Rules" />
        <Radio value="model" label="A model" disabled={modelRefusal !== null} />
      </RadioGroup>
      {modelRefusal && <p className={common.quiet}>{modelRefusal}</p>}
      {draft.choice === 'model' && (
        <>
          <Field label={`${name}: model`} hint="At the configured endpoint. Empty: the configured one.">
            <Input value={draft.model} maxLength={200} placeholder={configuredModel ?? undefined} onChange={(_, data) => onChange({ ...draft, model: data.value })} />
          </Field>
          {promptRefusal ? (
            <p className={common.quiet}>{promptRefusal}</p>
          ) : (
            <>
              <Field label={`${name}: prompt`} hint="Empty: the one that ships." validationMessage={bytes > longestPromptBytes ? `It is too long: ${amount}.` : undefined}>
                <Textarea value={draft.prompt} resize="vertical" rows={4} onChange={(_, data) => onChange({ ...draft, prompt: data.value })} />
              </Field>
              <div className={styles.under}>
                <span className={common.quiet}>{amount}</span>
                {draft.prompt.trim() === '' && shippedPrompt && (
                  <Button size="small" onClick={() => onChange({ ...draft, prompt: shippedPrompt })}>
                    Start from the one that ships
                  </Button>
                )}
              </div>
            </>
          )}
        </>
      )}
      {children}
    </fieldset>
  );
}

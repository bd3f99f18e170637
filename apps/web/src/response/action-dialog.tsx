import { useState } from 'react';
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, MessageBar, MessageBarBody, MessageBarTitle, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import type { ActionItemFragment, ActionMoveKind } from '../graphql/generated/graphql.js';
import { displayEntity } from '../lib/defang.js';
import { label } from '../lib/labels.js';
import { connectorName } from '../lib/response-words.js';
import { visibleText } from '../lib/visible-text.js';
import { Untrusted } from '../ui/untrusted.js';
import { ExactOrder } from './exact-order.js';
import { useDecide, type DecisionInput } from './use-decide.js';
import styles from './response.module.css';

interface ActionDialogProps {
  kind: ActionMoveKind;
  action: ActionItemFragment;
  onClose: () => void;
  onDecided: () => void;
}

interface Words {
  title: string;
  submit: string;
  text: string;
  missing: string;
}

const words: Readonly<Record<ActionMoveKind, Words>> = {
  APPROVE: { title: 'Approve', submit: 'Approve', text: 'Reason', missing: 'This action has consequences: give a reason.' },
  DECLINE: { title: 'Decline', submit: 'Decline', text: 'Reason', missing: '' },
  UNDO: { title: 'Take back', submit: 'Take it back', text: 'Reason', missing: 'Give a reason; it goes into the audit log.' },
  RECORD: { title: 'Record what happened', submit: 'Record', text: 'What shows it', missing: 'Say what you did or found, and where it can be seen.' },
  RETRY: { title: 'Try again', submit: 'Try again', text: 'Reason', missing: 'Give a reason; it goes into the audit log.' },
  REOPEN: { title: 'Open again', submit: 'Open again', text: 'Reason', missing: 'Give a reason; it goes into the audit log.' },
};

/** One decision about one action: what exactly it is about, what has to be read first, and what has to be given. */
export function ActionDialog({ kind, action: current, onClose, onDecided }: ActionDialogProps) {
  // What is decided is what was shown when the dialog opened, however the action goes on meanwhile.
  const [shown, setShown] = useState(current);
  const { decide, reload, busy, refusal } = useDecide();
  const [input, setInput] = useState<DecisionInput>({ reason: '', inputs: Object.fromEntries(shown.approval.inputs.map((name) => [name, ''])), done: true });
  const [tried, setTried] = useState(false);
  const { title, submit, text, missing } = words[kind];
  const move = shown.moves.find((each) => each.kind === kind);
  const needsText = kind === 'APPROVE' ? shown.approval.needsReason : kind !== 'DECLINE';
  const textMissing = needsText && input.reason.trim() === '';
  const inputsMissing = kind === 'APPROVE' && shown.approval.inputs.some((name) => !input.inputs[name]?.trim());
  const changed = kind === 'APPROVE' && (current.approval.hash !== shown.approval.hash || current.recommended !== shown.recommended || current.state !== shown.state);
  const showNewest = (): void => {
    void reload(shown.id).then((newest) => {
      if (newest) setShown(newest);
    });
  };

  return (
    <Dialog open onOpenChange={(_, data) => data.open || onClose()}>
      <DialogSurface className={styles.dialog}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (busy || textMissing || inputsMissing || !move?.allowed) return;
            void decide(kind, shown, input).then((done) => {
              if (done) onDecided();
            });
          }}
        >
          <DialogBody>
            <DialogTitle>
              {`${title}: ${visibleText(shown.title).charAt(0).toLowerCase()}${visibleText(shown.title).slice(1)}`}
            </DialogTitle>
            <DialogContent className={styles.form}>
              <p className={styles.dialogTarget}>
                <span className={styles.quiet}>{label(shown.target.type)}</span> <Untrusted>{displayEntity(shown.target.type, shown.target.name)}</Untrusted>
              </p>
              <Preface kind={kind} action={shown} />
              {(kind === 'APPROVE' || kind === 'RETRY') && <ExactOrder action={shown} />}
              {kind === 'APPROVE' &&
                shown.approval.inputs.map((name) => (
                  <Field key={name} label={label(name)} required validationMessage={tried && !input.inputs[name]?.trim() ? 'Only a person can give this.' : undefined}>
                    <Input value={input.inputs[name] ?? ''} onChange={(_, data) => setInput((now) => ({ ...now, inputs: { ...now.inputs, [name]: data.value } }))} />
                  </Field>
                ))}
              {kind === 'RECORD' && (
                <RadioGroup value={input.done ? 'done' : 'notDone'} onChange={(_, data) => setInput((now) => ({ ...now, done: data.value === 'done' }))} aria-label="What happened">
                  <Radio value="done" label="It was carried out" />
                  <Radio value="notDone" label="It was not carried out" />
                </RadioGroup>
              )}
              <Field label={needsText ? text : `${text} (optional)`} required={needsText} validationMessage={tried && textMissing ? missing : undefined} hint={kind === 'RECORD' ? 'A ticket, an address, what you saw. It goes into the audit log.' : 'It goes into the audit log.'}>
                <Textarea value={input.reason} maxLength={2_000} resize="vertical" onChange={(_, data) => setInput((now) => ({ ...now, reason: data.value }))} />
              </Field>
              <div role="alert" className={styles.refusals}>
                {changed && !refusal && <Stale sentence="The action has changed while this was open. What is shown here can no longer be approved." onShow={showNewest} />}
                {!move?.allowed && !changed && !refusal && <Refused sentence={move?.sentence ?? `${shown.stateSentence} This cannot be decided now.`} />}
                {refusal && (refusal.stale ? <Stale sentence={refusal.sentence} onShow={showNewest} /> : <Refused sentence={refusal.sentence} />)}
              </div>
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" appearance="primary" className={kind === 'APPROVE' && shown.destructive ? styles.danger : undefined} disabledFocusable={busy || !move?.allowed || changed}>
                {busy ? 'Sending …' : submit}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

/** What has to be read before deciding. */
function Preface({ kind, action }: { kind: ActionMoveKind; action: ActionItemFragment }) {
  if (kind === 'APPROVE')
    return (
      <>
        {action.expectedEffect && (
          <p>
            <Untrusted>{action.expectedEffect}</Untrusted>
          </p>
        )}
        {(action.warning || action.destructive) && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{action.destructive ? 'This has consequences.' : 'Read first.'}</MessageBarTitle>
              <Untrusted>{action.warning ?? 'It interrupts people at work or cannot be brought back. What it does stands above.'}</Untrusted>
            </MessageBarBody>
          </MessageBar>
        )}
        {action.approval.needsTwo && <p className={styles.quiet}>Two people have to approve this. It goes out after the second.</p>}
      </>
    );
  if (kind === 'UNDO') return <p>{`What it did is taken back by an action of its own, carried out by ${connectorName(action.approval.connector)}. Both stay in the audit log.`}</p>;
  if (kind === 'RETRY' && action.state === 'UNKNOWN')
    return (
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>It may have been carried out already.</MessageBarTitle>
          Look at the target first: if it was, record that instead. Trying again may do it twice.
        </MessageBarBody>
      </MessageBar>
    );
  if (kind === 'RECORD') return <p>Say what you did or found. Attest sends nothing.</p>;
  if (kind === 'DECLINE') return <p>{action.state === 'PROPOSED' ? 'It is not carried out. It can be opened again later.' : 'The approval is taken back; nothing was sent yet.'}</p>;
  if (kind === 'REOPEN') return <p>It waits for a decision again, as a new order.</p>;
  return null;
}

function Stale({ sentence, onShow }: { sentence: string; onShow: () => void }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <Untrusted>{sentence}</Untrusted>{' '}
        <Button size="small" onClick={onShow}>
          Show it as it is now
        </Button>
      </MessageBarBody>
    </MessageBar>
  );
}

function Refused({ sentence }: { sentence: string }) {
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <Untrusted>{sentence}</Untrusted>
      </MessageBarBody>
    </MessageBar>
  );
}

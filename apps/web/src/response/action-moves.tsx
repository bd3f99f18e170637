import { lazy, Suspense, useId, useState } from 'react';
import { Button } from '@fluentui/react-components';
import { ArrowUndoRegular } from '@fluentui/react-icons/svg/arrow-undo';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import type { ActionItemFragment, ActionMoveKind } from '../graphql/generated/graphql.js';
import { visibleText } from '../lib/visible-text.js';
import styles from './response.module.css';

const ActionDialog = lazy(async () => ({ default: (await import('./action-dialog.js')).ActionDialog }));

const verbs: Readonly<Record<ActionMoveKind, string>> = { APPROVE: 'Approve', DECLINE: 'Decline', UNDO: 'Undo', RECORD: 'Record what happened', RETRY: 'Try again', REOPEN: 'Open again' };

interface ActionMovesProps {
  action: ActionItemFragment;
  /** After a decision was taken. */
  onDecided?: () => void;
}

/** What a person may do about an action now. What is not allowed stays visible, with the reason beside it. */
export function ActionMoves({ action, onDecided }: ActionMovesProps) {
  const [open, setOpen] = useState<ActionMoveKind>();
  const id = useId();
  // What takes another action back is not taken back itself: that one is opened again.
  const moves = action.moves.filter(({ kind }) => kind !== 'UNDO' || action.undoes === null);
  const refusals = [...new Set(moves.flatMap(({ allowed, sentence }) => (allowed || !sentence ? [] : [sentence])))];
  const about = `${action.title}: ${action.target.name}`;
  if (moves.length === 0) return null;
  return (
    <div className={styles.moves}>
      {moves.map(({ kind, allowed, sentence }) => (
        <Button
          key={kind}
          size="small"
          appearance={kind === 'APPROVE' && allowed ? 'primary' : 'secondary'}
          icon={kind === 'APPROVE' ? <CheckmarkRegular /> : kind === 'UNDO' ? <ArrowUndoRegular /> : undefined}
          disabledFocusable={!allowed}
          aria-label={visibleText(`${verbs[kind]}: ${about}`)}
          aria-describedby={!allowed && sentence ? `${id}${refusals.indexOf(sentence)}` : undefined}
          title={allowed ? undefined : (sentence ?? undefined)}
          data-move={kind}
          onClick={() => setOpen(kind)}
        >
          {verbs[kind]}
        </Button>
      ))}
      {refusals.map((sentence, index) => (
        <span key={sentence} id={`${id}${index}`} className={styles.refusal}>
          {sentence}
        </span>
      ))}
      {open && (
        <Suspense>
          <ActionDialog
            kind={open}
            action={action}
            onClose={() => setOpen(undefined)}
            onDecided={() => {
              setOpen(undefined);
              onDecided?.();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

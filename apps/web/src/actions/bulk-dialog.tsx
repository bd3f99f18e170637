import { useEffect, useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, MessageBar, MessageBarBody, Spinner, Textarea } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { BulkApproveDocument, type ActionItemFragment, type BulkApproveMutation } from '../graphql/generated/graphql.js';
import { displayEntity } from '../lib/defang.js';
import { count } from '../lib/labels.js';
import { LabNote } from '../response/action-state.js';
import { ToneBadge } from '../ui/badges.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './actions.module.css';

interface BulkDialogProps {
  /** As they were shown when they were marked: that is what is approved. */
  actions: readonly ActionItemFragment[];
  onClose: () => void;
  onDone: () => void;
}

const pause = 350;

/** Many approvals at once: first the list of what would happen, then, if a person says so, it happens. */
export function BulkDialog({ actions, onClose, onDone }: BulkDialogProps) {
  const [reason, setReason] = useState('');
  const [list, setList] = useState<BulkApproveMutation['bulkApprove']>();
  const [done, setDone] = useState<BulkApproveMutation['bulkApprove']>();
  const [run, { loading, error }] = useMutation(BulkApproveDocument);
  const needsReason = actions.some(({ approval }) => approval.needsReason);
  const given = reason.trim();
  const outcomes = done ?? list;
  const ready = list?.filter(({ ok }) => ok).length ?? 0;

  useEffect(() => {
    if (done) return;
    let wanted = true;
    const timer = setTimeout(() => {
      run({ variables: { approvals: actions.map(({ id, approval }) => ({ actionId: id, hash: approval.hash })), dryRun: true, reason: given || null } }).then(
        ({ data }) => wanted && data && setList(data.bulkApprove),
        () => undefined,
      );
    }, given ? pause : 0);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [actions, given, done, run]);

  const approve = (): void => {
    const wanted = new Set(list?.filter(({ ok }) => ok).map(({ actionId }) => actionId));
    const approvals = actions.filter(({ id }) => wanted.has(id)).map(({ id, approval }) => ({ actionId: id, hash: approval.hash }));
    run({ variables: { approvals, dryRun: false, reason: given || null } }).then(
      ({ data }) => {
        if (!data) return;
        setDone(data.bulkApprove);
        onDone();
      },
      () => undefined,
    );
  };

  return (
    <Dialog open onOpenChange={(_, data) => data.open || onClose()}>
      <DialogSurface className={styles.bulk}>
        <DialogBody>
          <DialogTitle>{done ? 'What became of them' : `Approve ${count(actions.length, 'action')}`}</DialogTitle>
          <DialogContent className={styles.bulkContent}>
            {!done && <p>Nothing has happened yet. This is what would, each by itself:</p>}
            {!done && actions.some(({ approval }) => approval.simulated) && <LabNote />}
            <div aria-live="polite">
              {!outcomes && !error && <Spinner size="tiny" labelPosition="after" label="Asking what would happen" />}
              {outcomes && (
                <ul className={styles.outcomes} aria-label={done ? 'What became of them' : 'What would happen'}>
                  {outcomes.map((each) => {
                    const action = actions.find(({ id }) => id === each.actionId);
                    return (
                      <li key={each.actionId} data-ok={each.ok}>
                        <ToneBadge tone={each.ok ? 'good' : 'medium'}>{done ? (each.ok ? 'Approved' : 'Refused') : each.ok ? 'Would be approved' : each.code === 'REASON_MISSING' ? 'Needs a reason' : 'Would be refused'}</ToneBadge>
                        <span>
                          {action && !each.sentence.startsWith(action.title) && (
                            <>
                              <b>{action.title}</b> <Untrusted>{displayEntity(action.target.type, action.target.name)}</Untrusted>
                              {'. '}
                            </>
                          )}
                          <Untrusted>{each.sentence}</Untrusted>
                          {action?.warning && (
                            <span className={styles.bulkWarning}>
                              {' Before approving: '}
                              <Untrusted>{action.warning}</Untrusted>
                            </span>
                          )}
                        </span>
                      </li>
                    );
                  })}
                </ul>
              )}
            </div>
            {!done && (
              <Field label={needsReason ? 'Reason' : 'Reason (optional)'} required={needsReason} hint="One for all of them. It goes into the audit log.">
                <Textarea value={reason} maxLength={2_000} resize="vertical" onChange={(_, data) => setReason(data.value)} />
              </Field>
            )}
            <div role="alert">
              {error && (
                <MessageBar intent="error" layout="multiline">
                  <MessageBarBody>{problemOf(error)}</MessageBarBody>
                </MessageBar>
              )}
            </div>
          </DialogContent>
          <DialogActions>
            <Button appearance={done ? 'primary' : 'secondary'} onClick={onClose}>
              {done ? 'Close' : 'Cancel'}
            </Button>
            {!done && (
              <Button appearance="primary" disabledFocusable={loading || ready === 0} onClick={approve}>
                {loading && list ? 'Asking …' : `Approve ${count(ready, 'action')}`}
              </Button>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

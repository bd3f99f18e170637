import { useState } from 'react';
import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Checkbox, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Input, MessageBar, MessageBarBody, Textarea } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { problemOf } from '../app/problem.js';
import { DeleteSavedHuntDocument, SavedHuntsDocument, SaveHuntDocument, type SavedHuntItemFragment } from '../graphql/generated/graphql.js';
import { huntTimeInput, type HuntTime } from '../lib/hunt-time.js';
import { visibleText } from '../lib/visible-text.js';
import { ShowMore } from '../ui/more.js';
import { ErrorState, Refusal, RowsLoading } from '../ui/states.js';
import { Untrusted } from '../ui/untrusted.js';
import { useMore } from '../ui/use-more.js';
import { useRefetchOn } from './history-panel.js';
import styles from './side.module.css';

/** Hunts kept under a name, mine and those shared with everybody here. */
export function SavedPanel({ version, onOpen }: { version: number; onOpen: (hunt: SavedHuntItemFragment) => void }) {
  const [text, setText] = useState('');
  const { data, previousData, error, loading, fetchMore, refetch } = useQuery(SavedHuntsDocument, { variables: { first: 50, text: text.trim() || null }, fetchPolicy: 'network-only', notifyOnNetworkStatusChange: true });
  useRefetchOn(version, refetch);
  const [remove, removal] = useMutation(DeleteSavedHuntDocument);
  const list = (data ?? (loading ? previousData : undefined))?.savedHunts;
  const more = useMore(fetchMore, list?.pageInfo);
  return (
    <>
      <div className={styles.find}>
        <Input size="small" type="search" className={styles.findField} contentBefore={<SearchRegular />} aria-label="Find saved hunts" placeholder="Name or query" value={text} onChange={(_, input) => setText(input.value)} />
      </div>
      {!list ? (
        error ? <ErrorState title="The saved hunts cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="saved hunts" rows={6} />
      ) : (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label="Saved hunts">
          <Refusal error={removal.error} />
          {list.nodes.length === 0 && <p className={styles.none}>{text ? 'No saved hunt matches.' : 'Save a query above the editor to find it here again, or to share it.'}</p>}
          <ul>
            {list.nodes.map((hunt) => (
              <li key={hunt.id} className={styles.entry}>
                <button type="button" className={styles.open} onClick={() => onOpen(hunt)} title={visibleText(hunt.kql).slice(0, 400)}>
                  <span className={styles.entryName}>
                    <Untrusted>{hunt.name}</Untrusted>
                  </span>
                  {hunt.description && (
                    <span className={styles.entryText}>
                      <Untrusted>{hunt.description}</Untrusted>
                    </span>
                  )}
                  <span className={styles.entryFacts}>
                    <span>{hunt.own ? (hunt.shared ? 'Mine, shared' : 'Mine') : `Shared by ${visibleText(hunt.by)}`}</span>
                  </span>
                </button>
                {hunt.own && (
                  <Button
                    size="small"
                    appearance="subtle"
                    className={styles.entryTool}
                    icon={<DeleteRegular />}
                    aria-label={`Delete ${visibleText(hunt.name)}`}
                    onClick={() =>
                      void remove({ variables: { id: hunt.id } })
                        .then(() => refetch())
                        .catch(() => undefined)
                    }
                  />
                )}
              </li>
            ))}
          </ul>
          {list.pageInfo.hasNextPage && (
            <ShowMore shown={list.nodes.length} total={list.totalCount} loading={loading} more={more} />
          )}
        </div>
      )}
    </>
  );
}

interface SaveDialogProps {
  open: boolean;
  kql: string;
  time: HuntTime;
  name: string;
  onClose: () => void;
  onSaved: (name: string) => void;
}

/** Keeps the query under a name. */
export function SaveDialog({ open, onClose, ...rest }: SaveDialogProps) {
  return (
    <Dialog open={open} onOpenChange={(_, data) => data.open || onClose()}>
      <DialogSurface>{open && <SaveForm {...rest} onClose={onClose} />}</DialogSurface>
    </Dialog>
  );
}

function SaveForm({ kql, time, name: suggested, onClose, onSaved }: Omit<SaveDialogProps, 'open'>) {
  const [name, setName] = useState(suggested.slice(0, 120));
  const [description, setDescription] = useState('');
  const [shared, setShared] = useState(false);
  const [save, { loading, error }] = useMutation(SaveHuntDocument);
  const blank = name.trim() === '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (blank || loading) return;
        save({ variables: { input: { name: name.trim(), description: description.trim() || null, kql, timeRange: huntTimeInput(time), shared } } }).then(
          () => onSaved(name.trim()),
          () => undefined,
        );
      }}
    >
      <DialogBody>
        <DialogTitle>Save the hunt</DialogTitle>
        <DialogContent className={styles.form}>
          <label>
            Name
            <Input value={name} onChange={(_, data) => setName(data.value)} maxLength={120} />
          </label>
          <label>
            What it finds
            <Textarea value={description} onChange={(_, data) => setDescription(data.value)} resize="vertical" />
          </label>
          <Checkbox checked={shared} onChange={(_, data) => setShared(data.checked === true)} label="Share it with everybody here" />
          <div role="alert">
            {error && (
              <MessageBar intent="error" layout="multiline">
                <MessageBarBody>{problemOf(error)}</MessageBarBody>
              </MessageBar>
            )}
          </div>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" appearance="primary" disabledFocusable={blank || loading}>
            Save
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

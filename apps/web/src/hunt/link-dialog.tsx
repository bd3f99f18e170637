import { useState } from 'react';
import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Input, MessageBar, MessageBarBody, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { IncidentQueueDocument, LinkHuntDocument } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { SeverityBadge } from '../ui/badges.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './side.module.css';

interface LinkDialogProps {
  open: boolean;
  runId: string;
  title: string;
  rowCount: number;
  marked: readonly number[];
  incidentId: string | undefined;
  onClose: () => void;
  onLinked: (incidentId: string) => void;
}

/** Keeps rows of a run with an incident, as they were found. */
export function LinkDialog({ open, onClose, ...rest }: LinkDialogProps) {
  return (
    <Dialog open={open} onOpenChange={(_, data) => data.open || onClose()}>
      <DialogSurface>{open && <LinkForm {...rest} onClose={onClose} />}</DialogSurface>
    </Dialog>
  );
}

function LinkForm({ runId, title: suggested, rowCount, marked, incidentId, onClose, onLinked }: Omit<LinkDialogProps, 'open'>) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(incidentId);
  const [title, setTitle] = useState(suggested.slice(0, 200));
  const [note, setNote] = useState('');
  const [which, setWhich] = useState<'all' | 'marked'>(marked.length > 0 ? 'marked' : 'all');
  const { data } = useQuery(IncidentQueueDocument, { variables: { first: 6, text: text.trim() || incidentId || null, status: null, severity: null }, fetchPolicy: 'no-cache' });
  const [link, { loading, error }] = useMutation(LinkHuntDocument);
  const incidents = data?.incidents.nodes ?? [];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen === undefined || loading) return;
        link({ variables: { runId, incidentId: chosen, title: title.trim() || null, note: note.trim() || null, rows: which === 'marked' ? [...marked] : null } }).then(
          () => onLinked(chosen),
          () => undefined,
        );
      }}
    >
      <DialogBody>
        <DialogTitle>Link the rows to an incident</DialogTitle>
        <DialogContent className={styles.form}>
          <label>
            Incident
            <Input type="search" value={text} onChange={(_, input) => setText(input.value)} placeholder="Name or number" />
          </label>
          <RadioGroup value={chosen ?? ''} onChange={(_, input) => setChosen(input.value)} aria-label="Incident" className={styles.incidents}>
            {incidents.map((incident) => (
              <Radio
                key={incident.id}
                value={incident.id}
                label={
                  <span className={styles.incident}>
                    <span className={styles.quiet}>
                      <Untrusted>{incident.id}</Untrusted>
                    </span>
                    <Untrusted>{incident.displayName}</Untrusted>
                    <SeverityBadge severity={incident.severity} />
                  </span>
                }
              />
            ))}
          </RadioGroup>
          {data && incidents.length === 0 && <p className={styles.quiet}>No incident matches.</p>}
          {marked.length > 0 && (
            <RadioGroup layout="horizontal" value={which} onChange={(_, input) => setWhich(input.value === 'all' ? 'all' : 'marked')} aria-label="Rows">
              <Radio value="marked" label={`The ${count(marked.length, 'marked row')}`} />
              <Radio value="all" label={`All ${count(rowCount, 'row')}`} />
            </RadioGroup>
          )}
          <label>
            Title
            <Input value={title} onChange={(_, input) => setTitle(input.value)} maxLength={200} />
          </label>
          <label>
            Why it matters
            <Textarea value={note} onChange={(_, input) => setNote(input.value)} resize="vertical" />
          </label>
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
          <Button type="submit" appearance="primary" disabledFocusable={chosen === undefined || loading}>
            Link
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

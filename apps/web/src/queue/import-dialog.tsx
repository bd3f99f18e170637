import { useRef, useState } from 'react';
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, ProgressBar } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { Link } from 'react-router';
import { count } from '../lib/labels.js';
import { Untrusted } from '../ui/untrusted.js';
import { useFileDrop } from '../ui/use-file-drop.js';
import type { ImportOutcome } from './import-files.js';
import { useImport, type ImportItem } from './use-import.js';
import styles from './import-dialog.module.css';

interface ImportDialogProps {
  /** The incident that chosen events belong to, when one is ticked. */
  incidentId: string | undefined;
  onClose: () => void;
  onImported: () => void;
}

/** Takes incident and event files, and says what became of each. */
export function ImportDialog({ incidentId, onClose, onImported }: ImportDialogProps) {
  const { items, busy, add } = useImport(onImported);
  const [eventsOf, setEventsOf] = useState(incidentId ?? '');
  const input = useRef<HTMLInputElement>(null);

  const take = (list: FileList | null): void => {
    if (list && list.length > 0) add([...list], eventsOf);
  };
  const drop = useFileDrop(take);

  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Import incidents</DialogTitle>
          <DialogContent className={styles.content}>
            <div className={styles.drop} {...drop}>
              <ArrowUploadRegular className={styles.dropIcon} aria-hidden="true" />
              <p>Drop files here, or</p>
              <Button onClick={() => input.current?.click()}>Choose files</Button>
              <input
                ref={input}
                type="file"
                multiple
                hidden
                accept=".json,.jsonl,.gz"
                aria-label="Files to import"
                onChange={(event) => {
                  take(event.target.files);
                  event.target.value = '';
                }}
              />
              <p className={styles.hint}>Incidents in the Microsoft Graph form: .json or .json.gz. Events: .jsonl or .jsonl.gz.</p>
            </div>
            <Field label="Events belong to incident" hint="Not needed when the incident file is chosen together with its events.">
              <Input value={eventsOf} placeholder="Incident id" onChange={(_, data) => setEventsOf(data.value)} />
            </Field>
            {items.length > 0 && (
              <ul className={styles.items} aria-label="Files" aria-live="polite">
                {items.map((item) => (
                  <Item key={item.key} item={item} />
                ))}
              </ul>
            )}
          </DialogContent>
          <DialogActions>
            <Button appearance={busy ? 'secondary' : 'primary'} onClick={onClose}>
              {busy ? 'Continue in the background' : 'Done'}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Item({ item }: { item: ImportItem }) {
  return (
    <li className={styles.item}>
      <div className={styles.itemHead}>
        <Untrusted>{item.name}</Untrusted>
        <span className={styles.size}>{sizeOf(item.size)}</span>
      </div>
      {item.outcome ? <Outcome outcome={item.outcome} /> : <ProgressBar value={item.progress < 1 ? item.progress : undefined} aria-label={`Sending ${item.name}`} />}
    </li>
  );
}

const shownIncidents = 20;

function Outcome({ outcome }: { outcome: ImportOutcome }) {
  if (outcome.kind === 'refused')
    return (
      <p className={styles.refused}>
        Refused: <Untrusted>{outcome.reason}</Untrusted>
      </p>
    );
  if (outcome.kind === 'events')
    return (
      <p>
        {`${count(outcome.accepted, 'event')} added to incident `}
        <Link to={`/incidents/${encodeURIComponent(outcome.incidentId)}`}>
          <Untrusted>{outcome.incidentId}</Untrusted>
        </Link>
        {outcome.known > 0 && `. ${count(outcome.known, 'event')} known before`}
        {outcome.refused > 0 && (
          <span className={styles.refused}>
            {`. ${count(outcome.refused, 'line')} refused: `}
            <Untrusted>{outcome.firstRefusal ?? 'no reason given'}</Untrusted>
          </span>
        )}
      </p>
    );
  return (
    <ul className={styles.results}>
      {outcome.incidents.slice(0, shownIncidents).map((incident) => (
        <li key={incident.id}>
          <Link to={`/incidents/${encodeURIComponent(incident.id)}`}>
            <Untrusted>{`#${incident.id}`}</Untrusted>
          </Link>
          {` ${incident.outcome}, revision ${incident.revision}`}
          {incident.warnings.map((warning) => (
            <p key={warning} className={styles.warning}>
              <Untrusted>{warning}</Untrusted>
            </p>
          ))}
        </li>
      ))}
      {outcome.incidents.length > shownIncidents && <li>{`and ${count(outcome.incidents.length - shownIncidents, 'incident')} more`}</li>}
      {outcome.refused.slice(0, shownIncidents).map((item) => (
        <li key={item.position} className={styles.refused}>
          Refused <Untrusted mono>{item.position}</Untrusted>: <Untrusted>{item.reason}</Untrusted>
        </li>
      ))}
      {outcome.refused.length > shownIncidents && <li className={styles.refused}>{`and ${outcome.refused.length - shownIncidents} more refused`}</li>}
      {outcome.incidents.length === 0 && outcome.refused.length === 0 && <li>The file held no incident.</li>}
    </ul>
  );
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

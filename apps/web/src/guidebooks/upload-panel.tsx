import { useEffect, useRef, useState } from 'react';
import { Button, MessageBar, MessageBarBody, ProgressBar } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { guidebookAccept, guidebookRefusal } from '../lib/guidebook-words.js';
import type { Sending } from '../lib/send-bytes.js';
import { sizeText } from '../scripts/script-labels.js';
import { Untrusted } from '../ui/untrusted.js';
import { useFileDrop } from '../ui/use-file-drop.js';
import { sendGuidebook } from './send-guidebook.js';
import styles from './guidebooks.module.css';

interface UploadPanelProps {
  limit: number | undefined;
  onUploaded: (id: string) => void;
}

/** A place to drop a guide; what was read of it then waits for review. */
export function UploadPanel({ limit, onUploaded }: UploadPanelProps) {
  const [refusal, setRefusal] = useState<string>();
  const [progress, setProgress] = useState<{ name: string; share: number }>();
  const input = useRef<HTMLInputElement>(null);
  const sending = useRef<Sending<string>>(undefined);
  useEffect(() => () => sending.current?.cancel(), []);

  const take = (files: FileList | null): void => {
    const [file, ...others] = files ?? [];
    if (!file || progress) return;
    const why = others.length > 0 ? 'One guide at a time, please: each is reviewed by itself.' : guidebookRefusal(file, limit, sizeText);
    setRefusal(why);
    if (why !== undefined) return;
    setProgress({ name: file.name, share: 0 });
    const way = sendGuidebook(file, file.name, (share) => setProgress({ name: file.name, share }));
    sending.current = way;
    way.done.then(onUploaded, (error: Error) => setRefusal(error.message)).finally(() => {
      sending.current = undefined;
      setProgress(undefined);
    });
  };

  const drop = useFileDrop(take);

  return (
    <section
      className={styles.upload}
      aria-label="Upload a guide"
      {...drop}
    >
      <div className={styles.uploadLine}>
        <p>
          Drop a response guide here. <span className={styles.quiet}>{`PDF, Word (.docx), Markdown or text${limit === undefined ? '' : `, up to ${sizeText(limit)}`}. Text only; pictures are not read.`}</span>
        </p>
        <Button appearance="primary" icon={<ArrowUploadRegular />} disabledFocusable={progress !== undefined} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept={guidebookAccept}
          data-testid="guidebook-file"
          onChange={(event) => {
            take(event.target.files);
            event.target.value = '';
          }}
        />
      </div>
      {progress && (
        <div className={styles.sending} role="status">
          <ProgressBar {...(progress.share > 0 && progress.share < 1 ? { value: progress.share } : {})} aria-label={`Sending ${progress.name}`} />
          <span>
            {progress.share < 1 ? 'Sending ' : 'Reading '}
            <Untrusted>{progress.name}</Untrusted> …
          </span>
          <Button size="small" onClick={() => sending.current?.cancel()}>
            Cancel
          </Button>
        </div>
      )}
      <div role="alert">
        {refusal && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>
              <Untrusted>{refusal}</Untrusted>
            </MessageBarBody>
          </MessageBar>
        )}
      </div>
    </section>
  );
}

import { useEffect, useRef, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button, MessageBar, MessageBarBody, ProgressBar, Select, Textarea } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { useNavigate } from 'react-router';
import { ScriptLimitDocument, type ScriptLanguage } from '../graphql/generated/graphql.js';
import { languageNames } from '../lib/script-filter.js';
import type { Sending } from '../lib/send-bytes.js';
import { Untrusted } from '../ui/untrusted.js';
import { useFileDrop } from '../ui/use-file-drop.js';
import { scriptPath, sizeText } from './script-labels.js';
import { sendScript } from './send-script.js';
import styles from './scripts.module.css';

/** Paste or drop a script; its page opens at once and fills by itself. */
export function SubmitPanel() {
  const [text, setText] = useState('');
  const [language, setLanguage] = useState<ScriptLanguage | ''>('');
  const [refusal, setRefusal] = useState<string>();
  const [progress, setProgress] = useState<{ name: string; share: number }>();
  const file = useRef<HTMLInputElement>(null);
  const sending = useRef<Sending<{ sha256: string }>>(undefined);
  const navigate = useNavigate();
  const { data } = useQuery(ScriptLimitDocument);
  const limit = data?.scriptLimitBytes;
  useEffect(() => () => sending.current?.cancel(), []);

  const send = (bytes: Blob, name: string, fileName?: string): void => {
    if (progress) return;
    setRefusal(undefined);
    if (bytes.size === 0) return setRefusal(`${name} is empty.`);
    if (limit !== undefined && bytes.size > limit) return setRefusal(`${name} has ${sizeText(bytes.size)}; a script may have ${sizeText(limit)}. Larger files: bin/attest script analyze.`);
    setProgress({ name, share: 0 });
    const way = sendScript(bytes, { language: language.toLowerCase(), ...(fileName === undefined ? {} : { fileName }) }, (share) => setProgress({ name, share }));
    sending.current = way;
    way.done
      .then(
        ({ sha256 }) => void navigate(scriptPath(sha256)),
        (error: Error) => setRefusal(error.message),
      )
      .finally(() => {
        sending.current = undefined;
        setProgress(undefined);
      });
  };
  const paste = (): void => {
    if (text.trim() !== '') send(new Blob([text]), 'The pasted text');
  };
  const take = (files: FileList | null): void => {
    const [chosen, ...others] = files ?? [];
    if (!chosen) return;
    if (others.length > 0) setRefusal('One script at a time, please.');
    else send(chosen, chosen.name, chosen.name);
  };

  const drop = useFileDrop(take);

  return (
    <section
      className={styles.submit}
      aria-label="Submit a script"
      {...drop}
    >
      <Textarea
        value={text}
        onChange={(_, data) => setText(data.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) paste();
        }}
        placeholder="Paste a script or a command line, or drop a file here. It is read, never run."
        aria-label="Script"
        resize="vertical"
        className={styles.field}
        textarea={{ className: styles.fieldText, spellCheck: false, autoCapitalize: 'off', autoCorrect: 'off' }}
      />
      <div className={styles.submitLine}>
        <span className={styles.submitHint}>{`Any encoding, text or bytes${limit === undefined ? '' : `, up to ${sizeText(limit)}`}. Ctrl+Enter sends.`}</span>
        <Select value={language} onChange={(_, data) => setLanguage(data.value as ScriptLanguage | '')} aria-label="Language">
          <option value="">Detect the language</option>
          {Object.entries(languageNames)
            .filter(([id]) => id !== 'UNKNOWN')
            .map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </Select>
        <input
          ref={file}
          type="file"
          hidden
          data-testid="script-file"
          onChange={(event) => {
            take(event.target.files);
            event.target.value = '';
          }}
        />
        <Button icon={<ArrowUploadRegular />} disabledFocusable={progress !== undefined} onClick={() => file.current?.click()}>
          Choose a file
        </Button>
        <Button appearance="primary" disabledFocusable={progress !== undefined || text.trim() === ''} onClick={paste}>
          Analyze
        </Button>
      </div>
      {progress && (
        <div className={styles.sending} role="status">
          <ProgressBar {...(progress.share > 0 ? { value: progress.share } : {})} aria-label={`Sending ${progress.name}`} />
          <span>
            {'Sending '}
            <Untrusted>{progress.name}</Untrusted>
            {progress.share > 0 && progress.share < 1 ? `, ${Math.floor(progress.share * 100)} %` : ' …'}
          </span>
          <Button size="small" onClick={() => sending.current?.cancel()}>
            Cancel
          </Button>
        </div>
      )}
      <div role="alert" className={styles.refusal}>
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

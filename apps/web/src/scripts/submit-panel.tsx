import { useRef, useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { Button, MessageBar, MessageBarBody, Select, Textarea } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { useNavigate } from 'react-router';
import { problemOf } from '../app/problem.js';
import { SubmitScriptDocument, type ScriptLanguage } from '../graphql/generated/graphql.js';
import { languageNames, scriptPath } from './script-labels.js';
import styles from './scripts.module.css';

/** The largest file that fits into one GraphQL request as base64. */
const largest = 1_400_000;

/** Paste or drop a script; its page opens at once and fills by itself. */
export function SubmitPanel() {
  const [text, setText] = useState('');
  const [language, setLanguage] = useState<ScriptLanguage | ''>('');
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const file = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const [submit, { loading, error }] = useMutation(SubmitScriptDocument);

  const send = (script: { text: string } | { base64: string; fileName: string }): void => {
    setRefusal(undefined);
    submit({ variables: { ...script, ...(language === '' ? {} : { language }) } }).then(
      ({ data }) => data && void navigate(scriptPath(data.submitScript.sha256)),
      () => undefined,
    );
  };
  const take = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return;
    if (chosen.size > largest) {
      setRefusal(`${chosen.name} is larger than this page sends. Use bin/attest script analyze for files over ${(largest / 1_000_000).toFixed(1)} MB.`);
      return;
    }
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    send({ base64: btoa(binary), fileName: chosen.name });
  };

  return (
    <section
      className={styles.submit}
      data-over={over || undefined}
      aria-label="Submit a script"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      }}
    >
      <Textarea value={text} onChange={(_, data) => setText(data.value)} placeholder="Paste a script or a command line, or drop a file here. It is read, never run." aria-label="Script" resize="vertical" className={styles.field} textarea={{ className: styles.fieldText, spellCheck: false }} />
      <div className={styles.submitLine}>
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
        <input ref={file} type="file" hidden onChange={(event) => void take(event.target.files?.[0])} />
        <Button icon={<ArrowUploadRegular />} onClick={() => file.current?.click()}>
          Choose a file
        </Button>
        <Button appearance="primary" disabledFocusable={loading || text.trim() === ''} onClick={() => text.trim() !== '' && !loading && send({ text })}>
          {loading ? 'Sending …' : 'Analyze'}
        </Button>
      </div>
      {(error ?? refusal) && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{refusal ?? problemOf(error)}</MessageBarBody>
        </MessageBar>
      )}
    </section>
  );
}

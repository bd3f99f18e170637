import { useRef, useState } from 'react';
import { Button, Field } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { isPicture, logoRefusal } from '../lib/report-template.js';
import { useFileDrop } from '../ui/use-file-drop.js';
import styles from './settings.module.css';

interface LogoFieldProps {
  /** As a data URI; empty without one. */
  logo: string;
  organisation: string;
  mayChange: boolean;
  /** What the server refused. */
  problem: string | undefined;
  onChange: (logo: string) => void;
}

/** The logo of the title page: shown as it will be, chosen or dropped as a file. */
export function LogoField({ logo, organisation, mayChange, problem, onChange }: LogoFieldProps) {
  const [refusal, setRefusal] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const take = async (files: FileList | null): Promise<void> => {
    const file = files?.[0];
    if (!file) return;
    const why = logoRefusal(file) ?? (isPicture(new Uint8Array(await file.slice(0, 8).arrayBuffer())) ? undefined : 'The file is not a PNG or JPEG in itself.');
    setRefusal(why);
    if (why !== undefined) return;
    try {
      onChange(await dataUri(file));
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : 'The file cannot be read.');
    }
  };
  const drop = useFileDrop((files) => void take(files));
  const wrong = refusal ?? problem;
  return (
    <Field label="Logo" hint="PNG or JPEG, up to 500 kB" {...(wrong !== undefined && { validationMessage: wrong })} data-field="logo">
      <div className={styles.logo} role="group" aria-label="Logo" {...(mayChange && drop)}>
        <span className={styles.logoPlace}>{logo ? <img src={logo} alt={organisation ? `Logo of ${organisation}` : 'Logo'} /> : <span className={styles.quiet}>No logo</span>}</span>
        {mayChange && (
          <span className={styles.logoButtons}>
            <Button size="small" icon={<ArrowUploadRegular />} onClick={() => input.current?.click()}>
              {logo ? 'Choose another' : 'Choose a file'}
            </Button>
            {logo && (
              <Button
                size="small"
                onClick={() => {
                  setRefusal(undefined);
                  onChange('');
                }}
              >
                Remove
              </Button>
            )}
            <input
              ref={input}
              type="file"
              hidden
              accept="image/png,image/jpeg"
              data-testid="logo-file"
              onChange={(event) => {
                void take(event.target.files);
                event.target.value = '';
              }}
            />
          </span>
        )}
      </div>
    </Field>
  );
}

function dataUri(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error('The file cannot be read.'));
    reader.readAsDataURL(file);
  });
}

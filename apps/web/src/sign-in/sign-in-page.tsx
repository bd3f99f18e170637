import { useState } from 'react';
import { Button, Field, Input, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { BrandMark } from '../app/brand-mark.js';
import { sentenceOf } from '../lib/error-sentence.js';
import { usePageTitle } from '../ui/use-page-title.js';
import styles from './sign-in-page.module.css';

interface SignInPageProps {
  /** True when the server ended the session while somebody was working. */
  ended: boolean;
  /** Hears when the server has set its cookie. */
  onSignedIn: () => Promise<void>;
}

/** The door. */
export function SignInPage({ ended, onSignedIn }: SignInPageProps) {
  usePageTitle('Sign in');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    const refusal = await signIn(user, password);
    if (refusal === undefined) await onSignedIn();
    else {
      setProblem(refusal);
      setPassword('');
    }
    setBusy(false);
  };

  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <BrandMark size={36} />
          <div>
            <h1 className={styles.title}>Attest</h1>
            <p className={styles.line}>Every sentence has its record.</p>
          </div>
        </div>
        <form onSubmit={(event) => void submit(event)} className={styles.form}>
          {ended && !problem && (
            <MessageBar intent="info" layout="multiline" role="status">
              <MessageBarBody>Your session has ended. Sign in to go on where you were.</MessageBarBody>
            </MessageBar>
          )}
          {problem && (
            <MessageBar intent="error" layout="multiline" role="alert">
              <MessageBarBody>{problem}</MessageBarBody>
            </MessageBar>
          )}
          <Field label="User">
            <Input autoFocus required name="user" autoComplete="username" value={user} onChange={(_, data) => setUser(data.value)} />
          </Field>
          <Field label="Password">
            <Input required type="password" name="password" autoComplete="current-password" value={password} onChange={(_, data) => setPassword(data.value)} />
          </Field>
          <Button appearance="primary" type="submit" disabledFocusable={busy}>
            {busy ? 'Signing in …' : 'Sign in'}
          </Button>
        </form>
        <p className={styles.hint}>The account is printed where Attest was started.</p>
      </div>
    </main>
  );
}

/** Resolves with the reason when the server refuses. */
async function signIn(user: string, password: string): Promise<string | undefined> {
  try {
    const response = await fetch('/auth/sign-in', { method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user, password }) });
    if (response.ok) return undefined;
    const body = await response.text();
    return sentenceOf(body) ?? (response.status === 401 ? 'User or password is wrong.' : `The server answered ${response.status}.`);
  } catch {
    return 'The server cannot be reached.';
  }
}

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ApolloProvider } from '@apollo/client/react';
import { FluentProvider } from '@fluentui/react-components';
import { RouterProvider } from 'react-router/dom';
import { CardFeedback } from '../feedback/card-feedback.js';
import { MeDocument } from '../graphql/generated/graphql.js';
import { SignInPage } from '../sign-in/sign-in-page.js';
import { CardFeedbackContext } from '../ui/card-slot.js';
import { ErrorState, PageLoading } from '../ui/states.js';
import { createBackend } from './client.js';
import { ServerError } from '@apollo/client/errors';
import { ConnectionProvider } from './connection-context.js';
import { useTheme } from './preferences.js';
import { problemOf } from './problem.js';
import { createRouter } from './routes.js';
import { SessionProvider, type Person } from './session.js';
import { darkTheme, lightTheme } from './theme.js';

type Stage = { is: 'asking' } | { is: 'out'; ended: boolean } | { is: 'in'; person: Person } | { is: 'failed'; reason: string };

/** The whole app: asks who is signed in, then shows the sign-in or the pages. */
export function App() {
  const theme = useTheme();
  const [stage, setStage] = useState<Stage>({ is: 'asking' });
  const asked = useRef(false);
  /** True from the moment the person signs out: what ends then has not expired. */
  const leaving = useRef(false);
  const backend = useMemo(() => createBackend(() => setStage((now) => (now.is === 'in' ? { is: 'out', ended: !leaving.current } : now))), []);
  const router = useMemo(() => createRouter(), []);

  const ask = useCallback(async () => {
    try {
      const { data } = await backend.client.query({ query: MeDocument, fetchPolicy: 'network-only' });
      leaving.current = false;
      setStage(data ? { is: 'in', person: data.me } : { is: 'out', ended: false });
    } catch (error) {
      setStage(ServerError.is(error) && error.statusCode === 401 ? { is: 'out', ended: false } : { is: 'failed', reason: problemOf(error) });
    }
  }, [backend]);

  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void ask();
  }, [ask]);

  useEffect(() => {
    document.documentElement.style.colorScheme = theme;
    document.documentElement.style.background = (theme === 'dark' ? darkTheme : lightTheme).attestPage;
  }, [theme]);

  const signOut = useCallback(async () => {
    leaving.current = true;
    await fetch('/auth/sign-out', { method: 'POST', credentials: 'same-origin' }).catch(() => undefined);
    await backend.client.clearStore();
    setStage({ is: 'out', ended: false });
  }, [backend]);

  const session = useMemo(() => (stage.is === 'in' ? { person: stage.person, signOut } : undefined), [stage, signOut]);

  return (
    <FluentProvider theme={theme === 'dark' ? darkTheme : lightTheme} className="attest-root">
      <ApolloProvider client={backend.client}>
        {stage.is === 'asking' && <PageLoading what="Loading Attest" />}
        {stage.is === 'out' && <SignInPage ended={stage.ended} onSignedIn={ask} />}
        {stage.is === 'failed' && <ErrorState title="Attest cannot be reached" reason={stage.reason} onRetry={() => void ask()} />}
        {session && (
          <ConnectionProvider value={backend.connection}>
            <SessionProvider value={session}>
              <CardFeedbackContext value={CardFeedback}>
                <RouterProvider router={router} />
              </CardFeedbackContext>
            </SessionProvider>
          </ConnectionProvider>
        )}
      </ApolloProvider>
    </FluentProvider>
  );
}

import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { useRouteError } from 'react-router';
import { ErrorState } from '../ui/states.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { problemOf } from './problem.js';

/** A page that failed to load or to draw itself. */
export function RouteError() {
  const error = useRouteError();
  usePageTitle('This page failed');
  return <ErrorState title="This page failed" reason={reasonOf(error)} onRetry={() => window.location.reload()} retryLabel="Load again" />;
}

function reasonOf(error: unknown): string {
  if (isLoadFailure(error)) return 'A part of it could not be loaded: the connection is lost, or Attest was updated since the page was opened.';
  if (CombinedGraphQLErrors.is(error) || ServerError.is(error)) return problemOf(error);
  return `Attest could not draw what it was given. Your work on the server is untouched.${error instanceof Error ? ` (${error.message})` : ''}`;
}

/** Each browser words it in its own way when a part of the program cannot be fetched. */
function isLoadFailure(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|importing a module script|preload/i.test(error.message);
}

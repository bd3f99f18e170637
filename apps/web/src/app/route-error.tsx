import { useRouteError } from 'react-router';
import { ErrorState } from '../ui/states.js';
import { problemOf } from './problem.js';

/** A page that failed to load or to draw itself. */
export function RouteError() {
  const error = useRouteError();
  return <ErrorState title="This page failed" reason={problemOf(error)} onRetry={() => window.location.reload()} retryLabel="Load again" />;
}

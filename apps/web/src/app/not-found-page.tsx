import { Link } from 'react-router';
import { EmptyState } from '../ui/states.js';
import { usePageTitle } from '../ui/use-page-title.js';

/** An address nothing stands at. */
export function NotFoundPage() {
  usePageTitle('Not found');
  return (
    <EmptyState title="There is nothing at this address">
      <Link to="/">Go to the incidents</Link>
    </EmptyState>
  );
}

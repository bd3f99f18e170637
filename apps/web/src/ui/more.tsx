import { Button } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import type { More } from './use-more.js';
import styles from './ui.module.css';

/** Below a list that loads by itself: says that more is there and could not be had. Draws nothing otherwise. */
export function MoreFailed({ what, more }: { what: string; more: More }) {
  return (
    <div role="alert">
      {more.failure !== undefined && (
        <p className={styles.moreFailed}>
          {`The other ${what} could not be loaded. ${problemOf(more.failure)}`}
          <Button size="small" onClick={more.load}>
            Try again
          </Button>
        </p>
      )}
    </div>
  );
}

/** Above what was read before and could not be read anew. Draws nothing without an error. */
export function StaleNotice({ what, error, onRetry }: { what: string; error: unknown; onRetry: () => void }) {
  return (
    <div role="alert">
      {error !== undefined && error !== null && (
        <p className={styles.moreFailed}>
          {`This ${what} may be old: it could not be read again. ${problemOf(error)}`}
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        </p>
      )}
    </div>
  );
}

interface ShowMoreProps {
  shown: number;
  total: number;
  loading: boolean;
  more: More;
}

/** The next page of a list, how much of it is shown, and why the last try failed. */
export function ShowMore({ shown, total, loading, more }: ShowMoreProps) {
  return (
    <p className={styles.more}>
      <Button size="small" disabledFocusable={loading} onClick={more.load}>
        {loading ? 'Loading …' : 'Show more'}
      </Button>
      <span className={styles.quiet}>{`${shown.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} shown`}</span>
      <span role="alert" className={styles.moreProblem}>
        {more.failure !== undefined && problemOf(more.failure)}
      </span>
    </p>
  );
}

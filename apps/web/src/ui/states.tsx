import { Button, MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { problemOf } from '../app/problem.js';
import styles from './ui.module.css';

interface EmptyStateProps {
  title: string;
  children?: React.ReactNode;
}

/** Nothing to show, and what to do about it. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <h2 className={styles.stateTitle}>{title}</h2>
      {children && <div className={styles.stateText}>{children}</div>}
    </div>
  );
}

interface ErrorStateProps {
  title: string;
  reason: string;
  onRetry?: () => void;
  retryLabel?: string;
}

/** A failure in the server's own sentence, with a way to try again. */
export function ErrorState({ title, reason, onRetry, retryLabel = 'Try again' }: ErrorStateProps) {
  return (
    <div className={styles.state} role="alert">
      <ErrorCircleRegular className={styles.stateIcon} aria-hidden="true" />
      <h2 className={styles.stateTitle}>{title}</h2>
      <p className={styles.stateText}>{reason}</p>
      {onRetry && (
        <Button icon={<ArrowClockwiseRegular />} onClick={onRetry}>
          {retryLabel}
        </Button>
      )}
    </div>
  );
}

/** Why the server refused what was just asked of it, beside what was asked. */
export function Refusal({ error }: { error: unknown }) {
  return (
    <div role="alert">
      {error !== undefined && error !== null && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{problemOf(error)}</MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}

/** A page or tab on its way. */
export function PageLoading({ what = 'Loading' }: { what?: string }) {
  return (
    <div className={styles.state}>
      <Spinner size="small" label={`${what} …`} delay={150} />
    </div>
  );
}

/** Grey lines in the place of rows on their way. */
export function RowsLoading({ rows = 8, what }: { rows?: number; what: string }) {
  return (
    <div className={styles.rowsLoading} role="status">
      <span className="visually-hidden">{`Loading ${what}`}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={styles.rowLoading} style={{ opacity: 1 - index / (rows + 2) }} aria-hidden="true" />
      ))}
    </div>
  );
}

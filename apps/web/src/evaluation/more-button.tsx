import { Button } from '@fluentui/react-components';
import styles from './evaluation.module.css';

interface MoreButtonProps {
  shown: number;
  total: number;
  loading: boolean;
  onMore: () => void;
}

/** The next page of a list, and how much of it is shown. */
export function MoreButton({ shown, total, loading, onMore }: MoreButtonProps) {
  return (
    <p className={styles.more}>
      <Button size="small" disabledFocusable={loading} onClick={onMore}>
        {loading ? 'Loading …' : 'Show more'}
      </Button>
      <span className={styles.quiet}>{`${shown.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} shown`}</span>
    </p>
  );
}

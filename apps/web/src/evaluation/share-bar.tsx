import { intervalText, shareText, type Share } from './evaluation-figures.js';
import styles from './evaluation.module.css';

const width = 92;

/** A share of the votes: the mark is what was counted, the band is where the true share lies with 95 % certainty. */
export function ShareBar({ share, tone }: { share: Share; tone: 'good' | 'medium' | 'high' }) {
  if (share.share === null) return <span className={styles.quiet}>No votes</span>;
  return (
    <span className={styles.share}>
      <span className={styles.shareText} title={`${share.count.toLocaleString('en-GB')} votes; 95 % interval ${intervalText(share)}`}>
        <b>{shareText(share.share)}</b> <span className={styles.quiet}>{intervalText(share)}</span>
      </span>
      <svg width={width} height={10} viewBox={`0 0 ${width} 10`} aria-hidden="true" className={styles.shareBar} data-tone={tone}>
        <rect x={0} y={3} width={width} height={4} rx={2} className={styles.track} />
        <rect x={share.low * width} y={2} width={Math.max(2, (share.high - share.low) * width)} height={6} rx={3} className={styles.band} />
        <rect x={Math.min(width - 3, Math.max(0, share.share * width - 1.5))} y={0} width={3} height={10} rx={1.5} className={styles.point} />
      </svg>
    </span>
  );
}

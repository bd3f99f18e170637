import { Button } from '@fluentui/react-components';
import { BeakerRegular } from '@fluentui/react-icons/svg/beaker';
import { cardName, faultWords, verdictWords } from '../feedback/feedback-words.js';
import { Chip, ToneBadge } from '../ui/badges.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { visibleText } from '../lib/visible-text.js';
import { Corrections } from './corrections.js';
import { candidateName } from './evaluation-figures.js';
import type { FeedbackEntry } from './feedback-view.js';
import { CardLink } from './worst-cards.js';
import styles from './evaluation.module.css';

/** What one person said of one card. */
export function FeedbackRow({ feedback, onMakeCase }: { feedback: FeedbackEntry; onMakeCase: (from: HTMLElement) => void }) {
  const { verdict, faults, comment, corrections, byName, at, withdrawn, kind, subjectId, part } = feedback;
  const { short, tone } = verdictWords[verdict];
  return (
    <li className={styles.row} data-feedback={feedback.id} data-withdrawn={withdrawn || undefined}>
      <div className={styles.rowHead}>
        <ToneBadge tone={withdrawn ? 'plain' : tone}>{withdrawn ? `${short}, withdrawn` : short}</ToneBadge>
        <CardLink kind={kind} subjectId={subjectId} />
        {part !== null && <Chip title={visibleText(part)}>{kind === 'guidedResponse' ? 'One recommendation' : 'One part'}</Chip>}
        <span className={styles.quiet}>
          <Untrusted>{candidateName(feedback)}</Untrusted>
        </span>
        <span className={styles.rowWho}>
          <Untrusted>{byName}</Untrusted>, <Time value={at} form="short" />
        </span>
      </div>
      {faults.length > 0 && (
        <ul className={styles.chips} aria-label="What was wrong">
          {faults.map((fault) => (
            <li key={fault}>
              <Chip>{faultWords[fault]}</Chip>
            </li>
          ))}
        </ul>
      )}
      {comment && (
        <p className={styles.comment}>
          <Untrusted>{comment}</Untrusted>
        </p>
      )}
      <Corrections corrections={corrections} />
      {!withdrawn && (
        <p>
          <Button size="small" appearance="subtle" className={styles.rowTool} icon={<BeakerRegular />} aria-label={visibleText(`Make a case of the ${cardName(kind).toLowerCase()} ${subjectId}`)} onClick={(event) => onMakeCase(event.currentTarget)}>
            Make a case …
          </Button>
        </p>
      )}
    </li>
  );
}

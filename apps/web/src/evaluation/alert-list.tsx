import { Button } from '@fluentui/react-components';
import { AlertUrgentRegular } from '@fluentui/react-icons/svg/alert-urgent';
import type { EvaluationQuery } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { formatDate, parseTime } from '../lib/time.js';
import { Untrusted } from '../ui/untrusted.js';
import type { EvaluationAddress } from './evaluation-address.js';
import { shareText } from './evaluation-figures.js';
import styles from './evaluation.module.css';

type Alert = EvaluationQuery['evaluation']['alerts'][number];

/** Changes of what people say that chance does not explain. */
export function AlertList({ alerts, onShow }: { alerts: readonly Alert[]; onShow: (part: Partial<EvaluationAddress>) => void }) {
  return (
    <section className={styles.block} aria-labelledby="alerts-title">
      <h2 id="alerts-title" className={styles.blockTitle}>
        Alerts
      </h2>
      {alerts.length === 0 ? (
        <p className={styles.empty}>None. An alert stands here when a share of the votes changes more than chance explains; it takes at least 20 votes of 5 people.</p>
      ) : (
        <ul className={styles.alerts}>
          {alerts.map((alert, index) => (
            <li key={index} data-alert={alert.kind}>
              <AlertUrgentRegular aria-hidden="true" />
              <div>
                <p>
                  <Untrusted>{alert.sentence}</Untrusted>
                </p>
                <p className={styles.quiet}>{`From ${shareText(alert.before)} to ${shareText(alert.after)} since ${dayText(alert.since)}. ${count(alert.votes, 'vote')} of ${count(alert.people, 'person', 'people')}.`}</p>
              </div>
              <Button size="small" onClick={() => onShow({ view: 'feedback', kind: alert.kind, verdict: alert.verdict === 'harmful' ? 'HARMFUL' : '', composer: alert.composer, model: alert.model ?? '' })}>
                Show the feedback
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function dayText(day: string): string {
  const time = parseTime(day);
  return time === undefined ? day : formatDate(time, 'utc');
}

import { useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronUpRegular } from '@fluentui/react-icons/svg/chevron-up';
import { Link } from 'react-router';
import { AlertNamesDocument, type ResponseCardFragment } from '../graphql/generated/graphql.js';
import { tabPath } from '../incident/tabs.js';
import { count, label } from '../lib/labels.js';
import { formatRecord } from '../lib/record-ref.js';
import { classificationTone, percent } from '../lib/response-words.js';
import { ToneBadge } from '../ui/badges.js';
import { Untrusted } from '../ui/untrusted.js';
import { Citations } from '../incident/citations.js';
import { Sentence } from './recommendation-card.js';
import styles from './response.module.css';

type Triage = ResponseCardFragment['triage'];

const unsure = 0.6;

/** What the incident is, how sure that is, why, and the verdict on each alert. */
export function TriageCard({ incidentId, triage }: { incidentId: string; triage: Triage }) {
  const [open, setOpen] = useState(false);
  const verdicts = new Map<string, number>();
  for (const { verdict } of triage.perAlert) verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  return (
    <section className={styles.triage} aria-label="Triage verdict" data-classification={triage.classification}>
      <div className={styles.verdict}>
        <ToneBadge tone={classificationTone(triage.classification)}>{triage.classification === 'unknown' ? 'Not decided' : label(triage.classification)}</ToneBadge>
        <b>{label(triage.determination)}</b>
        <span className={styles.confidence}>
          <meter className="visually-hidden" min={0} max={1} value={triage.confidence} aria-label="Confidence">
            {percent(triage.confidence)}
          </meter>
          <span className={styles.confidenceBar} aria-hidden="true">
            <span style={{ width: percent(triage.confidence).replace(' ', '') }} />
          </span>
          {`Confidence ${percent(triage.confidence)}`}
        </span>
        <span className={styles.rule}>{`Decided by rule ${triage.rule}`}</span>
      </div>
      <p className={styles.reason}>
        {triage.statements.map((statement, index) => (
          <Sentence key={index} {...statement} />
        ))}
      </p>
      {triage.confidence < unsure && <p className={styles.unsure}>The records do not decide this well: a person should look before anything is done.</p>}
      {triage.perAlert.length > 0 && (
        <>
          <div className={styles.alertSums}>
            {[...verdicts].map(([verdict, alerts]) => (
              <span key={verdict}>
                <ToneBadge tone={classificationTone(verdict)}>{label(verdict)}</ToneBadge> {count(alerts, 'alert')}
              </span>
            ))}
            <Button size="small" appearance="subtle" icon={open ? <ChevronUpRegular /> : <ChevronDownRegular />} aria-expanded={open} onClick={() => setOpen(!open)}>
              Verdict of each alert
            </Button>
          </div>
          {open && <AlertVerdicts incidentId={incidentId} verdicts={triage.perAlert} />}
        </>
      )}
    </section>
  );
}

const pageSize = 50;
const mostNames = 200;

function AlertVerdicts({ incidentId, verdicts }: { incidentId: string; verdicts: Triage['perAlert'] }) {
  const [shown, setShown] = useState(pageSize);
  const { data } = useQuery(AlertNamesDocument, { variables: { id: incidentId, first: mostNames }, fetchPolicy: 'no-cache' });
  const names = new Map((data?.incident?.alerts.nodes ?? []).map((alert) => [alert.id, alert.title]));
  return (
    <>
      <table className={styles.alerts}>
        <caption className="visually-hidden">Verdict of each alert</caption>
        <thead>
          <tr>
            <th scope="col">Alert</th>
            <th scope="col">Verdict</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {verdicts.slice(0, shown).map((each) => (
            <tr key={each.alertId}>
              <td>
                <Link to={`${tabPath(incidentId, 'alerts')}?record=${encodeURIComponent(formatRecord({ kind: 'alert', alertId: each.alertId }))}`}>
                  <Untrusted>{names.get(each.alertId) ?? each.alertId}</Untrusted>
                </Link>
              </td>
              <td>
                <ToneBadge tone={classificationTone(each.verdict)}>{label(each.verdict)}</ToneBadge>
              </td>
              <td>
                <Untrusted>{each.reason}</Untrusted>
                <Citations facts={each.facts} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown < verdicts.length && (
        <p className={styles.moreAlerts}>
          <Button size="small" onClick={() => setShown(shown + pageSize * 4)}>
            Show more
          </Button>
          <span className={styles.quiet}>{`${shown} of ${count(verdicts.length, 'alert')}`}</span>
        </p>
      )}
    </>
  );
}

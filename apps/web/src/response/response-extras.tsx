import { Button } from '@fluentui/react-components';
import { TargetRegular } from '@fluentui/react-icons/svg/target';
import { Link, useNavigate } from 'react-router';
import type { ResponseCardFragment } from '../graphql/generated/graphql.js';
import type { HuntHandover } from '../hunt/use-hunt-link.js';
import { KqlText } from '../hunt/kql-text.js';
import { Citations } from '../incident/citations.js';
import { displayEntity } from '../lib/defang.js';
import { huntHash } from '../lib/hunt-link.js';
import { anyTime } from '../lib/hunt-time.js';
import { count, label } from '../lib/labels.js';
import { CopyButton } from '../ui/copy-button.js';
import { Untrusted } from '../ui/untrusted.js';
import { Sentence } from './recommendation-card.js';
import styles from './response.module.css';

/** Messages to people the incident concerns, to read and to copy. */
export function DraftedMessages({ messages }: { messages: ResponseCardFragment['messages'] }) {
  return messages.map((message) => (
    <section key={`${message.to} ${message.subject}`} className={styles.extra} aria-label="Drafted message">
      <header className={styles.extraHead}>
        <h3 className={styles.extraTitle}>Message to a user</h3>
        <CopyButton value={`${message.subject}\n\n${message.text}`} what="message" text="Copy message" />
      </header>
      <p className={styles.quiet}>
        {'To '}
        <Untrusted>{message.to}</Untrusted>. A draft: Attest sends nothing.
      </p>
      <p className={styles.subject}>
        <Untrusted>{message.subject}</Untrusted>
      </p>
      <p className={styles.letter}>
        <Untrusted>{message.text}</Untrusted>
      </p>
      <p className={styles.quiet}>
        Made from <Citations facts={message.facts} />
      </p>
    </section>
  ));
}

/** Incidents like this one, and what they share. */
export function SimilarIncidents({ incidents }: { incidents: ResponseCardFragment['similarIncidents'] }) {
  if (incidents.length === 0) return null;
  return (
    <section className={styles.extra} aria-label="Similar incidents">
      <header className={styles.extraHead}>
        <h3 className={styles.extraTitle}>Similar incidents</h3>
      </header>
      <ul className={styles.withheld}>
        {incidents.map(({ incidentId, title, classification, score, reasons }) => (
          <li key={incidentId}>
            <p>
              <Link to={`/incidents/${encodeURIComponent(incidentId)}`}>
                <Untrusted>{title}</Untrusted>
              </Link>{' '}
              <span className={styles.quiet}>
                {Math.round(score * 100)} % alike, {label(classification)}
              </span>
            </p>
            {reasons.map((reason) => (
              <p key={reason} className={styles.quiet}>
                <Untrusted>{reason}</Untrusted>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A hunt for mails like those of the incident. */
export function SimilarMails({ incidentId, hunt }: { incidentId: string; hunt: NonNullable<ResponseCardFragment['similarMails']> }) {
  const navigate = useNavigate();
  const open = (): void => {
    void huntHash({ kql: hunt.kql, time: anyTime }).then((hash) => navigate({ pathname: '/hunt', search: `?incident=${encodeURIComponent(incidentId)}`, hash: hash ?? '' }, { state: { picked: true } satisfies HuntHandover }));
  };
  return (
    <section className={styles.extra} aria-label="Similar e-mails">
      <header className={styles.extraHead}>
        <h3 className={styles.extraTitle}>Similar e-mails</h3>
        <Button size="small" icon={<TargetRegular />} onClick={open}>
          Open in hunting
        </Button>
      </header>
      <p className={styles.reason}>
        {hunt.statements.map((statement, index) => (
          <Sentence key={index} {...statement} />
        ))}
      </p>
      <KqlText kql={hunt.kql} label="Query for similar e-mails" />
    </section>
  );
}

/** Actions that come to mind and are not recommended, each with why; folded. */
export function Withheld({ withheld }: { withheld: ResponseCardFragment['withheld'] }) {
  if (withheld.length === 0) return null;
  return (
    <details className={styles.extra} data-testid="withheld">
      <summary className={styles.fold}>{`Not recommended: ${count(withheld.length, 'action')}, and why`}</summary>
      <ul className={styles.withheld}>
        {withheld.map((each, index) => (
          <li key={index}>
            <p>
              <b>{each.title}</b> <span className={styles.quiet}>{label(each.target.type)}</span> <Untrusted>{displayEntity(each.target.type, each.target.name)}</Untrusted>
            </p>
            <p className={styles.why}>
              <Untrusted>{each.why}</Untrusted>
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}

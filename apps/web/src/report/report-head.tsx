import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import type { ReportCardFragment } from '../graphql/generated/graphql.js';
import type { ReportDocument } from '../lib/report-document.js';
import { languageName } from '../lib/report-words.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { TlpMark } from './tlp-mark.js';
import styles from './report.module.css';

/** Title and marking of a report, who made it and why, and what it could not say. */
export function ReportHead({ card, report }: { card: ReportCardFragment; report: ReportDocument | undefined }) {
  return (
    <header className={styles.head}>
      <div className={styles.headTop}>
        <TlpMark tlp={card.tlp} />
        {report?.organisation && (
          <span className={styles.organisation}>
            <Untrusted>{report.organisation}</Untrusted>
          </span>
        )}
      </div>
      <h2 className={styles.title}>
        <Untrusted>{card.title}</Untrusted>
      </h2>
      {report?.subtitle && (
        <p className={styles.subtitle}>
          <Untrusted>{report.subtitle}</Untrusted>
        </p>
      )}
      <p className={styles.made}>
        <span>{card.interim ? 'Interim report' : 'Final report'}</span>
        <span>
          {'Made '}
          <Time value={card.createdAt} />
          {card.reason === 'CLOSED' ? ' by Attest, as the incident was resolved' : card.madeBy ? <> by <Untrusted>{card.madeBy}</Untrusted></> : ' by Attest'}
        </span>
        {card.asOf && (
          <span>
            {'Records up to '}
            <Time value={card.asOf} />
          </span>
        )}
        <span>{languageName(card.language)}</span>
      </p>
      {card.missing.length > 0 && (
        <div className={styles.missing} lang={card.language}>
          <p lang="en">{card.interim ? 'This is an interim report. For a final one it lacks:' : 'The records do not say everything a final report should:'}</p>
          <ul>
            {card.missing.map((sentence, index) => (
              <li key={index}>
                <Untrusted>{sentence}</Untrusted>
              </li>
            ))}
          </ul>
        </div>
      )}
    </header>
  );
}

interface NoticesProps {
  card: ReportCardFragment;
  /** The newest version, when another one is shown. */
  newer: number | undefined;
  making: boolean;
  makeError: unknown;
  onMake: () => void;
  onNewest: () => void;
}

const mostChanges = 8;

/** What a reader must know before trusting the report: a newer version, or what changed since. */
export function ReportNotices({ card, newer, making, makeError, onMake, onNewest }: NoticesProps) {
  const { changedSince } = card;
  return (
    <div role="status" className={styles.notices} data-print="hide">
      {newer !== undefined && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{`You are reading version ${card.version}. The newest one is version ${newer}.`}</MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={onNewest}>
              Show the newest
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {newer === undefined && changedSince.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>Changed since this report</MessageBarTitle>
            <ul className={styles.changes}>
              {changedSince.slice(0, mostChanges).map((sentence, index) => (
                <li key={index}>
                  <Untrusted>{sentence}</Untrusted>
                </li>
              ))}
              {changedSince.length > mostChanges && <li>{`And ${changedSince.length - mostChanges} more.`}</li>}
            </ul>
          </MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={onMake} disabledFocusable={making}>
              {making ? 'Making it again …' : 'Make it again'}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {card.provenance.fallback && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            A model was asked, and rules composed the prose of this report instead: <Untrusted>{card.provenance.fallback}</Untrusted>
          </MessageBarBody>
        </MessageBar>
      )}
      {makeError !== undefined && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{problemOf(makeError)}</MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}

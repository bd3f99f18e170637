import { BeakerRegular } from '@fluentui/react-icons/svg/beaker';
import { HourglassRegular } from '@fluentui/react-icons/svg/hourglass';
import type { ActionItemFragment } from '../graphql/generated/graphql.js';
import { stateWords, stepsOf } from '../lib/response-words.js';
import { ToneBadge } from '../ui/badges.js';
import { Age, Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './response.module.css';

/** Where an action stands, in a word. */
export function ActionStateBadge({ action }: { action: Pick<ActionItemFragment, 'state' | 'stateSentence'> }) {
  return (
    <span title={action.stateSentence} data-state={action.state}>
      <ToneBadge tone={stateWords[action.state].tone}>{stateWords[action.state].text}</ToneBadge>
    </span>
  );
}

/** Marks what happens in the simulated tenant only. */
export function LabChip() {
  return (
    <span className={styles.lab} title="Carried out in the simulated tenant of the lab: nothing real is touched">
      <BeakerRegular aria-hidden="true" />
      Lab
    </span>
  );
}

/** Says, wherever actions are shown, that the tenant is simulated. */
export function LabNote() {
  return (
    <p className={styles.labNote} data-testid="lab-note">
      <BeakerRegular aria-hidden="true" />
      <span>
        <b>Lab:</b> simulated tenant, nothing real is touched.
      </span>
    </p>
  );
}

/** The way of an action that was decided: its steps, who decided, what it waits for and how it ended. Told as it changes. */
export function ActionProgress({ action }: { action: ActionItemFragment }) {
  const { state, approvals, declined, record, waiting, outcome } = action;
  const quiet = state === 'PROPOSED' && approvals.length === 0 && !waiting;
  return (
    <div className={styles.progress} role="status" data-progress={state} hidden={quiet}>
      {!quiet && (
        <>
          <ol className={styles.steps} aria-label="Steps of the action">
            {stepsOf(state).map(({ text, at }) => (
              <li key={text} data-at={at} aria-current={at === 'now' ? 'step' : undefined}>
                {text}
              </li>
            ))}
          </ol>
          <p className={styles.sentence}>{outcome && state !== 'CONFIRMED' ? `${action.stateSentence} ` : action.stateSentence}{outcome && <Untrusted>{outcome.sentence}</Untrusted>}</p>
          {waiting && (
            <p className={styles.waiting}>
              <HourglassRegular aria-hidden="true" />
              <span>
                <Untrusted>{waiting.sentence}</Untrusted> <span className={styles.quiet}>(<Age value={waiting.since} />)</span>
                {action.nextAttemptAt && waiting.code !== 'QUEUED' && (
                  <span className={styles.quiet}>
                    {' Next try '}
                    <Time value={action.nextAttemptAt} form="clock" />
                  </span>
                )}
              </span>
            </p>
          )}
          <ul className={styles.decisions}>
            {approvals.map((approval) => (
              <Decision key={approval.at} what="Approved" {...approval} />
            ))}
            {declined && <Decision what="Declined" {...declined} />}
            {record && <Decision what={record.done ? 'Recorded as done' : 'Recorded as not done'} name={record.name} at={record.at} reason={record.evidence} />}
          </ul>
        </>
      )}
    </div>
  );
}

function Decision({ what, name, at, reason }: { what: string; name: string; at: string; reason: string | null }) {
  return (
    <li>
      {`${what} by `}
      <Untrusted>{name}</Untrusted>
      {', '}
      <Time value={at} />
      {reason && (
        <>
          {': '}
          <q>
            <Untrusted>{reason}</Untrusted>
          </q>
        </>
      )}
    </li>
  );
}

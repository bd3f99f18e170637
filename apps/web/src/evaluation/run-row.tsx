import { useEffect, useRef } from 'react';
import { useMutation, useQuery } from '@apollo/client/react';
import { Button, MessageBar, MessageBarBody, ProgressBar } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { CancelEvaluationRunDocument, EvaluationRunProgressDocument, type EvaluationRunState, type RunItemFragment } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import type { Tone } from '../lib/response-words.js';
import { visibleText } from '../lib/visible-text.js';
import { Chip, ToneBadge } from '../ui/badges.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { usePoll } from '../ui/use-poll.js';
import { setsText, shortCommit } from './run-figures.js';
import styles from './evaluation.module.css';

const pollEveryMs = 2_000;
const stateWords: Readonly<Record<EvaluationRunState, { text: string; tone: Tone }>> = {
  QUEUED: { text: 'Waiting', tone: 'plain' },
  RUNNING: { text: 'Under way', tone: 'info' },
  DONE: { text: 'Done', tone: 'good' },
  FAILED: { text: 'Failed', tone: 'high' },
  CANCELLED: { text: 'Cancelled', tone: 'plain' },
};

interface RunRowProps {
  run: RunItemFragment;
  shown: boolean;
  mayCancel: boolean;
  onShow: (id: string) => void;
  /** Told once when the run has ended while it was looked at. */
  onEnded: () => void;
}

/** A run: what of, where it stands, and what came out in a word. It is asked about while it is open. */
export function RunRow({ run, shown, mayCancel, onShow, onEnded }: RunRowProps) {
  const isOpen = run.state === 'QUEUED' || run.state === 'RUNNING';
  const progress = useQuery(EvaluationRunProgressDocument, { variables: { id: run.id }, skip: !isOpen, fetchPolicy: 'network-only', nextFetchPolicy: 'network-only' });
  usePoll(isOpen ? pollEveryMs : 0, progress);
  const [cancel, { loading, error }] = useMutation(CancelEvaluationRunDocument, { variables: { id: run.id } });
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (wasOpen.current && !isOpen) onEnded();
    wasOpen.current = isOpen;
  }, [isOpen, onEnded]);
  const about = `the run of ${run.candidates.join(', ')} over ${setsText(run.sets)}`;
  return (
    <li className={styles.row} data-run={run.id} data-state={run.state}>
      <div className={styles.rowHead}>
        <ToneBadge tone={stateWords[run.state].tone}>{stateWords[run.state].text}</ToneBadge>
        {run.passed === false && <ToneBadge tone="high">A hard limit is broken</ToneBadge>}
        <b>
          <Untrusted>{setsText(run.sets)}</Untrusted>
        </b>
        {run.candidates.map((candidate) => (
          <Chip key={candidate}>
            <Untrusted>{candidate}</Untrusted>
          </Chip>
        ))}
        {run.imported && <Chip title="Brought in with importEvaluationRun">From elsewhere</Chip>}
        <span className={styles.rowWho}>
          <Untrusted>{run.askedByName}</Untrusted>, <Time value={run.finishedAt ?? run.startedAt ?? run.createdAt} form="short" />
        </span>
      </div>
      <p className={styles.quiet} role={isOpen ? 'status' : undefined}>
        <Untrusted>{[run.stateSentence, ...(run.repeat > 1 ? [`Each case ${count(run.repeat, 'time')}.`] : [])].join(' ')}</Untrusted>
        {run.commit && (
          <>
            {' Commit '}
            <Untrusted mono>{shortCommit(run.commit)}</Untrusted>
          </>
        )}
      </p>
      {run.problem && (
        <p>
          <Untrusted>{run.problem}</Untrusted>
        </p>
      )}
      {run.state === 'RUNNING' && <ProgressBar value={run.total > 0 ? run.done / run.total : undefined} aria-label={visibleText(`How far ${about} is`)} />}
      {(run.state === 'DONE' || (isOpen && mayCancel)) && (
        <p className={styles.tools}>
          {run.state === 'DONE' && (
            <Button size="small" aria-expanded={shown} aria-label={visibleText(`${shown ? 'Hide' : 'Show'} the figures of ${about}`)} onClick={() => onShow(shown ? '' : run.id)}>
              {shown ? 'Hide the figures' : 'Show the figures'}
            </Button>
          )}
          {isOpen && mayCancel && (
            <Button
              size="small"
              disabledFocusable={loading}
              aria-label={visibleText(`Cancel ${about}`)}
              onClick={() =>
                void cancel().then(
                  () => document.getElementById('view-runs')?.focus(),
                  () => undefined,
                )
              }
            >
              {loading ? 'Cancelling …' : 'Cancel'}
            </Button>
          )}
        </p>
      )}
      <div role="alert">
        {error && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>
              <Untrusted>{problemOf(error)}</Untrusted>
            </MessageBarBody>
          </MessageBar>
        )}
      </div>
    </li>
  );
}

import { useId, useState } from 'react';
import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronUpRegular } from '@fluentui/react-icons/svg/chevron-up';
import type { GuidebookItemFragment, GuidebookMoveKind } from '../graphql/generated/graphql.js';
import { guidebookMoveWords, guidebookStateWords, guidebookStepWords } from '../lib/guidebook-words.js';
import { count } from '../lib/labels.js';
import { sizeText } from '../scripts/script-labels.js';
import { ToneBadge } from '../ui/badges.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './guidebooks.module.css';

interface GuidebookCardProps {
  guide: GuidebookItemFragment;
  /** Just uploaded: open, and in view. */
  fresh: boolean;
  busy: boolean;
  refusal: string | undefined;
  onMove: (kind: GuidebookMoveKind, activate: boolean) => void;
  onDelete: () => void;
}

/** One guide: where it stands, what was read of it, who decided what, and what can be decided now. */
export function GuidebookCard({ guide, fresh, busy, refusal, onMove, onDelete }: GuidebookCardProps) {
  const [open, setOpen] = useState(fresh || guide.state === 'PENDING_REVIEW');
  const heading = useId();
  const body = useId();
  return (
    <article className={styles.card} aria-labelledby={heading} data-guidebook={guide.id} data-state={guide.state}>
      <header className={styles.cardHead}>
        <div className={styles.headText}>
          <h3 id={heading} className={styles.cardTitle}>
            <Untrusted>{guide.title}</Untrusted>
          </h3>
          <p className={styles.quiet}>
            <Untrusted>{guide.fileName}</Untrusted>
            {`, ${sizeText(guide.bytes)}, ${count(guide.taskCount, 'task')} in ${count(guide.sections.length, 'section')}`}
          </p>
        </div>
        <ToneBadge tone={guide.state === 'ACTIVE' ? 'good' : 'plain'}>{guidebookStateWords[guide.state]}</ToneBadge>
      </header>
      <div className={styles.moves}>
        <Button size="small" appearance="subtle" icon={open ? <ChevronUpRegular /> : <ChevronDownRegular />} aria-expanded={open} aria-controls={body} onClick={() => setOpen(!open)}>
          {open ? 'Hide the tasks' : 'Show the tasks'}
        </Button>
        <span className={styles.gap} />
        <Moves guide={guide} busy={busy} onMove={onMove} onDelete={onDelete} />
      </div>
      <div role="alert">
        {refusal && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{refusal}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      <div id={body} hidden={!open} className={styles.cardBody}>
        {open && <Content guide={guide} />}
      </div>
    </article>
  );
}

function Moves({ guide, busy, onMove, onDelete }: Pick<GuidebookCardProps, 'guide' | 'busy' | 'onMove' | 'onDelete'>) {
  return guide.moves.map(({ kind, allowed, sentence }) => {
    const shared = { size: 'small' as const, disabledFocusable: busy || !allowed, ...(sentence ? { title: sentence } : {}) };
    if (kind === 'DELETE') {
      return (
        <Button key={kind} {...shared} onClick={onDelete}>
          {guidebookMoveWords[kind]}
        </Button>
      );
    }
    if (kind !== 'APPROVE') {
      return (
        <Button key={kind} {...shared} appearance={kind === 'ACTIVATE' ? 'primary' : 'secondary'} onClick={() => onMove(kind, false)}>
          {guidebookMoveWords[kind]}
        </Button>
      );
    }
    return [
      <Button key="both" {...shared} appearance="primary" onClick={() => onMove(kind, true)}>
        Approve and activate
      </Button>,
      <Button key={kind} {...shared} onClick={() => onMove(kind, false)}>
        {guidebookMoveWords[kind]}
      </Button>,
    ];
  });
}

function Content({ guide }: { guide: GuidebookItemFragment }) {
  return (
    <>
      {guide.warnings.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <ul className={styles.warnings} aria-label="To look at in the review">
              {guide.warnings.map((warning, index) => (
                <li key={index}>
                  <Untrusted>{warning}</Untrusted>
                </li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
      {guide.sections.map(({ heading, tasks }, index) => (
        <section key={index} className={styles.section}>
          <h4 className={styles.sectionTitle}>
            <Untrusted>{heading}</Untrusted>
          </h4>
          <ol className={styles.tasks}>
            {tasks.map(({ text, place }, at) => (
              <li key={at}>
                <Untrusted>{text}</Untrusted> <span className={styles.place}>{place}</span>
              </li>
            ))}
          </ol>
        </section>
      ))}
      <ul className={styles.history} aria-label="History">
        {guide.history.map(({ state, name, at }, index) => (
          <li key={index}>
            {`${guidebookStepWords(state)} by `}
            <Untrusted>{name}</Untrusted> <Time value={at} form="short" />
          </li>
        ))}
      </ul>
    </>
  );
}

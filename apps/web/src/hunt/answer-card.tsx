import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { CodeRegular } from '@fluentui/react-icons/svg/code';
import { PlayRegular } from '@fluentui/react-icons/svg/play';
import { count } from '../lib/labels.js';
import { visibleText } from '../lib/visible-text.js';
import { CardFeedbackSlot } from '../ui/card-slot.js';
import { CopyButton } from '../ui/copy-button.js';
import { Untrusted } from '../ui/untrusted.js';
import { EmptyResult } from './empty-result.js';
import { KqlText } from './kql-text.js';
import { Logic } from './logic.js';
import { Sentence } from './sentence.js';
import type { Turn } from './use-ask.js';
import styles from './hunt.module.css';

/** A stretch of a query something on the page points at. */
export type Marked = { start: number; end: number } | undefined;

interface AnswerCardProps {
  turn: Turn;
  /** The query stands in the editor as it was answered. */
  inEditor: boolean;
  marked: Marked;
  busy: boolean;
  onMark: (marked: Marked) => void;
  onRun: () => void;
  onEdit: () => void;
  onRelaxed: (kql: string) => void;
  onChoose: (choiceId: string) => void;
  onAsk: (question: string) => void;
}

/** The answer to a question: what was understood, clause by clause, where each value comes from, and what to do next. */
export function AnswerCard({ turn, inEditor, marked, busy, onMark, onRun, onEdit, onRelaxed, onChoose, onAsk }: AnswerCardProps) {
  const { kql, dryRun } = turn;
  const assumed = turn.literals.filter(({ origin }) => origin === 'ASSUMED').length;
  return (
    <article className={styles.answer} aria-label="Answer" data-status={turn.status.toLowerCase()}>
      <header className={styles.answerHead}>
        {turn.question && (
          <p className={styles.question}>
            <Untrusted>{turn.question}</Untrusted>
          </p>
        )}
        <p className={styles.answerText}>
          <Sentence>{turn.answer}</Sentence>
        </p>
        <p className={styles.answerFacts}>
          {turn.composer === 'MODEL' ? <span title={turn.fallback ?? undefined}>{`Composed by ${visibleText(turn.model ?? 'a model')}, checked by Attest`}</span> : <span title={turn.fallback ?? undefined}>{turn.fallback ? 'Composed by rules, since the model could not' : 'Composed by rules'}</span>}
          {kql && dryRun && !dryRun.problem && typeof dryRun.rowCount === 'number' && <span>{`Tried: ${dryRun.atLeast ? 'at least ' : ''}${count(dryRun.rowCount, 'row')} in ${dryRun.ms.toLocaleString('en-GB')} ms`}</span>}
          {assumed > 0 && <span className={styles.assumedNote}>{`${count(assumed, 'value')} assumed`}</span>}
        </p>
      </header>
      {kql !== null && (
        <>
          {!inEditor && <KqlText kql={kql} marked={marked} label="Query of the answer" />}
          <Logic kql={kql} lines={turn.logic} literals={turn.literals} onMark={onMark} />
          {dryRun?.problem && (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>
                <Untrusted>{dryRun.problem.message}</Untrusted>
              </MessageBarBody>
            </MessageBar>
          )}
          {dryRun?.empty && <EmptyResult empty={dryRun.empty} onRelaxed={onRelaxed} onMark={onMark} />}
          <div className={styles.answerTools}>
            <Button appearance="primary" size="small" icon={<PlayRegular />} disabledFocusable={busy} onClick={onRun}>
              Run
            </Button>
            {!inEditor && (
              <Button size="small" icon={<CodeRegular />} onClick={onEdit}>
                Add to editor
              </Button>
            )}
            <CopyButton value={kql} what="the query" text="Copy" />
          </div>
        </>
      )}
      {turn.choices.length > 0 && (
        <div className={styles.choices} role="group" aria-label={turn.status === 'CLARIFY' ? 'What do you mean?' : 'Or did you mean'}>
          {turn.status !== 'CLARIFY' && <span className={styles.quiet}>Or did you mean</span>}
          {turn.choices.map((choice) => (
            <Button key={choice.id} size="small" className={styles.choice} disabledFocusable={busy} onClick={() => onChoose(choice.id)} title={choice.detail ? visibleText(choice.detail) : undefined}>
              <span>
                <Untrusted>{choice.label}</Untrusted>
                {choice.detail && turn.status === 'CLARIFY' && <span className={styles.choiceDetail}>{visibleText(choice.detail)}</span>}
              </span>
            </Button>
          ))}
        </div>
      )}
      {turn.suggestions.length > 0 && (
        <div className={styles.choices} role="group" aria-label="Ask on">
          <span className={styles.quiet}>Ask on</span>
          {turn.suggestions.map((suggestion) => (
            <Button key={suggestion} size="small" appearance="subtle" className={styles.suggestion} disabledFocusable={busy} onClick={() => onAsk(suggestion)}>
              <Untrusted>{suggestion}</Untrusted>
            </Button>
          ))}
        </div>
      )}
      {turn.status === 'ANSWERED' && turn.question !== null && kql !== null && <CardFeedbackSlot cardId={turn.id} kind="kqlAnswer" subjectId={turn.id} version={1} statements={turn.logic} />}
    </article>
  );
}

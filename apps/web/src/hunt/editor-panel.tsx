import { useState } from 'react';
import { useLazyQuery } from '@apollo/client/react';
import { Button } from '@fluentui/react-components';
import { BookmarkRegular } from '@fluentui/react-icons/svg/bookmark';
import { LightbulbRegular } from '@fluentui/react-icons/svg/lightbulb';
import { PanelLeftRegular } from '@fluentui/react-icons/svg/panel-left';
import { PlayRegular } from '@fluentui/react-icons/svg/play';
import { ShareRegular } from '@fluentui/react-icons/svg/share';
import { problemOf } from '../app/problem.js';
import { ExplainHuntDocument } from '../graphql/generated/graphql.js';
import type { HuntTime } from '../lib/hunt-time.js';
import { Untrusted } from '../ui/untrusted.js';
import type { Marked } from './answer-card.js';
import { sideChoice } from './choices.js';
import { KqlEditor, type EditorHandle } from './editor/kql-editor.js';
import { Logic } from './logic.js';
import { Problems } from './problems.js';
import { TimeRange } from './time-range.js';
import { useCheck } from './use-check.js';
import { useCompletions } from './use-completions.js';
import styles from './hunt.module.css';

interface EditorPanelProps {
  editor: React.RefObject<EditorHandle | null>;
  kql: string;
  revision: number;
  time: HuntTime;
  incidentTime: HuntTime | undefined;
  marked: Marked;
  running: boolean;
  huntId: string | undefined;
  /** The query is explained elsewhere on the page already. */
  explained: boolean;
  onKql: (kql: string) => void;
  /** Text that was not typed in the editor. */
  onReplace: (kql: string) => void;
  onTime: (time: HuntTime) => void;
  onMark: (marked: Marked) => void;
  onRun: (kql: string) => void;
  onSave: () => void;
  onShare: () => void;
  shareSaid: string | undefined;
}

/** The query, what the checker says of it, and what can be done with it. */
export function EditorPanel({ editor, kql, revision, time, incidentTime, marked, running, huntId, explained, onKql, onReplace, onTime, onMark, onRun, onSave, onShare, shareSaid }: EditorPanelProps) {
  const { diagnostics, checked } = useCheck(kql);
  const complete = useCompletions();
  const side = sideChoice.use();
  const blank = kql.trim() === '';
  const [explain, { data, error, loading }] = useLazyQuery(ExplainHuntDocument, { fetchPolicy: 'no-cache' });
  const [asked, setAsked] = useState<string>();
  const explanation = asked === kql && !explained ? data?.explainHunt : undefined;
  return (
    <section className={styles.editor} aria-label="Query">
      <div className={styles.editorBar}>
        <Button appearance="primary" size="small" icon={<PlayRegular />} disabledFocusable={blank} onClick={() => onRun(kql)} title="Ctrl+Enter or Shift+Enter in the editor">
          {running ? 'Run again' : 'Run query'}
        </Button>
        <TimeRange value={time} incident={incidentTime} onChange={onTime} />
        <span className={styles.editorTools}>
          {!explained && (
            <Button
              size="small"
              appearance="subtle"
              icon={<LightbulbRegular />}
              disabledFocusable={blank || loading}
              onClick={() => {
                setAsked(kql);
                void explain({ variables: { kql, huntId } });
              }}
            >
              Explain
            </Button>
          )}
          <Button size="small" appearance="subtle" icon={<BookmarkRegular />} disabledFocusable={blank} onClick={onSave}>
            Save
          </Button>
          <Button size="small" appearance="subtle" icon={<ShareRegular />} disabledFocusable={blank} onClick={onShare} title="Copies a link that opens this query and never runs it by itself">
            {shareSaid ?? 'Copy link'}
          </Button>
          {side === 'none' && (
            <Button size="small" appearance="subtle" icon={<PanelLeftRegular />} onClick={() => sideChoice.set('schema')}>
              Schema
            </Button>
          )}
        </span>
      </div>
      <KqlEditor ref={editor} value={kql} revision={revision} onChange={onKql} onRun={onRun} diagnostics={diagnostics} marked={marked} complete={complete} />
      <Problems
        diagnostics={diagnostics}
        checked={checked}
        blank={blank}
        onGoTo={(offset) => editor.current?.goTo(offset)}
        onFix={({ start, length, fix }) => {
          onReplace(kql.slice(0, start) + (fix ?? '') + kql.slice(start + length));
          requestAnimationFrame(() => editor.current?.goTo(start + (fix?.length ?? 0)));
        }}
      />
      {asked === kql && error && <p className={styles.explainProblem}>{problemOf(error)}</p>}
      {explanation && (
        <div className={styles.explanation}>
          {explanation.problem ? (
            <p>
              <Untrusted>{explanation.problem.message}</Untrusted>
            </p>
          ) : (
            <Logic kql={kql} lines={explanation.lines} literals={explanation.literals} onMark={onMark} />
          )}
        </div>
      )}
    </section>
  );
}

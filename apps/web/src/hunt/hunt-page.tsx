import { useCallback, useRef, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button, MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { Link, useSearchParams } from 'react-router';
import { HuntIncidentDocument } from '../graphql/generated/graphql.js';
import { anyTime, aroundIncident, huntTimeInput, readHuntTime, type HuntTime } from '../lib/hunt-time.js';
import { Untrusted } from '../ui/untrusted.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { AnswerCard, type Marked } from './answer-card.js';
import { autoRunChoice, sideChoice } from './choices.js';
import { EditorPanel } from './editor-panel.js';
import type { EditorHandle } from './editor/kql-editor.js';
import { EngineNote } from './engine-note.js';
import { PromptBar } from './prompt-bar.js';
import { ResultPanel } from './result-panel.js';
import { SaveDialog } from './saved-panel.js';
import { SidePanel } from './side-panel.js';
import { StartHere } from './start-here.js';
import { useAsk, type Turn } from './use-ask.js';
import { useHuntLink } from './use-hunt-link.js';
import { usePivots } from './use-pivots.js';
import { useRun } from './use-run.js';
import styles from './hunt.module.css';

/** Hunting: a question or a query on top, the rows it finds below. With `?incident=` it is about that incident. */
export function HuntPage() {
  const [params] = useSearchParams();
  const incidentId = params.get('incident') ?? undefined;
  // Another incident is another hunt: nothing of the one before may stay in its context.
  return <Hunting key={incidentId ?? ''} incidentId={incidentId} />;
}

function Hunting({ incidentId }: { incidentId: string | undefined }) {
  usePageTitle('Hunt');
  const [, setParams] = useSearchParams();
  const [kql, setKql] = useState('');
  const [revision, setRevision] = useState(0);
  const [ownTime, setTime] = useState<HuntTime>();
  const [marked, setMarked] = useState<Marked>();
  const [saving, setSaving] = useState(false);
  const [version, setVersion] = useState(0);
  // The text that stands in the editor without a person having written in it may be replaced without asking.
  const [placed, setPlaced] = useState('');
  const editor = useRef<EditorHandle>(null);
  const results = useRef<HTMLDivElement>(null);
  const auto = autoRunChoice.use();
  const side = sideChoice.use();
  const { data } = useQuery(HuntIncidentDocument, { variables: { id: incidentId ?? '' }, skip: incidentId === undefined });
  const incident = data?.incident;
  const incidentTime = incident ? aroundIncident(incident.firstActivityDateTime, incident.lastActivityDateTime) : undefined;
  const time = ownTime ?? incidentTime ?? anyTime;
  const { state: run, start, cancel } = useRun();
  const loadPivots = usePivots(incidentId);

  const replace = useCallback((text: string) => {
    setKql(text);
    setRevision((now) => now + 1);
    setMarked(undefined);
  }, []);
  const place = useCallback(
    (text: string) => {
      replace(text);
      setPlaced(text);
    },
    [replace],
  );
  const launch = useCallback(
    (text: string, range: HuntTime, huntId: string | undefined) => {
      if (text.trim() === '') return;
      start({ kql: text, timeRange: huntTimeInput(range), huntId, incidentId });
      setVersion((now) => now + 1);
      requestAnimationFrame(() => results.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' }));
    },
    [start, incidentId],
  );
  const { keep, share, said } = useHuntLink(
    useCallback(
      (opened, picked) => {
        place(opened.kql);
        if (opened.time.kind !== 'any') setTime(opened.time);
        if (picked && auto === 'on') launch(opened.kql, opened.time, undefined);
      },
      [place, launch, auto],
    ),
  );
  const untouched = kql.trim() === '' || kql === placed;
  const take = useCallback(
    (turn: Turn): HuntTime => {
      const own = readHuntTime(turn.timeRange);
      place(turn.kql ?? '');
      if (own.kind !== 'any') setTime(own);
      return own.kind === 'any' ? time : own;
    },
    [place, time],
  );
  const onAnswer = useCallback(
    (turn: Turn) => {
      setVersion((now) => now + 1);
      if (turn.status !== 'ANSWERED' || turn.kql === null) return;
      if (auto === 'on') {
        const range = take(turn);
        launch(turn.kql, range, turn.id);
        keep({ kql: turn.kql, time: range });
      } else if (untouched) take(turn);
    },
    [auto, untouched, take, launch, keep],
  );
  const { state: talk, ask, choose, forget, open } = useAsk(incidentId, onAnswer);
  const [reread, setReread] = useState<string>();
  const turn = talk.turns.find(({ id }) => id === reread) ?? talk.turns.at(-1);
  const inEditor = turn?.kql === kql && kql !== '';
  const huntId = inEditor ? turn?.id : undefined;
  const runKql = (text: string, range: HuntTime, of: string | undefined): void => {
    launch(text, range, of);
    keep({ kql: text, time: range });
  };
  const runFresh = (text: string): void => {
    place(text);
    runKql(text, time, undefined);
  };
  const pivot = (text: string): void => {
    place(text);
    if (auto === 'on') runKql(text, time, undefined);
    else editor.current?.focus();
  };
  const askNew = (question: string): void => {
    setReread(undefined);
    ask(question);
  };

  return (
    <div className={styles.page} data-side={side !== 'none' || undefined}>
      <header className={styles.heading}>
        <h1 className={styles.title}>Hunt</h1>
        {incidentId !== undefined && (
          <span className={styles.about}>
            <span className={styles.quiet}>about</span>
            <Link to={`/incidents/${encodeURIComponent(incidentId)}`}>
              <Untrusted>{incident ? `${incident.displayName} (${incidentId})` : `incident ${incidentId}`}</Untrusted>
            </Link>
            <Button size="small" appearance="subtle" icon={<DismissRegular />} aria-label="Hunt without this incident" title="Hunt without this incident" onClick={() => setParams({}, { replace: true })} />
          </span>
        )}
        <EngineNote />
      </header>
      <div className={styles.talk}>
        <PromptBar asking={talk.asking !== undefined} follows={talk.follows?.question ?? undefined} onAsk={askNew} onAlone={forget} />
        {talk.turns.length > 1 && (
          <ol className={styles.earlier} aria-label="Questions so far">
            {talk.turns.map((each) => (
              <li key={each.id}>
                <button type="button" aria-current={each === turn || undefined} onClick={() => setReread(each.id)}>
                  <Untrusted>{each.question}</Untrusted>
                </button>
              </li>
            ))}
          </ol>
        )}
        <div aria-live="polite">
          {talk.asking !== undefined && (
            <p className={styles.asking}>
              <Spinner size="tiny" />
              <Untrusted>{talk.asking}</Untrusted>
            </p>
          )}
          {talk.error !== undefined && (
            <MessageBar intent="error" layout="multiline">
              <MessageBarBody>
                <Untrusted>{talk.error}</Untrusted>
              </MessageBarBody>
            </MessageBar>
          )}
          {turn && talk.asking === undefined && (
            <AnswerCard
              key={turn.id}
              turn={turn}
              inEditor={inEditor}
              marked={marked}
              busy={talk.asking !== undefined}
              onMark={setMarked}
              onRun={() => runKql(turn.kql ?? '', take(turn), turn.id)}
              onEdit={() => {
                take(turn);
                editor.current?.focus();
              }}
              onRelaxed={runFresh}
              onChoose={(choiceId) => choose(turn, choiceId)}
              onAsk={askNew}
            />
          )}
        </div>
        {!turn && talk.asking === undefined && kql.trim() === '' && <StartHere incidentId={incidentId} onAsk={askNew} />}
      </div>
      <div className={styles.work}>
        {side !== 'none' && (
          <SidePanel
            panel={side}
            version={version}
            onInsert={(text) => editor.current?.insert(text)}
            onHistory={(hunt) => {
              if (hunt.question) open(hunt);
              place(hunt.kql ?? '');
              setTime(readHuntTime(hunt.timeRange));
            }}
            onSaved={(hunt) => {
              place(hunt.kql);
              setTime(readHuntTime(hunt.timeRange));
            }}
          />
        )}
        <div className={styles.main}>
          <EditorPanel
            editor={editor}
            kql={kql}
            revision={revision}
            time={time}
            incidentTime={incidentTime}
            marked={inEditor || marked === undefined || !turn?.kql ? marked : undefined}
            running={run.running}
            huntId={huntId}
            explained={inEditor}
            onKql={setKql}
            onReplace={replace}
            onTime={setTime}
            onMark={setMarked}
            onRun={(text) => runKql(text, time, turn?.kql === text ? turn.id : undefined)}
            onSave={() => setSaving(true)}
            onShare={() => share({ kql, time })}
            shareSaid={said}
          />
          <div ref={results} className={styles.resultPlace}>
            {run.request && <ResultPanel key={run.key} state={run} title={turn?.kql === run.request.kql ? (turn.question ?? '') : ''} incidentId={incidentId} loadPivots={loadPivots} onPivot={pivot} onRelaxed={runFresh} onMark={(mark) => setMarked(kql === run.request?.kql ? mark : undefined)} onGoTo={(offset) => editor.current?.goTo(offset)} onCancel={cancel} />}
          </div>
        </div>
      </div>
      <SaveDialog
        open={saving}
        kql={kql}
        time={time}
        name={inEditor ? (turn?.question ?? '') : ''}
        onClose={() => setSaving(false)}
        onSaved={() => {
          setSaving(false);
          setVersion((now) => now + 1);
          sideChoice.set('saved');
        }}
      />
    </div>
  );
}

import { useEffect, useMemo, useState } from 'react';
import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { Button, Switch } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { Link, useParams, useSearchParams } from 'react-router';
import { problemOf } from '../app/problem.js';
import { AnalyzeScriptAgainDocument, ScriptCardsDocument, ScriptDocument, type ScriptQuery } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { VerdictBadge } from '../ui/badges.js';
import { CopyButton } from '../ui/copy-button.js';
import { EmptyState, ErrorState, PageLoading } from '../ui/states.js';
import { Untrusted } from '../ui/untrusted.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { languageNames, sizeText, verdictWord } from './script-labels.js';
import { FactList, GapList, IndicatorList, TechniqueList } from './script-findings.js';
import { LayerPanes } from './layer-panes.js';
import styles from './scripts.module.css';

/** A script as the query gives it. */
export type Script = NonNullable<ScriptQuery['scriptAnalysis']>;

const waitingPoll = 2_000;

/** One script: what it does, what it holds, and its layers side by side. */
export function ScriptPage() {
  const { sha256 = '' } = useParams();
  const { data, error, loading, refetch, startPolling, stopPolling } = useQuery(ScriptDocument, { variables: { sha256 }, fetchPolicy: 'cache-and-network' });
  useSubscription(ScriptCardsDocument, { variables: { subjectId: sha256 }, onData: () => void refetch().catch(() => undefined) });
  const script = data?.scriptAnalysis;
  const waiting = script?.analyzed === false;
  useEffect(() => {
    if (!waiting) return;
    startPolling(waitingPoll);
    return stopPolling;
  }, [waiting, startPolling, stopPolling]);
  usePageTitle(`Script ${sha256.slice(0, 12)}`);
  if (!script) {
    if (error) return <ErrorState title="The script cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
    if (loading) return <PageLoading what="Loading the script" />;
    return (
      <EmptyState title="There is no script with this hash">
        <Link to="/scripts">Go to the scripts</Link>
      </EmptyState>
    );
  }
  return <Analysis script={script} />;
}

function Analysis({ script }: { script: Script }) {
  const [params, setParams] = useSearchParams();
  const [showCode, setShowCode] = useState(true);
  const [showTechniques, setShowTechniques] = useState(true);
  const [again, { loading, error }] = useMutation(AnalyzeScriptAgainDocument, { variables: { sha256: script.sha256 } });
  const last = useMemo(() => script.layers.filter((layer) => layer.kind === 'payload').at(-1)?.index ?? script.layers.at(-1)?.index ?? 0, [script.layers]);
  const layer = Number(params.get('layer') ?? last);
  const line = params.has('line') ? Number(params.get('line')) : undefined;
  const show = (to: { layer: number; line?: number }): void => {
    setShowCode(true);
    setParams({ layer: String(to.layer), ...(to.line === undefined ? {} : { line: String(to.line) }) }, { replace: true, preventScrollReset: true });
  };
  return (
    <div className={styles.page}>
      <div className={styles.heading}>
        <h1 className={styles.title}>{script.card?.title ?? 'Script'}</h1>
        {script.analyzed ? <VerdictBadge verdict={verdictWord(script.verdict)} /> : <span role="status">Being read …</span>}
        <div className={styles.filters}>
          <Switch checked={showTechniques} onChange={(_, data) => setShowTechniques(data.checked)} label="Techniques" />
          <Switch checked={showCode} onChange={(_, data) => setShowCode(data.checked)} label="Code" />
        </div>
      </div>
      <p className={styles.meta}>
        {script.fileName && <Untrusted mono>{script.fileName}</Untrusted>}
        {script.language && <span>{languageNames[script.language]}</span>}
        <span>{sizeText(script.size)}</span>
        <span>{count(script.layers.length, 'layer')}</span>
        <span className={styles.hash}>
          SHA-256 {script.sha256.slice(0, 16)}…
          <CopyButton value={script.sha256} what="SHA-256" />
        </span>
        {script.incidentIds.slice(0, 5).map((id) => (
          <Link key={id} to={`/incidents/${encodeURIComponent(id)}`}>
            Incident {id}
          </Link>
        ))}
      </p>
      {script.analyzed && (
        <>
          <section className={styles.card} aria-label="Explanation">
            <div className={styles.prose}>{script.card?.statements.map((statement, i) => <Sentence key={i} text={statement.text} facts={statement.facts} script={script} onShow={show} />)}</div>
            <footer className={styles.footer}>
              <span>Made from facts; verify</span>
              <span>{script.card?.provenance.composer === 'model' ? `Composed by model ${script.card.provenance.model ?? ''}` : 'Composed by rules'}</span>
              <span>{count(script.card?.provenance.facts ?? 0, 'fact')}</span>
              <span>{`${count(script.card?.provenance.dropped ?? 0, 'sentence')} dropped`}</span>
              <span className={styles.footerActions}>
                <CopyButton value={() => asText(script)} what="analysis as text" text="Copy as text" />
                <Button size="small" appearance="subtle" icon={<ArrowSyncRegular />} disabledFocusable={loading} onClick={() => void again().catch(() => undefined)}>
                  {loading ? 'Asked …' : 'Analyze again'}
                </Button>
              </span>
            </footer>
            {error && <p className={styles.problem}>{problemOf(error)}</p>}
          </section>
          {showCode && <LayerPanes layers={script.layers} selected={Math.min(layer, script.layers.length - 1)} line={line} onSelect={(index) => show({ layer: index })} />}
          <div className={styles.findings}>
            <FactList facts={script.facts} onShow={show} />
            <div className={styles.findingsSide}>
              <IndicatorList indicators={script.indicators} onShow={show} />
              {showTechniques && <TechniqueList techniques={script.techniques} />}
              <GapList gaps={script.notDecoded} onShow={show} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

interface SentenceProps {
  text: string;
  facts: readonly string[];
  script: Script;
  onShow: (to: { layer: number; line?: number }) => void;
}

/** A sentence; pressing its mark shows the line that carries it. */
function Sentence({ text, facts, script, onShow }: SentenceProps) {
  const fact = script.facts.find((each) => facts.includes(each.id));
  return (
    <p className={styles.sentence}>
      <Untrusted>{text}</Untrusted>{' '}
      {fact && (
        <button type="button" className={styles.cite} onClick={() => onShow({ layer: fact.layer, line: fact.line })} title={`Layer ${fact.layer}, line ${fact.line}`} aria-label={`${fact.layer}:${fact.line}, show the record: layer ${fact.layer}, line ${fact.line}`}>
          {`${fact.layer}:${fact.line}`}
        </button>
      )}
    </p>
  );
}

/** The analysis for a chat or a ticket: addresses defanged. */
function asText(script: Script): string {
  return [
    script.card?.title ?? 'Script',
    `SHA-256 ${script.sha256}`,
    '',
    ...(script.card?.statements.map(({ text }) => text) ?? []),
    '',
    ...script.indicators.map(({ type, defanged, layer, line }) => `${type}: ${defanged} (layer ${layer}, line ${line})`),
    ...script.techniques.map(({ id, name }) => `${id} ${name}`),
    ...script.notDecoded.map(({ reason, detail, line }) => `Not decoded: ${reason}, ${detail} (line ${line})`),
  ].join('\n');
}

import { useCallback, useMemo, useState } from 'react';
import { Spinner, Switch } from '@fluentui/react-components';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { problemOf } from '../app/problem.js';
import { storedChoice } from '../app/stored-choice.js';
import { count, label } from '../lib/labels.js';
import { languageNames } from '../lib/script-filter.js';
import { placeHash, readPlace, type ScriptPlace } from '../lib/script-place.js';
import { VerdictBadge } from '../ui/badges.js';
import { CopyButton } from '../ui/copy-button.js';
import { EmptyState, ErrorState, PageLoading } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { LayerPanes } from './layer-panes.js';
import { ScriptCard } from './script-card.js';
import { FactList, GapList, IndicatorList, TechniqueList } from './script-findings.js';
import { sizeText, verdictWord } from './script-labels.js';
import { useScript, type Script, type ScriptState } from './use-script.js';
import styles from './scripts.module.css';

const codeChoice = storedChoice('script.code', ['shown', 'hidden']);
const techniquesChoice = storedChoice('script.techniques', ['shown', 'hidden']);

/** One script: the verdict and why, what it does, what it holds, and its layers side by side. */
export function ScriptPage() {
  const { sha256 = '' } = useParams();
  return <ScriptOf key={sha256} sha256={sha256.toLowerCase()} />;
}

function ScriptOf({ sha256 }: { sha256: string }) {
  const state = useScript(sha256);
  const { script } = state;
  usePageTitle(script?.analyzed ? `${script.card?.title ?? 'Script'} ${sha256.slice(0, 12)}` : `Script ${sha256.slice(0, 12)}`);
  if (!script) {
    if (state.error) return <ErrorState title="The script cannot be shown" reason={problemOf(state.error)} onRetry={state.retry} />;
    if (state.loading) return <PageLoading what="Loading the script" />;
    return (
      <EmptyState title="There is no script with this hash">
        <p>Should it arrive, its analysis shows here by itself.</p>
        <Link to="/scripts">Go to the scripts</Link>
      </EmptyState>
    );
  }
  return (
    <div className={styles.page}>
      <ScriptHead script={script} />
      {script.analyzed ? <Analysis script={script} state={state} /> : <Waiting />}
      <p role="status" className="visually-hidden">
        {script.analyzed ? `Analysed: ${label(verdictWord(script.verdict))}, version ${script.card?.version ?? 1}.` : ''}
      </p>
    </div>
  );
}

function ScriptHead({ script }: { script: Script }) {
  return (
    <header className={styles.head}>
      <nav aria-label="Breadcrumb" className={styles.crumbs}>
        <Link to="/scripts">Scripts</Link>
        <span aria-hidden="true">/</span>
        <span className={styles.hash}>{script.sha256.slice(0, 16)}…</span>
        <CopyButton value={script.sha256} what="SHA-256" />
      </nav>
      <div className={styles.heading}>
        <h1 className={styles.title}>{script.card?.title ?? 'Script'}</h1>
        {script.analyzed && <VerdictBadge verdict={verdictWord(script.verdict)} />}
      </div>
      <p className={styles.meta}>
        {script.fileName && <Untrusted mono>{script.fileName}</Untrusted>}
        {script.language && <span>{`${languageNames[script.language]}${script.languageGiven ? ', as was said' : ''}`}</span>}
        {typeof script.size === 'number' && <span>{sizeText(script.size)}</span>}
        {script.analyzed && <span>{count(script.layers.length, 'layer')}</span>}
        {script.submittedAt && (
          <span>
            First seen <Time value={script.submittedAt} />
          </span>
        )}
        {script.incidentIds.slice(0, 5).map((id) => (
          <Link key={id} to={`/incidents/${encodeURIComponent(id)}`}>
            Incident {id}
          </Link>
        ))}
        {script.incidentIds.length > 5 && <span>{`and ${count(script.incidentIds.length - 5, 'more incident')}`}</span>}
      </p>
    </header>
  );
}

function Waiting() {
  return (
    <section className={styles.waiting} aria-label="Analysis" role="status">
      <Spinner size="small" labelPosition="after" label="The script is being read" />
      <p>Attest takes it apart layer by layer. It is read, never run, and nothing is fetched. The analysis shows here by itself.</p>
    </section>
  );
}

function Analysis({ script, state }: { script: Script; state: ScriptState }) {
  const { hash } = useLocation();
  const navigate = useNavigate();
  const code = codeChoice.use();
  const techniques = techniquesChoice.use();
  const asked = useMemo(() => readPlace(hash), [hash]);
  const [closed, setClosed] = useState<string>();
  const place = asked && script.layers[asked.layer] ? asked : undefined;
  // A link to a line shows it, whatever was chosen before; closing it there holds until the next place.
  const showCode = script.layers.length > 0 && (code === 'shown' || (place !== undefined && closed !== hash));
  const show = useCallback(
    (to: ScriptPlace): void => {
      setClosed(undefined);
      void navigate({ hash: placeHash(to) }, { replace: true, preventScrollReset: true });
    },
    [navigate],
  );
  const last = useMemo(() => script.layers.filter((layer) => layer.kind === 'payload').at(-1)?.index ?? script.layers.at(-1)?.index ?? 0, [script.layers]);
  const shared = { current: place, onShow: show };
  const withTechniques = techniques === 'shown';
  return (
    <>
      <div className={styles.top} data-two={script.indicators.length > 0 || (withTechniques && script.techniques.length > 0) || undefined}>
        <ScriptCard script={script} state={state} {...shared} />
        <div className={styles.side}>
          <IndicatorList indicators={script.indicators} {...shared} />
          {withTechniques && <TechniqueList techniques={script.techniques} facts={script.facts} {...shared} />}
        </div>
      </div>
      <div className={styles.switches}>
        <Switch
          checked={showCode}
          disabled={script.layers.length === 0}
          onChange={(_, data) => {
            codeChoice.set(data.checked ? 'shown' : 'hidden');
            setClosed(data.checked ? undefined : hash);
          }}
          label="Code"
        />
        <Switch checked={withTechniques} onChange={(_, data) => techniquesChoice.set(data.checked ? 'shown' : 'hidden')} label="Techniques" />
      </div>
      <div className={styles.work} data-code={showCode || undefined}>
        {showCode && <LayerPanes script={script} place={place ?? { layer: last }} onShow={show} />}
        <div className={styles.findings}>
          <FactList facts={script.facts} verdictFacts={script.verdictFacts} techniques={withTechniques} indicators={script.indicators} {...shared} />
          <GapList gaps={script.notDecoded} {...shared} />
        </div>
      </div>
    </>
  );
}

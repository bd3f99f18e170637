import { useEffect, useMemo, useRef } from 'react';
import { linesOf, overlap } from '../lib/code-lines.js';
import { defangText } from '../lib/defang-text.js';
import { languageNames } from '../lib/script-filter.js';
import type { ScriptPlace } from '../lib/script-place.js';
import { CopyMenu } from '../ui/copy-menu.js';
import { LayerView, type Layer, type Stretch } from './layer-view.js';
import type { ShowPlace } from './place-button.js';
import { layerKinds, scriptPath, sizeText } from './script-labels.js';
import type { Script } from './use-script.js';
import styles from './scripts.module.css';

/** The bar at the top of every page, and some air. */
const barHeight = 64;

interface LayerPanesProps {
  script: Script;
  place: ScriptPlace;
  onShow: ShowPlace;
}

/** The layers of a script: their tree, the chosen one, and beside it the one it came out of with its origin marked. */
export function LayerPanes({ script, place, onShow }: LayerPanesProps) {
  const { layers } = script;
  const layer = layers[place.layer];
  const pane = useRef<HTMLDivElement>(null);
  const { line, start, end } = place;
  useEffect(() => {
    if (line !== undefined && pane.current) bringIntoView(pane.current);
  }, [place.layer, line, start, end]);
  const focus = useMemo(() => (layer ? focusOf(layer, { line, start, end }) : undefined), [layer, line, start, end]);
  if (!layer) return null;
  const parent = layer.parent === null || layer.parent === undefined ? undefined : layers[layer.parent];
  return (
    <section className={styles.layers} aria-label="Layers">
      <LayerTree script={script} selected={layer.index} onShow={onShow} />
      <div className={styles.panes} data-two={parent ? true : undefined}>
        {parent && (
          <div className={styles.pane}>
            <PaneHead title={`From layer ${parent.index}`} detail={linesText(layer)} />
            <LayerView layer={parent} origin={originOf(layer, focus)} label={`Layer ${parent.index}, where layer ${layer.index} came from`} />
          </div>
        )}
        <div ref={pane} className={styles.pane}>
          <PaneHead title={`Layer ${layer.index}`} detail={layer.rules.join(', ')}>
            <LayerCopy script={script} layer={layer} place={place} />
          </PaneHead>
          <LayerView layer={layer} focus={focus} line={line} label={`Layer ${layer.index}`} />
        </div>
      </div>
      <p role="status" aria-label="What is shown" className="visually-hidden">
        {line === undefined ? `Layer ${layer.index} is shown.` : `Layer ${layer.index}, line ${line}: ${spoken(layer, line)}`}
      </p>
    </section>
  );
}

/** Moves the page only when what is marked is out of sight. */
function bringIntoView(pane: HTMLElement): void {
  const marked = (pane.querySelector('mark') ?? pane.querySelector('[data-marked]') ?? pane).getBoundingClientRect();
  if (marked.top < barHeight || marked.top > window.innerHeight - barHeight) pane.scrollIntoView({ block: 'start' });
}

function PaneHead({ title, detail, children }: { title: string; detail: string; children?: React.ReactNode }) {
  return (
    <div className={styles.paneHead}>
      <p className={styles.paneTitle}>
        {title}
        {detail !== '' && <span className={styles.quiet}>{`, ${detail}`}</span>}
      </p>
      {children}
    </div>
  );
}

function LayerCopy({ script, layer, place }: { script: Script; layer: Layer; place: ScriptPlace }) {
  const cut = layer.length > layer.text.length ? ` (the first ${layer.text.length.toLocaleString('en-GB')} characters)` : '';
  const link = (to: ScriptPlace): string => `${window.location.origin}${scriptPath(script.sha256, to)}`;
  return (
    <CopyMenu
      name={`Copy layer ${layer.index}`}
      choices={[
        { what: `Text as it is${cut}`, value: () => layer.text },
        { what: `Text, addresses defanged${cut}`, value: () => defangText(layer.text, script.indicators) },
        { what: 'Link to this layer', value: () => link({ layer: layer.index }) },
        ...(place.line === undefined ? [] : [{ what: `Link to line ${place.line}`, value: () => link(place) }]),
      ]}
    />
  );
}

const weights = ['malicious', 'suspicious'];

function LayerTree({ script, selected, onShow }: { script: Script; selected: number; onShow: ShowPlace }) {
  const { layers, facts } = script;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const item = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (list.current && item) list.current.scrollTop = Math.max(0, item.offsetTop - list.current.clientHeight / 2);
  }, [selected]);
  return (
    <ol ref={list} className={styles.tree} aria-label="All layers">
      {layers.map((each) => {
        const gravest = weights.find((weight) => facts.some((fact) => fact.layer === each.index && fact.weight === weight));
        return (
          <li key={each.index} style={{ paddingInlineStart: depthOf(each, layers) * 12 }}>
            <button type="button" className={styles.treeItem} aria-current={each.index === selected || undefined} onClick={() => onShow({ layer: each.index })}>
              <span className={styles.treeName}>
                {each.index} {layerKinds[each.kind] ?? each.kind}
                {gravest && (
                  <span className={styles.treeMark} data-weight={gravest} title={`Holds something ${gravest}`}>
                    <span className="visually-hidden">{`, holds something ${gravest}`}</span>
                  </span>
                )}
              </span>
              <span className={styles.quiet}>{typeof each.binaryBytes === 'number' ? `Binary, ${sizeText(each.binaryBytes)}` : languageNames[each.language]}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function linesText({ fromLine, fromEndLine }: Layer): string {
  if (typeof fromLine !== 'number') return '';
  return fromLine === fromEndLine || typeof fromEndLine !== 'number' ? `line ${fromLine}` : `lines ${fromLine} to ${fromEndLine}`;
}

/** The stretch of a layer that a place names: its characters, else its line. */
function focusOf(layer: Layer, { line, start, end }: Omit<ScriptPlace, 'layer'>): Stretch | undefined {
  if (start !== undefined && end !== undefined && start < layer.length) return { start, end: Math.min(end, layer.length) };
  const found = line === undefined ? undefined : linesOf(layer.text)[line - 1];
  return found && { start: found.start, end: found.start + found.text.length };
}

/**
 * The stretch of the parent that what is looked at came from: of the focus where segments tell it, else what was changed,
 * else all of it.
 */
function originOf(layer: Layer, focus: Stretch | undefined): Stretch | undefined {
  const near = focus ? layer.segments.filter((segment) => overlap(segment, focus)) : [];
  const made = layer.segments.filter((segment) => !segment.exact);
  const shown = near.length > 0 ? near : made.length > 0 ? made : layer.segments;
  if (shown.length === 0) return undefined;
  const stretches = shown.map((segment) => {
    const met = focus && segment.exact ? overlap(segment, focus) : undefined;
    return met ? { start: segment.parentStart + met.start - segment.start, end: segment.parentStart + met.end - segment.start } : { start: segment.parentStart, end: segment.parentEnd };
  });
  return { start: Math.min(...stretches.map(({ start }) => start)), end: Math.max(...stretches.map(({ end }) => end)) };
}

function spoken(layer: Layer, line: number): string {
  return linesOf(layer.text)[line - 1]?.text.trim().slice(0, 200) ?? 'beyond what is shown';
}

function depthOf(layer: Layer, layers: readonly Layer[]): number {
  let depth = 0;
  for (let at: Layer | undefined = layer; at && typeof at.parent === 'number' && depth < 40; at = layers[at.parent]) depth++;
  return Math.min(depth, 6);
}

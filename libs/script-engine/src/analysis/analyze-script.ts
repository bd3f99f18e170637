import { Budget, BudgetExceeded, defaultLimits, type BudgetLimits } from '../core/budget.js';
import { carve } from '../core/carve.js';
import { sha256 } from '../core/codecs.js';
import { decodeInput } from '../core/decode-input.js';
import { hiding } from '../core/hiding.js';
import { detectLanguage } from '../core/detect-language.js';
import type { DerivedText, KnownGlobals } from '../core/evaluation.js';
import type { ScriptLanguage } from '../core/language.js';
import { dropFragments } from '../indicators/drop-fragments.js';
import { findIndicators, keyOf } from '../indicators/find-indicators.js';
import type { Indicator } from '../indicators/indicator.js';
import { scriptElement } from '../vbscript/vbscript.evaluator.js';
import { splitLaunchers } from '../launchers/split-launchers.js';
import { factsOf } from './facts.js';
import { languages } from './languages.js';
import { LayerSet, type WorkingLayer } from './layer-set.js';
import type { ScriptAnalysis, ScriptLayer } from './script-analysis.js';
import { judge } from './verdict.js';

/** What is known about a script besides its bytes. */
export interface AnalyzeOptions {
  /** Left out: detected. */
  language?: ScriptLanguage;
  /** Its extension helps to tell the language; nothing else of it is used. */
  fileName?: string;
  limits?: Readonly<Partial<BudgetLimits>>;
  /** Facts and indicators of the text as it stands, nothing decoded: for a script that could not be evaluated in time. */
  surfaceOnly?: boolean;
}

/**
 * Analyses a script without running it: layers, facts, indicators, techniques, verdict, and what stays closed. Never
 * throws on any input; a limit that is reached is reported and all found until then is kept. Pure but for the clock
 * that ends a script over its wall time.
 */
export function analyzeScript(bytes: Uint8Array, options: AnalyzeOptions = {}): ScriptAnalysis {
  const limits = { ...defaultLimits, ...options.limits };
  const tooLarge = bytes.length > limits.inputBytes;
  const input = decodeInput(tooLarge ? bytes.subarray(0, limits.inputBytes) : bytes);
  const language = options.language ?? detectLanguage(input.text.replaceAll('\0', ''), options.fileName);
  const budget = new Budget(limits);
  const set = new LayerSet(input, sha256(bytes), language, budget);
  const root = set.layers[0] as WorkingLayer;
  if (tooLarge) set.gap('budget', 'inputBytes', root, 0);
  // Shells pass over NULs: they are a layer of their own only when they hide something.
  if (input.nuls > 0 && input.nuls < input.text.length) set.add({ kind: 'simplified', text: input.text.replaceAll('\0', ''), language, rules: ['NUL characters dropped'], segments: [{ start: 0, end: input.text.length - input.nuls, parentStart: 0, parentEnd: input.text.length, exact: false }] }, root);
  if (options.surfaceOnly === true) set.gap('budget', 'wallMs', root, 0);
  if (options.surfaceOnly !== true) deriveAll(set, budget, input.nuls > 0);
  const seen = new Set<string>();
  const found: Indicator[] = [];
  const loose: Indicator[] = [];
  for (const layer of set.layers) found.push(...findIndicators(layer.text, layer.index, layer.lines, seen, loose));
  for (const indicator of loose) {
    const key = keyOf(indicator.type, indicator.value);
    if (seen.has(key)) continue;
    seen.add(key);
    found.push(indicator);
  }
  const indicators = dropFragments(found.sort((a, b) => a.layer - b.layer || a.start - b.start || a.end - b.end || (a.type < b.type ? -1 : 1)), set.layers);
  const { facts, techniques } = factsOf(set);
  const { verdict, verdictFacts } = judge(set, facts);
  return { sha256: root.sha256, size: bytes.length, encoding: input.encoding, language, verdict, verdictFacts, layers: set.layers.map(publicLayer), facts, techniques, indicators, notDecoded: set.gaps };
}

/** Works through the layers. Data that was only found waits until all that was followed is known: it may be the same. */
function deriveAll(set: LayerSet, budget: Budget, nuls: boolean): void {
  const carved: [DerivedText, WorkingLayer][] = [];
  for (let next = 0; next < set.layers.length; next++) {
    const layer = set.layers[next] as WorkingLayer;
    const { out, found } = derive(layer, set, budget, nuls && next === 1);
    for (const derived of out) set.add(derived, layer);
    for (const derived of found) carved.push([derived, layer]);
    while (next + 1 === set.layers.length && carved.length > 0) set.add(...(carved.shift() as [DerivedText, WorkingLayer]));
  }
}

const mostFound = 12;

/** Found data that no payload was made of, the longest pieces. */
function unfollowed(found: DerivedText[], followed: readonly DerivedText[]): DerivedText[] {
  const used = followed.filter(({ kind, rules }) => kind === 'payload' && rules.some((rule) => hiding.test(rule) || /decode/.test(rule))).map(({ segments }) => [Math.min(...segments.slice(0, 5_000).map(({ parentStart }) => parentStart)), Math.max(...segments.slice(0, 5_000).map(({ parentEnd }) => parentEnd))] as const);
  const free = found.filter(({ segments }) => !used.some(([start, end]) => segments.every((segment) => start <= segment.parentStart && segment.parentEnd <= end)));
  if (free.length <= mostFound) return free;
  const least = free.map(({ text }) => text.length).sort((a, b) => b - a)[mostFound - 1] ?? 0;
  return free.filter(({ text }) => text.length >= least).slice(0, mostFound);
}

/** All that comes out of one layer: what was followed, and data that was only found. */
function derive(layer: WorkingLayer, set: LayerSet, budget: Budget, force: boolean): { out: DerivedText[]; found: DerivedText[] } {
  const out: DerivedText[] = [];
  const found: DerivedText[] = [];
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (error instanceof BudgetExceeded) set.gap('budget', error.limit, layer, 0);
      else if (error instanceof RangeError) set.gap('budget', 'depth', layer, 0);
      else throw error;
    }
  };
  if (layer.binaryBytes !== undefined || ranInParent(layer, set)) return { out, found };
  const whole = layer.kind === 'input' || layer.kind === 'payload' || force;
  const language = languages[layer.language];
  if (whole && language !== undefined) {
    guarded(() => {
      const { derived, notDecoded, environment, globals } = layer.evaluation ?? language.evaluate(layer.text, budget, inherited(layer, set), beside(layer, set));
      if (globals !== undefined) layer.globals = globals;
      if (environment !== undefined) layer.environment = environment;
      for (const text of derived) out.push(text);
      for (const { reason, detail, start } of notDecoded) set.gap(reason, detail, layer, Math.min(start, layer.text.length));
    });
  }
  // A batch or shell line is read for launchers after its expansion, when there was any.
  const expanded = (layer.language === 'batch' || layer.language === 'bash') && out.some(({ kind }) => kind === 'executed');
  if (!expanded && !repeatsCalls(layer, set)) {
    guarded(() => {
      const { derived, notDecoded } = splitLaunchers(layer.text, layer.language, budget);
      // What the evaluator handed on from there is the argument as its language reads it, escapes and all.
      const followed = escaping.has(layer.language) ? out.filter(({ kind }) => kind === 'payload').flatMap(({ segments }) => segments) : [];
      const known = (start: number, end: number): boolean => followed.some((segment) => segment.parentStart < end && start < segment.parentEnd);
      for (const text of derived) if (!text.segments.some((segment) => known(segment.parentStart, segment.parentEnd))) out.push(text);
      for (const { reason, detail, start, end } of notDecoded) if (!known(start, end)) set.gap(reason, detail, layer, start);
    });
  }
  if (whole) guarded(() => found.push(...carve(layer.text, budget)));
  return { out, found: unfollowed(found, out) };
}

/** Languages whose strings a command line cannot be read from as it stands. */
const escaping: ReadonlySet<ScriptLanguage> = new Set(['python', 'javascript', 'vbscript'] as const);

/** Calls written out again, of a script whose commands were handed on or listed already. */
function repeatsCalls(layer: WorkingLayer, set: LayerSet): boolean {
  if (layer.kind === 'simplified' && (layer.language === 'batch' || layer.language === 'bash')) return true;
  return (layer.kind === 'executed' || layer.kind === 'simplified') && escaping.has(layer.language) && set.layers.some((other) => other.parent === layer.parent && other.kind === 'payload');
}

/** What the environment of a layer's interpreter holds: the nearest layer above that set something. */
function inherited(layer: WorkingLayer, set: LayerSet): ReadonlyMap<string, string> | undefined {
  for (let at = layer; at.parent !== null; ) {
    at = set.layers[at.parent] as WorkingLayer;
    if (at.environment !== undefined) return at.environment;
  }
  return undefined;
}

/** What the scripts of other languages in the same document have set by then. */
function beside(layer: WorkingLayer, set: LayerSet): KnownGlobals | undefined {
  if (layer.rules[0] !== scriptElement) return undefined;
  return set.layers.find((other) => other.index < layer.index && other.parent === layer.parent && other.rules[0] === scriptElement && other.globals !== undefined)?.globals;
}

/** What cmd hands to cmd was followed where it stood, with its variables; alone it would say less. */
function ranInParent(layer: WorkingLayer, set: LayerSet): boolean {
  return layer.kind === 'payload' && layer.language === 'batch' && layer.parent !== null && set.layers[layer.parent]?.language === 'batch' && /^(?:cmd \/c|pipe to cmd)$/.test(layer.rules.at(-1) ?? '');
}

function publicLayer(layer: WorkingLayer): ScriptLayer {
  const { lines: _lines, evaluation: _evaluation, environment: _environment, globals: _globals, binaryKind: _kind, ...rest } = layer;
  return rest;
}

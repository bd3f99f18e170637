import { Budget, BudgetExceeded, defaultLimits, type BudgetLimits } from '../core/budget.js';
import { carve } from '../core/carve.js';
import { sha256 } from '../core/codecs.js';
import { decodeInput } from '../core/decode-input.js';
import { detectLanguage } from '../core/detect-language.js';
import type { DerivedText } from '../core/evaluation.js';
import type { ScriptLanguage } from '../core/language.js';
import { dropFragments } from '../indicators/drop-fragments.js';
import { findIndicators } from '../indicators/find-indicators.js';
import type { Indicator } from '../indicators/indicator.js';
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
  for (let next = 0; next < set.layers.length && options.surfaceOnly !== true; next++) {
    const layer = set.layers[next] as WorkingLayer;
    for (const derived of derive(layer, set, budget, input.nuls > 0 && next === 1)) set.add(derived, layer);
  }
  const seen = new Set<string>();
  const found: Indicator[] = [];
  for (const layer of set.layers) found.push(...findIndicators(layer.text, layer.index, layer.lines, seen));
  const indicators = dropFragments(found, set.layers);
  const { facts, techniques } = factsOf(set);
  const { verdict, verdictFacts } = judge(set, facts);
  return { sha256: root.sha256, size: bytes.length, encoding: input.encoding, language, verdict, verdictFacts, layers: set.layers.map(publicLayer), facts, techniques, indicators, notDecoded: set.gaps };
}

/** All that comes out of one layer. */
function derive(layer: WorkingLayer, set: LayerSet, budget: Budget, force: boolean): DerivedText[] {
  const out: DerivedText[] = [];
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (error instanceof BudgetExceeded) set.gap('budget', error.limit, layer, 0);
      else if (error instanceof RangeError) set.gap('budget', 'depth', layer, 0);
      else throw error;
    }
  };
  if (layer.binaryBytes !== undefined || ranInParent(layer, set)) return out;
  const whole = layer.kind === 'input' || layer.kind === 'payload' || force;
  const language = languages[layer.language];
  if (whole && language !== undefined) {
    guarded(() => {
      const { derived, notDecoded } = layer.evaluation ?? language.evaluate(layer.text, budget);
      for (const text of derived) out.push(text);
      for (const { reason, detail, start } of notDecoded) set.gap(reason, detail, layer, Math.min(start, layer.text.length));
    });
  }
  // A batch or shell line is read for launchers after its expansion, when there was any.
  const expanded = (layer.language === 'batch' || layer.language === 'bash') && out.some(({ kind }) => kind === 'executed');
  if (!expanded) {
    guarded(() => {
      const { derived, notDecoded } = splitLaunchers(layer.text, layer.language, budget);
      for (const text of derived) out.push(text);
      for (const { reason, detail, start } of notDecoded) set.gap(reason, detail, layer, start);
    });
  }
  if (whole) guarded(() => out.push(...carve(layer.text, budget)));
  return out;
}

/** What cmd hands to cmd was followed where it stood, with its variables; alone it would say less. */
function ranInParent(layer: WorkingLayer, set: LayerSet): boolean {
  return layer.kind === 'payload' && layer.language === 'batch' && layer.parent !== null && set.layers[layer.parent]?.language === 'batch' && /^(?:cmd \/c|pipe to cmd)$/.test(layer.rules.at(-1) ?? '');
}

function publicLayer(layer: WorkingLayer): ScriptLayer {
  const { lines: _lines, evaluation: _evaluation, binaryKind: _kind, ...rest } = layer;
  return rest;
}

import { hiding } from '../core/hiding.js';
import type { OriginSegment } from '../core/evaluation.js';
import type { Indicator } from './indicator.js';

/** What this needs of a layer. */
interface LayerText {
  index: number;
  parent: number | null;
  kind: string;
  language: string;
  text: string;
  rules: readonly string[];
  segments: readonly OriginSegment[];
}

/** Types that a script cuts into pieces to hide them. */
const cut: ReadonlySet<Indicator['type']> = new Set(['url', 'domain', 'ip', 'ip:port', 'mail', 'path', 'registryKey', 'hash'] as const);
const clickable: ReadonlySet<Indicator['type']> = new Set(['url', 'domain', 'mail'] as const);
const goesOn = /^['"]?\s*\)?\s*(?:\+|&(?!&)|,\s*['"]|\.\s*['"(]|-f\b|['"]{2})|^[`^%!$]/;
const wentBefore = /(?:\+|&|,)\s*\(?\s*['"]$|[`^%!]$/;

/**
 * Drops pieces: `http://a.exam` of `'http://a.exam'+'ple.test'` is no address. A value is a piece when a layer that came
 * out of its own holds it only as a part of a longer one of the same type; or when the text around it joins it to more
 * and a longer one is known.
 */
export function dropFragments(indicators: readonly Indicator[], layers: readonly LayerText[]): Indicator[] {
  const lower = new Map<number, string>();
  const textOf = (layer: LayerText): string => {
    const known = lower.get(layer.index) ?? layer.text.toLowerCase();
    lower.set(layer.index, known);
    return known;
  };
  return indicators.filter((indicator) => {
    const own = layers[indicator.layer];
    if (!cut.has(indicator.type) || own === undefined) return true;
    const value = indicator.value.toLowerCase();
    const longer = indicators.filter((other) => other !== indicator && other.type === indicator.type && other.layer !== indicator.layer && other.value.length > value.length && other.value.toLowerCase().includes(value)).slice(0, 20);
    const below = layers.filter((layer) => layer.kind !== 'simplified' && descends(layer, own, layers));
    if (clickable.has(indicator.type) && inAssignment(own, indicator) && below.some((layer) => layer.kind === 'executed') && !below.some((layer) => textOf(layer).includes(value))) return false;
    if (inHiddenData(indicator, layers) && !below.some((layer) => textOf(layer).includes(value))) return false;
    if (indicator.type === 'domain' && onlyInsideWords(value, below.map(textOf))) return false;
    if (longer.length === 0) return true;
    let inside = false;
    for (const layer of below.slice(0, 20)) {
      const alone = count(textOf(layer), value) - Math.max(...longer.map((other) => count(textOf(layer), other.value.toLowerCase())));
      if (count(textOf(layer), value) > 0 && alone > 0) return true;
      inside ||= count(textOf(layer), value) > 0;
    }
    if (inside) return false;
    return !goesOn.test(own.text.slice(indicator.end, indicator.end + 40)) && !wentBefore.test(own.text.slice(Math.max(0, indicator.start - 20), indicator.start));
  });
}

/** Whether it stands in data that was decoded into another layer: `http` of a reversed or substituted text. */
function inHiddenData(indicator: Indicator, layers: readonly LayerText[]): boolean {
  return layers.some((layer) => layer.parent === indicator.layer && layer.kind === 'payload' && layer.rules.some((rule) => hiding.test(rule)) && layer.segments.some((segment) => !segment.exact && segment.parentStart <= indicator.start && indicator.end <= segment.parentEnd));
}

/** A variable's value that the commands which run do not hold is not what it looks like. */
function inAssignment(layer: LayerText, indicator: Indicator): boolean {
  const before = layer.text.slice(Math.max(layer.text.lastIndexOf('\n', indicator.start - 1) + 1, indicator.start - 400), indicator.start);
  return layer.language === 'batch' ? /\bset\b[^&|]*=[^&|]*$/i.test(before) : layer.language === 'bash' && /(?:^|[\s;])\w+=["']?[^\s"';]*$/.test(before);
}

/** Whether texts hold a value, and nowhere on its own: `socket.ge` of `socket.gethostbyname`. */
function onlyInsideWords(value: string, texts: readonly string[]): boolean {
  let inside = false;
  for (const text of texts) {
    for (let at = text.indexOf(value), found = 0; at >= 0 && found < 1_000; at = text.indexOf(value, at + value.length), found++) {
      if (!/[\w-]/.test(text[at - 1] ?? '') && !/[\w-]/.test(text[at + value.length] ?? '')) return false;
      inside = true;
    }
  }
  return inside;
}

function descends(layer: LayerText, from: LayerText, layers: readonly LayerText[]): boolean {
  let at: LayerText | undefined = layer;
  for (let i = 0; i < 64 && at !== undefined && at.parent !== null; i++) {
    if (at.parent === from.index) return true;
    at = layers[at.parent];
  }
  return false;
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0 && found < 1_000; at = text.indexOf(part, at + part.length)) found++;
  return found;
}

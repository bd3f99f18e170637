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

type Place = Pick<Indicator, 'type' | 'layer' | 'start' | 'end'>;

/** Types that a script cuts into pieces to hide them. */
const cut: ReadonlySet<Indicator['type']> = new Set(['url', 'domain', 'ip', 'ip:port', 'mail', 'path', 'registryKey', 'hash'] as const);
const clickable: ReadonlySet<Indicator['type']> = new Set(['url', 'domain', 'mail'] as const);
const goesOn = /^['"]?\s*\)?\s*(?:\+|&(?!&)|,\s*['"]|\.\s*['"(]|-f\b|['"]{2})|^(?:`(?![nrt0])|[\^%!$])/;
/** The same where nothing else can be meant. */
const surelyGoesOn = /^[./]?(?:['"]{1,2}\s*\)?\s*(?:\+|&(?!&)|\.\s*['"(])|['"]{2}\w)|^(?:`(?![nrt0])|[\^%!$])/;
const surelyWentBefore = /(?:\+|&)\s*\(?\s*['"]{1,2}$|[`^%!]$/;
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
  const swept = networksCountedThrough(indicators, layers);
  return indicators.filter((found) => {
    if (swept.size > 0 && (found.type === 'ip' || found.type === 'ip:port') && swept.has(networkOf(found.value)) && layers[found.layer]?.kind === 'executed') return false;
    const shown = layers[found.layer];
    if (!cut.has(found.type) || shown === undefined) return true;
    // Address and port stand apart as often as not: the address is what is looked for.
    const value = (found.type === 'ip:port' ? (/^[^:]+/.exec(found.value)?.[0] ?? '') : found.value).toLowerCase();
    // Escaped text, not a share: shells of Unix know none.
    if (found.type === 'path' && value.startsWith('\\\\') && (shown.language === 'bash' || shown.language === 'python') && /^\\{2}\w+\\[nrt]/.test(found.value)) return false;
    const indicator = inPayload(found, shown, layers);
    const own = layers[indicator.layer] ?? shown;
    if (isFilledIn(found, indicators)) return false;
    const longer = found.type === 'ip:port' ? [] : indicators.filter((other) => other !== found && other.type === indicator.type && other.layer !== found.layer && other.value.length > value.length && other.value.toLowerCase().includes(value)).slice(0, 20);
    const below = layers.filter((layer) => layer.kind !== 'simplified' && descends(layer, own, layers));
    if (clickable.has(indicator.type) && inAssignment(own, indicator) && below.some((layer) => layer.kind === 'executed') && !below.some((layer) => textOf(layer).includes(value))) return false;
    if (indicator.type === 'hash' && !aboutHashes.test(lineOf(own.text, indicator)) && layers.some((layer) => layer.parent === own.index && layer.kind === 'payload' && layer.rules.some((rule) => hiding.test(rule))) && !below.some((layer) => textOf(layer).includes(value))) return false;
    if (shown.kind === 'simplified' && shown.language === 'batch' && inAssignment(shown, found) && layers.some((layer) => layer.parent === shown.parent && layer.kind === 'executed') && !layers.some((layer) => layer.parent === shown.parent && layer.kind !== 'simplified' && textOf(layer).includes(value))) return false;
    if (value.length >= 6 && turned(value).some((other) => lastWith(other, layers, textOf) > Math.max(indicator.layer, lastWith(value, layers, textOf)))) return false;
    if (clickable.has(found.type) || found.type === 'registryKey' || found.type === 'path') {
      const cleaned = indicators.find((other) => other.type === found.type && other.layer > found.layer && other.value.length * 3 > value.length && isThinnedOut(value, other.value.toLowerCase()));
      if (cleaned !== undefined && !below.some((layer) => layer.kind === 'payload' && textOf(layer).includes(value))) return false;
      // Written in another case, or with a separator in it, than where it is used.
      const used = indicators.find((other) => other !== found && other.type === found.type && other.layer > found.layer && ((other.value.toLowerCase() === value && /[A-Z]/.test(found.value) && !/[A-Z]/.test(other.value)) || (value.length === other.value.length + 1 && isWithoutOne(value, other.value.toLowerCase()))));
      if (used !== undefined && !below.some((layer) => layer.text.includes(found.value))) return false;
    }
    if (found.type === 'url' && filledIn(value, indicators)) return false;
    if (inHiddenData(indicator, layers) && !below.some((layer) => textOf(layer).includes(value))) return false;
    if (indicator.type === 'domain' && onlyInsideWords(value, below.map(textOf))) return false;
    if (longer.length === 0 && clickable.has(found.type) && below.length > 0 && surelyGoesOn.test(own.text.slice(indicator.end, indicator.end + 40)) && !below.some((layer) => count(textOf(layer), value) > joined(textOf(layer), value))) return false;
    if (longer.length === 0) return true;
    let inside = false;
    for (const layer of below.slice(0, 20)) {
      const text = textOf(layer);
      const all = count(text, value);
      if (all - joined(text, value) - Math.max(...longer.map((other) => count(text, other.value.toLowerCase()))) > 0) return true;
      inside ||= all > 0;
    }
    if (inside) return false;
    return !goesOn.test(own.text.slice(indicator.end, indicator.end + 40)) && !wentBefore.test(own.text.slice(Math.max(0, indicator.start - 20), indicator.start));
  });
}

const mostOfNetwork = 16;

function networkOf(value: string): string {
  return /^\d{1,3}\.\d{1,3}\.\d{1,3}\./.exec(value)?.[0] ?? value;
}

/** Networks that a loop counts through: their addresses are its targets, not its servers, and more than anybody hunts for. */
function networksCountedThrough(indicators: readonly Indicator[], layers: readonly LayerText[]): Set<string> {
  const members = new Map<string, Set<string>>();
  for (const { type, value, layer } of indicators) {
    if (type !== 'ip' || layers[layer]?.kind !== 'executed') continue;
    const network = networkOf(value);
    members.set(network, (members.get(network) ?? new Set()).add(value));
  }
  return new Set([...members].filter(([, values]) => values.size > mostOfNetwork).map(([network]) => network));
}

const placeholder = /%[sd]|\$?\{[\w.]{0,40}\}/g;

/** Whether an address with places to fill in is known with them filled in. */
function filledIn(value: string, indicators: readonly Indicator[]): boolean {
  const pieces = value.split(placeholder);
  if (pieces.length < 2) return false;
  return indicators.some((other) => {
    if (other.type !== 'url' || other.value.toLowerCase() === value) return false;
    const whole = other.value.toLowerCase();
    let at = 0;
    return pieces.every((piece, i) => {
      const next = i === 0 ? (whole.startsWith(piece) ? 0 : -1) : whole.indexOf(piece, at);
      at = next + piece.length;
      return next >= 0;
    });
  });
}

/** Whether a later layer holds the same value with its variables filled in: `https://a.example/$id` and `https://a.example/7`. */
function isFilledIn(found: Indicator, indicators: readonly Indicator[]): boolean {
  const [start = '', ...rest] = found.value.toLowerCase().split(/\$\{?[\w:]+\}?(?:\.\w+)*/);
  if (rest.length === 0 || (start.length < 6 && (rest.at(-1) ?? '').length < 6)) return false;
  return indicators.some((other) => {
    if (other.type !== found.type || other.layer <= found.layer || other === found) return false;
    const value = other.value.toLowerCase();
    if (!value.startsWith(start) || (value.match(/\$/g)?.length ?? 0) >= rest.length) return false;
    let at = start.length;
    for (const part of rest) {
      const next = value.indexOf(part, at + 1);
      if (next < 0) return false;
      at = next + part.length;
    }
    return at === value.length || rest.at(-1) === '';
  });
}

/** The last script that holds a text, data that was only found left out; -1 for none. */
function lastWith(text: string, layers: readonly LayerText[], textOf: (layer: LayerText) => string): number {
  return layers.findLastIndex((layer) => (layer.kind === 'payload' || layer.kind === 'input') && (layer.rules.length === 0 || layer.rules.some((rule) => !hiding.test(rule) && !/^(?:utf-|latin1)/.test(rule))) && textOf(layer).includes(text));
}

/** What a value would be in a text written backwards or in rot13. */
function turned(value: string): string[] {
  return [[...value].reverse().join(''), value.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97))];
}

/** The whole of a text, or a beginning long enough to know it by. */
function startOf(wanted: string, text: string): boolean {
  return wanted === text || (text.length >= 6 && wanted.startsWith(text));
}

/** Whether one text comes out of the other when one marker, repeated, is taken out of it: `hXQtXQtp` and `http`. */
function isThinnedOut(text: string, wanted: string): boolean {
  let at = 0;
  while (at < wanted.length && text[at] === wanted[at]) at++;
  for (let length = 2; length <= 12; length++) {
    const marker = text.slice(at, at + length);
    if (marker.length === length && text.split(marker).length > 2 && startOf(wanted, text.replaceAll(marker, '').replace(/(?<=.)\\{2,}/g, '\\'))) return true;
  }
  return false;
}

function isWithoutOne(text: string, wanted: string): boolean {
  let at = 0;
  while (at < wanted.length && text[at] === wanted[at]) at++;
  return text.slice(at + 1) === wanted.slice(at);
}

/** How often a value stands in a text where it is joined to more. */
function joined(text: string, value: string): number {
  let found = 0;
  for (let at = text.indexOf(value), times = 0; at >= 0 && times < 1_000; at = text.indexOf(value, at + value.length), times++) {
    if (surelyGoesOn.test(text.slice(at + value.length, at + value.length + 40)) || surelyWentBefore.test(text.slice(Math.max(0, at - 20), at))) found++;
  }
  return found;
}

const aboutHashes = /md-?5|sha-?\d|hash|sum\b|digest|fingerprint|thumbprint|integrity|-(?:eq|ne)\b|[=!]=/i;

function lineOf(text: string, { start, end }: { start: number; end: number }): string {
  const close = text.indexOf('\n', end);
  return text.slice(Math.max(text.lastIndexOf('\n', start) + 1, start - 200), Math.min(close < 0 ? text.length : close, end + 200));
}

/** The place in the script that a rewritten text of its parent repeats: there it shows whether it is data. */
function inPayload(indicator: Indicator, shown: LayerText, layers: readonly LayerText[]): Place {
  if (shown.kind !== 'simplified' && shown.kind !== 'executed') return indicator;
  for (const layer of layers) {
    if (layer.parent !== shown.parent || layer.kind !== 'payload') continue;
    const at = layer.text.indexOf(indicator.value);
    if (at >= 0) return { type: indicator.type, layer: layer.index, start: at, end: at + indicator.value.length };
  }
  return indicator;
}

/** Whether it stands in data that was decoded into another layer: `http` of a reversed or substituted text. */
function inHiddenData(indicator: Place, layers: readonly LayerText[]): boolean {
  return layers.some((layer) => layer.parent === indicator.layer && layer.kind === 'payload' && layer.rules.some((rule) => hiding.test(rule)) && layer.segments.some((segment) => !segment.exact && segment.parentStart <= indicator.start && indicator.end <= segment.parentEnd));
}

/** A variable's value that the commands which run do not hold is not what it looks like. */
function inAssignment(layer: LayerText, indicator: Place): boolean {
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

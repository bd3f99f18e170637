import { createHash } from 'node:crypto';
import { indicatorType, indicatorValue, squeezed } from './script-values.js';

/** A value planted in a script, or found in it. */
export interface ScriptIndicator {
  type: string;
  value: string;
}

/** A text that is hidden in a script. */
export interface PlantedLayer {
  text: string;
  sha256?: string;
  /** It only has to stand within a layer: the class of hiding leaves more beside it. */
  contained?: boolean;
  /** Quotes, brackets and marks that hiding leaves behind do not count. */
  loose?: boolean;
  ignoreCase?: boolean;
}

/** A script and what is planted in it. */
export interface PlantedScript {
  text: string;
  layers: readonly PlantedLayer[];
  indicators: readonly ScriptIndicator[];
  techniques: readonly string[];
}

/** What of an analysis is measured; any part may be missing in a result read from a file. */
export interface AnalyzedScript {
  language?: string;
  verdict?: string;
  layers?: readonly { index: number; sha256: string; text?: string }[];
  indicators?: readonly (ScriptIndicator & { layer: number; line: number; endLine?: number })[];
  techniques?: readonly { id: string }[];
  facts?: readonly { id: string; layer: number; line: number; endLine?: number; values?: unknown }[];
}

/** Of these types every value told must be planted; of the others only values that stand in no planted text are wrong. */
const strictTypes = new Set(['url', 'domain', 'ip', 'ip:port', 'hash', 'mail']);
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Line breaks say nothing about how much was decoded: a layer may end in one or not, as LF or CRLF. */
function hashesOf({ text, sha256: own }: PlantedLayer): Set<string> {
  const bare = text.replace(/\r\n/g, '\n').replace(/\n+$/, '');
  return new Set([own ?? sha256(text), ...[bare, `${bare}\n`].flatMap((variant) => [sha256(variant), sha256(variant.replaceAll('\n', '\r\n'))])]);
}

/** Whether every line of the planted layer stands in the one text, after white space and what the layer's class may leave behind. */
export function containsLayer(text: string, layer: PlantedLayer): boolean {
  const normal = (value: string): string => {
    const bare = squeezed(layer.loose ? value.replace(/["'()&`]/g, '') : value);
    return layer.ignoreCase ? bare.toLowerCase() : bare;
  };
  const whole = normal(text);
  return layer.text.split(/\r?\n/).map(normal).filter(Boolean).every((line) => whole.includes(line));
}

/** How many of the planted layers were decoded: byte for byte, within another text, or legible without decoding. */
export function scoreLayers(item: PlantedScript, { layers = [] }: AnalyzedScript): { planted: number; byHash: number; byContainment: number; decoded: number; legible: number; all: boolean; innermost: boolean } {
  const hashes = new Set(layers.flatMap((layer) => [layer.sha256, ...(typeof layer.text === 'string' ? [sha256(layer.text)] : [])]));
  const texts = layers.flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
  const rows = item.layers.map((layer) => {
    const byHash = [...hashesOf(layer)].some((hash) => hashes.has(hash));
    const byContainment = byHash || texts.some((text) => containsLayer(text, layer));
    return { byHash, byContainment, decoded: layer.contained ? byContainment : byHash, legible: containsLayer(item.text, layer) };
  });
  const count = (key: 'byHash' | 'byContainment' | 'decoded' | 'legible'): number => rows.filter((row) => row[key]).length;
  return { planted: rows.length, byHash: count('byHash'), byContainment: count('byContainment'), decoded: count('decoded'), legible: count('legible'), all: rows.every(({ decoded }) => decoded), innermost: rows.at(-1)?.byContainment ?? true };
}

/** The planted indicators that were found, and those told that are neither planted nor standing in any planted text. */
export function scoreIndicators(item: PlantedScript, { indicators = [] }: AnalyzedScript): { planted: number; found: number; emitted: number; wrong: number; missed: ScriptIndicator[]; wrongOnes: ScriptIndicator[] } {
  const key = ({ type, value }: ScriptIndicator): string => `${indicatorType(type)} ${indicatorValue(type, value)}`;
  const emitted = [...new Map(indicators.map((one) => [key(one), one])).values()];
  const keys = new Set(emitted.map(key));
  // A key may be told with or without the name of the value in it.
  const nearKey = (one: ScriptIndicator): boolean => indicatorType(one.type) === 'registrykey' && [...keys].some((other) => {
    const [longer, shorter] = key(one).length > other.length ? [key(one), other] : [other, key(one)];
    return longer.startsWith(`${shorter}\\`) && !longer.slice(shorter.length + 1).includes('\\');
  });
  const missed = item.indicators.filter((one) => !keys.has(key(one)) && !nearKey(one));
  const values = item.indicators.map(({ value }) => value.toLowerCase());
  // The path of a dropped file stands in the script with its variable: `%PUBLIC%\a.ps1` is C:\Users\Public\a.ps1.
  const texts = [item.text, ...item.layers.map(({ text }) => text)].flatMap((text) => [text, text.replace(/%public%|\$env:public/gi, 'C:\\Users\\Public')]).map((text) => squeezed(text).toLowerCase());
  const wrong = emitted.filter((one) => {
    const value = indicatorValue(one.type, one.value).toLowerCase();
    const whole = squeezed(one.value).toLowerCase();
    if (item.indicators.some((planted) => key(planted) === key(one)) || values.some((other) => value !== '' && other.includes(value))) return false;
    return strictTypes.has(indicatorType(one.type)) || !texts.some((text) => text.includes(whole) || text.includes(value));
  });
  return { planted: item.indicators.length, found: item.indicators.length - missed.length, emitted: emitted.length, wrong: wrong.length, missed, wrongOnes: wrong.map(({ type, value }) => ({ type, value })) };
}

/** The planted techniques that were found. A parent stands for its sub-technique and the other way round; two sub-techniques of one parent do not. */
export function scoreTechniques(item: Pick<PlantedScript, 'techniques'>, { techniques = [] }: AnalyzedScript): { planted: number; found: number; emitted: number; extra: number; missed: string[] } {
  const emitted = [...new Set(techniques.map(({ id }) => id))];
  const parent = (id: string): string => id.split('.')[0] as string;
  const same = (one: string, other: string): boolean => one === other || (parent(one) === parent(other) && (!one.includes('.') || !other.includes('.')));
  const missed = item.techniques.filter((id) => !emitted.some((other) => same(id, other)));
  return { planted: item.techniques.length, found: item.techniques.length - missed.length, emitted: emitted.length, extra: emitted.filter((id) => !item.techniques.some((other) => same(id, other))).length, missed };
}

/** Every string in a value, however deep; walks with its own stack, since the result is only a parsed line. */
function stringsIn(value: unknown): string[] {
  const found: string[] = [];
  const stack = [value];
  while (stack.length > 0) {
    const next = stack.pop();
    if (typeof next === 'string') found.push(next);
    else if (Array.isArray(next)) stack.push(...(next as unknown[]));
    else if (next !== null && typeof next === 'object') stack.push(...Object.values(next));
  }
  return found.filter((text) => text.trim() !== '');
}

/** Whether every value of a fact and every indicator stands in the lines it cites. */
export function scoreCitations({ layers = [], facts = [], indicators = [] }: AnalyzedScript): { checked: number; bad: number; badOnes: { fact?: string; indicator?: string; value: string }[] } {
  const lines = new Map(layers.map((layer) => [layer.index, typeof layer.text === 'string' ? layer.text.split(/\r\n|\r|\n/) : []]));
  const cited = ({ layer, line, endLine }: { layer: number; line: number; endLine?: number }): string => squeezed((lines.get(layer) ?? []).slice(line - 1, endLine ?? line).join('\n')).toLowerCase();
  // In a string of a language that escapes, a backslash stands as two; a key may stand apart from its hive, as winreg takes them.
  const withoutHive = (value: string): string => value.replace(/^[^\\]+\\/, '');
  const parts = (value: string): string[] => (/^hkey_\w+\\/i.test(value) ? [(/^[^\\]+/.exec(value) ?? [''])[0], withoutHive(value)] : [value]);
  const stands = (text: string, value: string): boolean => parts(value).every((part) => [text, text.replaceAll('\\\\', '\\')].some((each) => each.includes(squeezed(part).toLowerCase())));
  const badOnes: { fact?: string; indicator?: string; value: string }[] = [];
  let checked = 0;
  for (const fact of facts) {
    const text = cited(fact);
    for (const value of stringsIn(fact.values)) {
      checked++;
      if (!stands(text, value)) badOnes.push({ fact: fact.id, value });
    }
  }
  for (const indicator of indicators) {
    checked++;
    const { type, value } = indicator;
    const text = cited(indicator);
    // An address and its port may be two arguments, and PowerShell writes a hive as a drive.
    const whole = indicatorType(type) === 'ip:port' ? value.split(':').every((part) => stands(text, part)) : stands(text, value) || (indicatorType(type) === 'registrykey' && stands(text, withoutHive(value)));
    if (!whole) badOnes.push({ indicator: type, value });
  }
  return { checked, bad: badOnes.length, badOnes };
}

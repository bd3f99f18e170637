import { stemsOf, type Word } from '../words.js';
import { spaced } from './spaced.js';

/** An enumerated value of several words, as the words that say it. */
export interface SpokenValue {
  column: string;
  value: string;
  stems: readonly string[];
  /** How the thing ended, for values that differ in nothing else: "Blocked", "Audited". */
  outcome?: string;
}

/** Values found in a question, with the places of their words. */
export interface SpokenHit {
  column: string;
  values: readonly string[];
  words: readonly number[];
}

const columns = /^(?:ActionType|QueryType|LogonType)$/;
const outcomes = /^(.*[a-z])(Audited|Blocked|Enforced|WarnBypassed)$/;
const outcomeStems: Readonly<Record<string, RegExp>> = { Audited: /^audit$/, Blocked: /^(?:block|prevent|stop)$/, Enforced: /^(?:enforc|block)$/, WarnBypassed: /^(?:bypass|warn)$/ };
const brands: Readonly<Record<string, string>> = { 'Power Shell': 'PowerShell', 'Smart Screen': 'SmartScreen', 'Bit Locker': 'BitLocker', 'App Locker': 'AppLocker' };
/** Words of values that nobody says. */
const unsaid = /^(?:api|call|event|object|remote|nt)$/;
const feature = /\battack surface reduction\b/i;

/** Values of at least three words that name what happened: questions say them in any order. */
export function spokenValues(catalogue: ReadonlyMap<string, readonly string[]> | undefined): SpokenValue[] {
  return [...(catalogue ?? [])].filter(([column]) => columns.test(column)).flatMap(([column, values]) => values.flatMap((value): SpokenValue[] => {
    const [, base = value, outcome] = outcomes.exec(value) ?? [];
    const plain = Object.entries(brands).reduce((text, [apart, whole]) => text.replace(apart, whole), spaced(base));
    const stems = [...new Set(stemsOf(plain))].filter((stem) => !unsaid.test(stem));
    return stems.length < (outcome === undefined ? 3 : 2) || stems.length > 7 ? [] : [{ column, value, stems, ...(outcome === undefined ? {} : { outcome }) }];
  }));
}

/** The values whose every word a question says close together, in any order, those of most words first. Values that differ in their end alone are one hit, of the ends that are said. */
export function findSpoken(values: readonly SpokenValue[], words: readonly Word[], text: string): SpokenHit[] {
  const places = new Map<string, number[]>();
  words.forEach(({ stem }, index) => places.set(stem, [...(places.get(stem) ?? []), index]));
  if (feature.test(text)) places.set('asr', [words.findIndex(({ text: word }, index) => /^attack$/i.test(word) && /^surface$/i.test(words[index + 1]?.text ?? ''))]);
  const hits = new Map<string, SpokenHit & { found: SpokenValue[] }>();
  for (const value of values) {
    const own = nearest(value.stems.map((stem) => places.get(stem) ?? []), value.stems.length + 4);
    if (own === undefined) continue;
    const key = `${value.column} ${value.stems.join(' ')}`;
    const hit = hits.get(key) ?? { column: value.column, values: [], words: own, found: [] };
    hit.found.push(value);
    hits.set(key, hit);
  }
  return [...hits.values()].map(({ column, words: own, found }) => {
    const ends = found.map(({ outcome = '' }) => ({ outcome, at: words.findIndex(({ stem }) => outcomeStems[outcome]?.test(stem) === true) }));
    const said = ends.filter(({ at }) => at >= 0);
    const meant = said.length > 0 ? said.map(({ outcome }) => outcome) : ends.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'WarnBypassed');
    const kept = found.filter(({ outcome = '' }) => meant.includes(outcome));
    return { column, values: kept.map(({ value }) => value), words: [...new Set([...own, ...said.map(({ at }) => at)])].sort((a, b) => a - b) };
  }).sort((a, b) => b.words.length - a.words.length);
}

/** One place of every list, all within `reach` words; the first that fits. */
function nearest(lists: readonly (readonly number[])[], reach: number): number[] | undefined {
  const [first = [], ...rest] = [...lists].sort((a, b) => a.length - b.length);
  for (const start of first) {
    const own = [start];
    for (const list of rest) {
      const near = list.filter((place) => !own.includes(place)).sort((a, b) => Math.abs(a - start) - Math.abs(b - start))[0];
      if (near === undefined) break;
      own.push(near);
    }
    if (own.length === lists.length && Math.max(...own) - Math.min(...own) < reach) return own.sort((a, b) => a - b);
  }
  return undefined;
}

import { type Cited, splitWords } from './fact-index.js';
import { toMillis } from './times.js';

const SMALL = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen',
  'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const NUMBER_WORDS = new Map<string, number>([
  ...SMALL.map((word, index): [string, number] => [word, index]),
  ...TENS.map((word, index): [string, number] => [word, (index + 2) * 10]),
  ['dozen', 12], ['couple', 2], ['twice', 2], ['thrice', 3], ['hundred', 100], ['thousand', 1000], ['million', 1e6],
]);
/** Vague amounts and the least number that carries them. */
const AT_LEAST = new Map<string, number>([['several', 3], ['many', 3], ['numerous', 3], ['dozens', 24], ['hundreds', 200], ['thousands', 2000], ['millions', 2e6]]);
const WORD_FORM = [...SMALL, ...TENS, 'dozen', 'couple', 'twice', 'thrice', 'hundred', 'thousand', 'million'].join('|');
const NUMBER = new RegExp(
  `(?<![\\p{L}\\p{N}._:\\\\/@#$-])(?:-?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|-?\\d+(?:\\.\\d+)?(?![.]?\\d)|(?:${WORD_FORM})(?:(?: and |[ -])(?:${WORD_FORM}))*|several|many|numerous|dozens|hundreds|thousands|millions)` +
    `(?: ?(%|percent|per cent)| ?(st|nd|rd|th)(?![\\p{L}])|(?:(?<=\\d)|(?=[ -]))[ -]?(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|kb|mb|gb|tb|kib|mib|gib|bytes?)(?![\\p{L}\\p{N}]))?(?![\\p{L}\\p{N}_@\\\\]|[-.]\\d|[:/][\\p{L}\\p{N}:])`,
  'gu',
);
/** `a minute later`, `for hours`. */
const VAGUE_DURATION = /(?<!\p{L})an? (second|minute|hour|day|week)(?= (?:later|earlier|before|after|ago|long))|(?<!\p{L})(minutes|hours|days|weeks)(?!\p{L})/gu;
const NOT_A_COUNT_AFTER_ONE = new Set([
  'of', 'or', 'and', 'was', 'is', 'by', 'another', 'has', 'had', 'that', 'in', 'on', 'who', 'which', 'at', 'to', 'from', 'for', 'with', 'such', 'as',
]);
const NOT_A_COUNT_BEFORE_ONE = new Set(['no', 'each', 'every', 'another', 'any', 'this', 'that', 'which', 'the', 'some']);

/** Names under which the same kind of thing is counted. */
const KINDS: readonly (readonly string[])[] = [
  ['host', 'device', 'machine', 'endpoint', 'computer', 'workstation', 'server', 'asset'],
  ['user', 'account', 'identity'],
  ['mail', 'email', 'message'],
  ['alert', 'detection'],
  ['file'],
  ['process'],
  ['address', 'ip'],
  ['url', 'link'],
  ['mailbox', 'inbox'],
  ['connection'],
  ['logon', 'login', 'signin', 'logoff'],
  ['technique'],
  ['tactic', 'stage'],
  ['event', 'row', 'record'],
  ['domain'],
  ['service'],
  ['attempt'],
];

/** An amount that a sentence states, with the nouns it may count. */
export interface NumberMention {
  text: string;
  start: number;
  end: number;
  value: number;
  unit?: string;
  atLeast: boolean;
  nouns: string[];
  /** The word right before, as in `Office 365`. */
  before: string;
}

function wordsToNumber(text: string): number {
  let total = 0;
  let current = 0;
  for (const word of text.split(/ and |[ -]/)) {
    const value = NUMBER_WORDS.get(word) ?? 0;
    if (value >= 1000) {
      total += Math.max(1, current) * value;
      current = 0;
    } else if (word === 'hundred' || word === 'dozen') current = Math.max(1, current) * value;
    else current += value;
  }
  return total + current;
}

function singular(word: string): string {
  if (/(?:sses|xes|ches|shes)$/.test(word)) return word.slice(0, -2);
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/** Finds the amounts of a lower-case comparable sentence outside the positions `taken` says. */
export function findNumbers(sentence: string, taken: (position: number) => boolean): NumberMention[] {
  const found: NumberMention[] = [];
  for (const match of sentence.matchAll(NUMBER)) {
    const start = match.index;
    if (taken(start)) continue;
    const end = start + match[0].length;
    const unit = match[1] ?? match[3];
    const head = (unit === undefined && match[2] === undefined ? match[0] : match[0].replace(/[ -]?(?:%|percent|per cent|\p{L}+)$/u, '')).trim();
    const before = /(\p{L}+)[ -]$/u.exec(sentence.slice(0, start))?.[1] ?? '';
    const after = sentence.slice(end).match(/[\p{L}'-]+|[.;:,()]/gu) ?? [];
    if (head === 'one' && unit === undefined && (NOT_A_COUNT_AFTER_ONE.has(after[0] ?? '.') || /^[.;:,()]/.test(after[0] ?? '.') || NOT_A_COUNT_BEFORE_ONE.has(before))) continue;
    const nouns: string[] = [];
    for (const word of after.slice(0, 4)) {
      if (/^(?:[.;:,()]|of|on|in|from|to|by|with|for|at|and|or|was|were|is|are|had|has|that|which|across|within|between|per)$/.test(word)) break;
      nouns.push(singular(word));
      for (const part of word.split('-')) nouns.push(singular(part));
    }
    if (before !== '') nouns.push(`<${singular(before)}`);
    const digits = /^-?\d/.test(head);
    const least = AT_LEAST.get(head);
    found.push({
      text: match[0].trim(),
      start,
      end,
      value: least ?? (digits ? Number(head.replaceAll(',', '')) : wordsToNumber(head)),
      ...(unit === undefined ? {} : { unit }),
      atLeast: least !== undefined,
      nouns,
      before,
    });
  }
  for (const match of sentence.matchAll(VAGUE_DURATION)) {
    const start = match.index;
    const end = start + match[0].length;
    if (taken(start) || found.some((other) => start < other.end && other.start < end)) continue;
    const unit = match[1] ?? match[2] ?? '';
    found.push({ text: match[0], start, end: start, value: match[1] === undefined ? 2 : 1, unit, atLeast: match[1] === undefined, nouns: [], before: '' });
  }
  return joinDurations(sentence, found);
}

const SECONDS: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|milliseconds?)$/, 0.001],
  [/^(?:s|secs?|seconds?)$/, 1],
  [/^(?:m|mins?|minutes?)$/, 60],
  [/^(?:h|hrs?|hours?)$/, 3600],
  [/^(?:d|days?)$/, 86_400],
  [/^weeks?$/, 604_800],
];
const BYTES: Readonly<Record<string, readonly number[]>> = {
  kb: [1e3, 1024], kib: [1024], mb: [1e6, 1024 ** 2], mib: [1024 ** 2], gb: [1e9, 1024 ** 3], gib: [1024 ** 3], tb: [1e12, 1024 ** 4],
};

/** `4 minutes and 43 seconds` is one amount. */
function joinDurations(sentence: string, mentions: readonly NumberMention[]): NumberMention[] {
  const out: NumberMention[] = [];
  for (const mention of [...mentions].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    const larger = secondsOf(last?.unit ?? '');
    const smaller = secondsOf(mention.unit ?? '');
    if (last && larger !== undefined && smaller !== undefined && smaller < larger && /^(?:,? and |, | )$/.test(sentence.slice(last.end, mention.start))) {
      const joined = { ...mention, text: sentence.slice(last.start, mention.end), start: last.start, value: Math.round((last.value * larger) / smaller) + mention.value };
      out[out.length - 1] = joined;
    } else out.push(mention);
  }
  return out;
}

function secondsOf(unit: string): number | undefined {
  return SECONDS.find(([pattern]) => pattern.test(unit))?.[1];
}

function keySeconds(key: string): number | undefined {
  return splitWords(key).map(secondsOf).find((seconds) => seconds !== undefined);
}

function kindOf(noun: string): readonly string[] {
  return KINDS.find((kind) => kind.includes(noun)) ?? [noun];
}

function equal(mention: NumberMention, value: number): boolean {
  return mention.atLeast ? value >= mention.value : value === mention.value;
}

function durationFits(mention: NumberMention, size: number, cited: Cited): boolean {
  const fits = (total: number): boolean => mention.atLeast ? total / size >= mention.value : [Math.floor(total / size), Math.round(total / size), Math.round((total / size) * 10) / 10].includes(mention.value);
  for (const { numbers } of cited.own) {
    for (const { value, key } of numbers) {
      const scale = keySeconds(key);
      if (scale !== undefined && fits(value * scale)) return true;
    }
  }
  const moments = [...new Set(cited.all.flatMap((index) => index.times))].filter((time) => time.length > 10).map(toMillis).sort((a, b) => a - b);
  if (moments.length < 2) return false;
  const first = moments[0] ?? 0;
  const last = moments.at(-1) ?? 0;
  if (fits((last - first) / 1000)) return true;
  const few = moments.length <= 200 ? moments : [];
  return few.some((from, at) => few.slice(at + 1).some((to) => fits((to - from) / 1000)));
}

/** Whether the cited facts carry an amount: as a value, a list's length, a count of the facts themselves, or a span between their times. */
export function numberSupported(mention: NumberMention, cited: Cited): boolean {
  const { unit, before } = mention;
  // "Office 365" is a name that a closed value (`microsoftDefenderForOffice365`) may hold in one word.
  if (before !== '' && cited.all.some(({ whole }) => whole.some(({ text, trust }) => trust === 'trusted' && (text.includes(`${before}${mention.text}`) || text.includes(`${before} ${mention.text}`))))) return true;
  if (unit !== undefined) {
    const size = secondsOf(unit);
    if (size !== undefined) return durationFits(mention, size, cited);
    const scales = BYTES[unit];
    if (scales && cited.own.some(({ numbers }) => numbers.some(({ value }) => scales.some((scale) => Math.round(value / scale) === mention.value || Math.round((value / scale) * 10) / 10 === mention.value)))) return true;
    if (/^(?:%|per)/.test(unit) && cited.own.some(({ numbers }) => numbers.some(({ value, key }) => /rate|ratio|share|percent/i.test(key) && value * 100 === mention.value))) return true;
  }
  const identifier = mention.nouns.some((noun) => /^<(?:pid|process|id|port|event|build|version|code|uid)$/.test(noun));
  if (identifier) {
    return cited.all.some(({ numbers, tokens }) => numbers.some(({ value }) => value === mention.value) || tokens.has(mention.text));
  }
  const nouns = mention.nouns.filter((noun) => !noun.startsWith('<'));
  const bound: number[] = [];
  // "9 high-severity alerts" is the number under `highSeverityAlerts`, whatever other counts of alerts there are.
  const narrow: number[] = [];
  let most = 0;
  let explicit = false;
  let known = false;
  for (const noun of nouns) {
    const kind = kindOf(noun);
    if (kind.length > 1 || KINDS.some((names) => names.includes(noun))) known = true;
    const names = (key: string): boolean => splitWords(key).some((word) => kind.includes(singular(word)));
    const distinct = new Map<string, Set<string>>();
    let ofType = 0;
    for (const index of cited.own) {
      for (const { value, key } of [...index.numbers, ...index.lists]) {
        if (!names(key) || /(?:id|port|number|index)$/i.test(key)) continue;
        bound.push(value);
        explicit = true;
        const shared = splitWords(key).filter((word) => nouns.includes(singular(word)) && !kind.includes(singular(word))).length;
        if (shared > most) narrow.length = 0;
        most = Math.max(most, shared);
        if (shared > 0 && shared === most) narrow.push(value);
      }
      if (index.fact.type.split(/[._-]/).some((word) => kind.includes(singular(word.toLowerCase())))) ofType += 1;
      for (const [key, value] of Object.entries(index.fact.values)) {
        if (!names(key)) continue;
        const set = distinct.get(key) ?? new Set<string>();
        for (const item of Array.isArray(value) ? value : [String(value)]) set.add(item.toLowerCase());
        distinct.set(key, set);
      }
    }
    if (ofType > 0) bound.push(ofType);
    for (const set of distinct.values()) bound.push(set.size);
  }
  if (narrow.length > 0) return narrow.some((value) => equal(mention, value));
  if (bound.some((value) => equal(mention, value))) return true;
  // The facts say how many of these there are: no other amount will do.
  if (explicit) return false;
  if (/^\d{4}$/.test(mention.text) && cited.all.some(({ times }) => times.some((time) => time.startsWith(mention.text)))) return true;
  // A key that counts something else ("devices: 3") backs no number of these; a plain one ("count: 3") does.
  const other = (key: string): boolean => known && splitWords(key).some((word) => KINDS.some((kind) => kind.includes(singular(word))));
  if (cited.own.some(({ numbers, lists }) => [...numbers, ...lists].some(({ value, key }) => equal(mention, value) && !other(key)))) return true;
  if (known) return false;
  const types = new Map<string, number>();
  for (const { fact } of cited.own) types.set(fact.type, (types.get(fact.type) ?? 0) + 1);
  return equal(mention, cited.own.length) || [...types.values()].some((count) => equal(mention, count));
}

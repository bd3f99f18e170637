import { findSlots, slotTypeOf, type Slot } from './slots.js';
import { findTimeRange, findTimeStep, findTimeWindow, type TimeRange } from './time-range.js';
import { everydayWords } from './lexicon/everyday-words.js';
import { mendSpelling } from './spelling.js';
import { commonWords } from './lexicon/common-words.js';
import { stemOf, wordsOf, type Word } from './words.js';

/** How many rows, and which. */
export interface RowLimit {
  rows: number;
  which: 'first' | 'last' | 'top' | 'bottom' | 'any';
  start: number;
  end: number;
}

/** "more than 5": a number with its comparison. */
export interface Threshold {
  operator: '>' | '>=' | '<' | '<=' | '==';
  text: string;
  unit?: 'bytes';
  /** Word places. */
  from: number;
  to: number;
  /** Where the question has the number. */
  span: readonly [start: number, end: number];
}

/** A question taken apart, before any table is considered. */
export interface Reading {
  /** The question as asked; all offsets are into it. */
  text: string;
  words: Word[];
  slots: Slot[];
  time?: TimeRange;
  /** "outside business hours", "at the weekend". */
  hours?: 'outside' | 'inside' | 'weekend' | 'night';
  step?: string;
  limit?: RowLimit;
  thresholds: Threshold[];
  /** A description of several sentences rather than a question: bare words in it name nothing. */
  long: boolean;
  /** It says what a query does instead of asking for something: its bare words name nothing either. */
  described: boolean;
  /** The words of a description that say what is looked for; all of a question. */
  focus: ReadonlySet<number>;
}

/** What descriptions of queries say about themselves. */
const boilerplate = /\b(?:(?:this|the|following|these|below|each|advanced|hunting|detection|example|your|my|a|kql|defender) )+(?:(?:hunting|advanced|detection|kql|following) )*(?:query|queries|rule|function|template|hunt)\b|\bdata connector required for this query[^\n]*|\b(?:note|tags|references?|source|author)s?:|\b(?:use|run|execute|replace|edit|modify|customi[sz]e) (?:this|the) (?:query|rule)\b/giu;

const hostContext = /\b(?:devices?|hosts?|machines?|computers?|workstations?|servers?|laptops?|endpoints?|pcs?|hostname|device ?name)\s+(?:named\s+|called\s+|with (?:the )?name\s+|is\s+|=\s*|:\s*|name\s+)?([A-Za-z][\w-]*(?:\.[\w-]+)*)/giu;
const hostShape = /(?<![\w.\\/@-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)+(?![\w\\/@]|[.-]\w)/gu;
const userContext = /\b(?:users?|accounts?|username|user ?name|account ?name|logged (?:in|on) as|signed in as)\s+(?:named\s+|called\s+|is\s+|=\s*|:\s*|with (?:the )?name\s+|name\s+)?([A-Za-z][\w-]*(?:[._][\w-]+)*\$?)/giu;
/** Whoever did it, in the shape of an account: "by jane.doe", "by svc_backup", "by helpdesk01". */
const actorShape = /(?<=\bby )[a-z]+(?:[._][a-z]+\d*|\d+)(?![\w@\\-]|\.\w)/giu;
/** Accounts that Windows brings along, where an account is expected. */
const serviceUser = /(?<=\b(?:run|runs|running|ran|execut\w+|start\w*|launch\w*|logged (?:on|in)) as )root\b|(?<=\b(?:users?|accounts?|by|as|than|and|or|,) (?:name |named |the )?(?:is )?)(?:network service|local service)\b/giu;
const fullName = /\b(?:user|account|employee|by|for|of)\s+(?:named\s+|called\s+)?([A-Z][a-z]+ [A-Z][a-z]+)(?=\s|[?.,]|$)/gu;
const upperHost = /(?<=\b(?:on|from|to|at|against|of|for|device|host|controller|server|and|or) )(?!(?:MD5|SHA\d|UTF\d|IPV\d|S3|EC2|B64|X\d+|T\d{4}|KB\d+|CVE|OS\d+|O365|M365|AS\d+|H\d|Q\d|V\d)\b)[A-Z]{2,}[A-Z0-9]*\d+[A-Z0-9]*(?![\w.-])/gu;
const shortHost = /(?<=\b(?:on|from|to|at|against|for|device|host|controller|server|and|or) )(?:dc|srv|svr|ws|wks|pc|fs|ex|sql|web|app|db|host|desktop|laptop|server|vm|lt|dt|mail|file|print|dev|test|prod|node)\d{1,5}(?![\w.-])/giu;
/** A name of three labels or more after "on" is a device, as in "ran on ws01.contoso.com"; people click on the other kind. */
const hostPlace = /(?<!\bclick(?:s|ed|ing)?)(?<!\b(?:visit|visits|hosted|based)) on (?:the )?$/iu;
const qualifiedHost = /^(?!www\d?\.)[\w-]+(?:\.[\w-]+){2,}$/iu;
const notHosts = /^(?:sha|md|utf|x|win|windows|office|zero|t|http|tls|ipv|base|log4j|top|last|cve|kb|port|ps|vbs|net|dns|azure|entra|on|multi|single|non|pre|post|event|type|level|tier|day|week|month|hour|id|version|v)[-_ ]?\d+(?:[-_]?(?:bit|day|days|hour|hours|factor))?$/i;

/** Takes a question apart. `now` is what "today" means. */
export function readQuestion(text: string, now: Date, known: ReadonlySet<string> = new Set()): Reading {
  const taken: { start: number; end: number; label: string }[] = [];
  const slotsFirst = findSlots(text, []).filter(({ type }) => type !== 'number');
  const shadow = slotsFirst.reduce((line, { start, end }) => line.slice(0, start) + '\u0001'.repeat(end - start) + line.slice(end), text);
  const window = findTimeWindow(shadow);
  const open = window === undefined ? shadow : blank(shadow, [window]);
  const said = findTimeRange(open, now) ?? (window === undefined ? findTimeRange(text, now) : undefined);
  const time = said !== undefined && toldOnly(text, said) ? undefined : said;
  if (time !== undefined) taken.push({ start: time.start, end: time.end, label: '#time' });
  const masked = blank(shadow, taken);
  const step = window ?? findTimeStep(masked);
  if (step !== undefined) taken.push({ ...step, label: '#step' });
  const limit = findLimit(blank(masked, taken));
  if (limit !== undefined) taken.push({ start: limit.start, end: limit.end, label: '#limit' });
  const hours = findHours(blank(masked, taken));
  if (hours !== undefined) taken.push({ ...hours, label: '#hours' });
  for (const match of text.matchAll(boilerplate)) if (!taken.some(({ start, end }) => match.index < end && match.index + match[0].length > start)) taken.push({ start: match.index, end: match.index + match[0].length, label: '#skip' });
  const slots = findSlots(text, taken).filter((slot) => !taken.some((other) => slot.start < other.end && slot.end > other.start));
  addNames(text, slots, taken, known);
  slots.sort((a, b) => a.start - b.start);
  const words = mendSpelling(wordsOf(text, [...taken, ...slots.map((slot, index) => ({ start: slot.start, end: slot.end, label: slot.type === 'number' ? slot.value.toLowerCase() : `#s${index}`, slot: index }))]), known);
  return {
    text,
    words,
    slots,
    ...(time === undefined ? {} : { time }),
    ...(hours === undefined ? {} : { hours: hours.which }),
    ...(step === undefined ? {} : { step: step.step }),
    ...(limit === undefined ? {} : { limit }),
    thresholds: findThresholds(words, slots),
    long: words.length > 45,
    described: words.length > 45 || (words.some(({ stem }) => stem === '#skip') && /\b(?:this|the following) (?:\w+ )?(?:query|rule|hunt|detection)\b/i.test(text)) || /^(?:detects?|identifies|looks for|surfaces|hunts? for) /i.test(text),
    focus: focusOf(text, words),
  };
}

/** A story's date, such as that of a discovery, bounds no query: in a description only a period back from now does. */
function toldOnly(text: string, { values }: TimeRange): boolean {
  const story = text.split(/\s+/).length > 40 || /\b(?:publish(?:ed)? date|discovered|reported|first seen in the wild)\b/i.test(text);
  return story && !values.some(({ kind }) => kind === 'ago') && !/\b(?:between|on or after|since) \d{4}-\d{2}/i.test(text);
}

const cue = /\b(?:query|queries|detects?|finds?|looks? for|looking for|identif\w+|lists?|hunts?|search\w*|locates?|surfaces?|shows?|returns?|checks? for|checks|determin\w+|visuali\w+|summari\w+|count\w*|alerts? (?:on|when)|monitors?|triggers?|instances? (?:of|where|in))\b/i;

/** Descriptions tell a story first: the sentences that speak of finding something say what to look for. */
function focusOf(text: string, words: readonly Word[]): ReadonlySet<number> {
  const all = new Set(words.keys());
  if (words.length <= 45) return all;
  const kept = new Set<number>();
  let start = 0;
  for (const sentence of text.split(/(?<=[.!?])\s+/)) {
    const end = start + sentence.length;
    if (cue.test(sentence)) words.forEach((word, index) => {
      if (word.start >= start && word.end <= end + 1) kept.add(index);
    });
    start = text.indexOf(sentence, start) + sentence.length + 1;
  }
  return kept.size > 4 ? kept : all;
}

function blank(text: string, ranges: readonly { start: number; end: number }[]): string {
  return ranges.reduce((line, { start, end }) => line.slice(0, start) + '\u0001'.repeat(end - start) + line.slice(end), text);
}

const firsts: Readonly<Record<string, RowLimit['which']>> = { first: 'first', earliest: 'first', oldest: 'first', last: 'last', latest: 'last', newest: 'last', recent: 'last', top: 'top', bottom: 'bottom', any: 'any', limit: 'any', take: 'any', only: 'any', random: 'any', sample: 'any' };

function findLimit(text: string): RowLimit | undefined {
  const before = /\b(?:(?:the\s+)?(first|earliest|oldest|last|latest|newest|most recent|top|bottom|any|random)|(limit)(?:ed)?(?:\s+(?:the\s+)?(?:results?|output|rows?))?(?:\s+to)?|(take)|(sample)(?:\s+of)?)\s+(\d[\d,]*)\b(?!\s*(?:%|percent|minutes?|hours?|days?|weeks?|months?|years?|times?\b))/i.exec(text);
  const after = /\b(\d[\d,]*)\s+(?:(random|sample|most recent|latest|newest|oldest|earliest|first|last)\s+)?(?:[a-z]+\s+){0,2}?(?:samples?|rows?|records?|results?|entries|examples?)\b/i.exec(text);
  const most = /\b(\d[\d,]*)\s+(?:most recent|latest|newest)\b/i.exec(text);
  const ranked = /\b(\d[\d,]*)\s+(?=(most|least|rarest|highest|lowest|largest|biggest|top)\b)/i.exec(text);
  if (before === null && most === null && ranked !== null) return { rows: Number((ranked[1] ?? '').replace(/,/g, '')), which: /least|rarest|lowest/i.test(ranked[2] ?? '') ? 'bottom' : 'top', start: ranked.index, end: ranked.index + (ranked[1] ?? '').length };
  const match = before ?? after ?? most;
  if (match === null) return undefined;
  const number = before === null ? match[1] : before[5];
  const wordText = (before === null ? (match[2] ?? (match === most ? 'recent' : 'any')) : (before[1] ?? before[2] ?? before[3] ?? before[4] ?? 'any')).toLowerCase().replace('most ', '');
  const rows = Number((number ?? '').replace(/,/g, ''));
  if (!Number.isInteger(rows) || rows < 1) return undefined;
  const end = match === before ? match.index + match[0].length : match.index + (number ?? '').length;
  return { rows, which: firsts[wordText] ?? 'any', start: match.index, end };
}

function findHours(text: string): { which: NonNullable<Reading['hours']>; start: number; end: number } | undefined {
  const rules: [RegExp, NonNullable<Reading['hours']>][] = [
    [/\b(?:outside(?: of)?|not (?:in|during|within)|after|beyond|non)[ -](?:the )?(?:regular |normal |standard )?(?:business|working|office|work) hours\b|\boff[- ]?hours\b|\bafter[- ]hours\b/i, 'outside'],
    [/\b(?:during|in|within|inside) (?:the )?(?:regular |normal )?(?:business|working|office|work) hours\b/i, 'inside'],
    [/\b(?:on|at|during|over) (?:the )?weekends?\b/i, 'weekend'],
    [/\b(?:at|during the|during|overnight|by) night(?:time)?\b|\bovernight\b/i, 'night'],
  ];
  for (const [pattern, which] of rules) {
    const match = pattern.exec(text);
    if (match !== null) return { which, start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}

/** Hosts and users have no shape of their own: they are told by the words before them, or by a hyphen and a digit. */
function addNames(text: string, slots: Slot[], taken: readonly { start: number; end: number }[], known: ReadonlySet<string>): void {
  const everyday = (word: string): boolean => word.toLowerCase().split('-').every((part) => commonWords.has(part) || known.has(stemOf(part)) || (part.length > 3 && everydayWords.has(part)));
  const free = (start: number, end: number): boolean => ![...slots, ...taken].some((other) => start < other.end && end > other.start);
  const add = (type: 'host' | 'user', value: string, start: number): void => {
    const end = start + value.length;
    const domain = slots.find((slot) => slot.type === 'domain' && slot.start === start);
    if (domain !== undefined && type === 'host') domain.type = 'host';
    else {
      for (let at = slots.length - 1; at >= 0; at -= 1) {
        const other = slots[at];
        if (other?.type === 'number' && other.start >= start && other.end <= end) slots.splice(at, 1);
      }
      if (free(start, end)) slots.push({ type, value, start, end });
    }
  };
  for (const match of text.matchAll(hostContext)) {
    const value = match[1] ?? '';
    const start = match.index + match[0].length - value.length;
    if (/\d/.test(value) && !notHosts.test(value) || value.includes('.') || (/[A-Z]/.test(value.slice(1)) && /[-_]|^[A-Z]{3,}/.test(value)) || /named|called/i.test(match[0])) {
      if (!everyday(value)) addList('host', value, start);
    }
  }
  for (const match of text.matchAll(hostShape)) if (!notHosts.test(match[0]) && slotTypeOf(match[0]) === undefined && !/^(?:T\d{4}|KB\d+|CVE)/i.test(match[0])) add('host', match[0], match.index);
  for (const slot of slots) if (slot.type === 'domain' && hostPlace.test(text.slice(0, slot.start)) && qualifiedHost.test(slot.value)) slot.type = 'host';
  for (const match of text.matchAll(upperHost)) if (slotTypeOf(match[0]) === undefined) add('host', match[0], match.index);
  for (const match of text.matchAll(shortHost)) add('host', match[0], match.index);
  for (const match of text.matchAll(fullName)) {
    const value = match[1] ?? '';
    if (!value.split(' ').some((word) => commonWords.has(word.toLowerCase())) && /user|account|employee|named|called/i.test(match[0])) add('user', value, match.index + match[0].length - value.length);
  }
  for (const match of text.matchAll(serviceUser)) add('user', match[0], match.index);
  for (const match of text.matchAll(actorShape)) if (slotTypeOf(match[0]) === undefined && !notHosts.test(match[0]) && !everyday(match[0].replace(/[._]/g, '-'))) add('user', match[0], match.index);
  for (const match of text.matchAll(userContext)) {
    const value = match[1] ?? '';
    const start = match.index + match[0].length - value.length;
    const lower = value.toLowerCase();
    const wellKnown = /^(?:admin|administrator|guest|root|krbtgt|system)$/i.test(value) && !/s$/i.test(match[0].split(/\s/)[0] ?? '') && !/^\s*(?:accounts?|users?|privileges?|rights|group|role|logons?|roles)\b/i.test(text.slice(start + value.length));
    if ((!everyday(value) || wellKnown) && (!/s$/i.test(match[0].split(/\s/)[0] ?? '') || /[\d._]/.test(value) || /named|called/i.test(match[0])) && !/^(?:created?|(?:sign|log)-?(?:ins?|ons?)|logons?|logins?|events?|info|details?)$/.test(lower)) addList('user', value, start);
  }
  function addList(type: 'host' | 'user', value: string, start: number): void {
    add(type, value, start);
    let at = start + value.length;
    for (;;) {
      const next = /^(?:\s*,\s*(?:and |or )?|\s+(?:and|or)\s+)([A-Za-z][\w-]*(?:[._][\w-]+)*)/.exec(text.slice(at));
      const item = next?.[1] ?? '';
      if (next === null || everyday(item) || (type === 'host' && !/[\d-]/.test(item))) return;
      const from = at + next[0].length - item.length;
      if (!/\d/.test(item) && !free(from, from + item.length)) return;
      add(type, item, from);
      at += next[0].length;
    }
  }
}

const comparisons: readonly [stems: string, operator: Threshold['operator']][] = [
  ['more than', '>'], ['greater than or equal to', '>='], ['greater than', '>'], ['larger than', '>'], ['bigger than', '>'], ['higher than', '>'], ['above', '>'], ['over', '>'], ['exceed', '>'], ['exceeds', '>'], ['exceeding', '>'], ['longer than', '>'],
  ['at least', '>='], ['no less than', '>='], ['minimum of', '>='], ['less than or equal to', '<='], ['less than', '<'], ['fewer than', '<'], ['smaller than', '<'], ['lower than', '<'], ['below', '<'], ['under', '<'], ['at most', '<='], ['no more than', '<='], ['up to', '<='], ['exactly', '=='], ['equal to', '=='],
];

function findThresholds(words: readonly Word[], slots: readonly Slot[]): Threshold[] {
  const found: Threshold[] = [];
  words.forEach((word, index) => {
    const slot = word.slot === undefined ? undefined : slots[word.slot];
    if (slot === undefined || (slot.type !== 'number' && slot.type !== 'size')) return;
    const span = [slot.start, slot.end] as const;
    const unit = slot.type === 'size' ? { unit: 'bytes' as const } : {};
    for (const [phrase, operator] of comparisons) {
      const parts = phrase.split(' ');
      if (/^versions?$/i.test(words[index - parts.length - 1]?.text ?? '')) continue;
      if (parts.every((part, offset) => words[index - parts.length + offset]?.text.toLowerCase() === part)) {
        found.push({ operator, text: slot.value, ...unit, from: index - parts.length, to: index + 1, span });
        return;
      }
    }
    const [after, then] = [words[index + 1]?.text.toLowerCase(), words[index + 2]?.text.toLowerCase()];
    if ((after === 'or' && (then === 'more' || then === 'higher' || then === 'above' || then === 'greater')) || after === '+') found.push({ operator: '>=', text: slot.value, ...unit, from: index, to: after === '+' ? index + 2 : index + 3, span });
    else if (after === 'or' && (then === 'less' || then === 'fewer' || then === 'lower')) found.push({ operator: '<=', text: slot.value, ...unit, from: index, to: index + 3, span });
  });
  return found;
}

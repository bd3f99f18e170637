import type { PlanLiteral, PlanOperator } from './hunt-plan.js';
import { nameColumns, titleColumns } from './lexicon/column-kinds.js';
import { commonWords } from './lexicon/common-words.js';
import type { Concept } from './lexicon/lexicon.js';
import type { Reading } from './reading.js';
import type { Slot } from './slots.js';
import type { Word } from './words.js';

/** The slot a word stands for, if it does. */
export function slotAt(reading: Reading, index: number): Slot | undefined {
  const slot = reading.words[index]?.slot;
  return slot === undefined ? undefined : reading.slots[slot];
}

const hives: readonly (readonly [RegExp, string])[] = [[/^HKLM\\/i, 'HKEY_LOCAL_MACHINE\\'], [/^HKCR\\/i, 'HKEY_CLASSES_ROOT\\'], [/^HKU\\/i, 'HKEY_USERS\\'], [/^(?:HKCU|HKEY_CURRENT_USER)\\(?!S-1)/i, '']];

/** A registry key as rows have it: the name of the hive in full, and a user's own key without it, since the user's SID stands between. */
function recordedKey(key: string): string {
  return hives.reduce((text, [short, full]) => text.replace(short, full), key);
}

/** A comparison with its values in the form that rows of the column have them. */
export function asRecorded<T extends { column: string; values: readonly PlanLiteral[] }>(comparison: T): T {
  const change = /RegistryKey$/.test(comparison.column) ? recordedKey : comparison.column === 'RecommendedSecurityUpdateId' ? (text: string): string => text.replace(/^KB(?=\d)/i, '') : undefined;
  return change === undefined ? comparison : { ...comparison, values: comparison.values.map((value) => (value.origin === 'question' ? { ...value, text: change(value.text) } : value)) };
}

/** A literal that the question spells. */
export function fromSlot(slot: Slot): PlanLiteral {
  return { kind: slot.type === 'number' ? 'number' : 'string', text: slot.value, origin: 'question', span: [slot.start, slot.end] };
}

/** How a comparison is said. */
export interface SaidOperator {
  operator: PlanOperator | 'all' | 'any' | 'is' | 'list';
  not: boolean;
  /** A word said so, not only the column's name. */
  explicit: boolean;
  /** The word said that a text holds the value: "contains", "starts with". */
  holds: boolean;
  next: number;
}

const starts = /^(?:starts?|starting|begins?|beginning)$/;
const finishes = /^(?:ends?|ending)$/;
const has = /^(?:contains?|containing|contained|includes?|including|has|have|having|mentions?|mentioning|references?|referencing|with)$/;
const holding = /^(?:contains?|containing|includes?|including|mentions?|mentioning)$/;
const is = /^(?:is|are|was|were|=|:|equals?|equal|named|called|of|to|being|set|like|value|matching|matches|either|name|address|id|number)$/;
const skip = /^(?:the|a|an|string|strings|word|words|term|terms|text|keyword|keywords|value|values|any|one|of|following|either|both|phrase|their|its|it)$/;

/** Reads how the words from `at` compare: "does not contain", "starts with", "is one of", "=". */
export function readOperator(words: readonly Word[], at: number): SaidOperator {
  let next = at;
  let not = false;
  let explicit = false;
  let holds = false;
  let operator: SaidOperator['operator'] = 'is';
  for (let steps = 0; steps < 7; steps += 1) {
    const word = (words[next]?.text ?? '').toLowerCase().replace(/’/g, "'");
    const then = (words[next + 1]?.text ?? '').toLowerCase();
    if (/^(?:not|isn't|aren't|doesn't|don't|wasn't|except|excluding|!)$/.test(word)) not = true;
    else if ((word === 'other' && then === 'than') || (/^(?:different|differs?|differing)$/.test(word) && then === 'from')) {
      not = true;
      next += 1;
    } else if (word === 'does' || word === 'do' || word === 'can' || word === 'must' || word === 'should') explicit = true;
    else if (starts.test(word) && /^(?:with|by|in|at)$/.test(then)) [operator, explicit, next] = ['startswith', true, next + 1];
    else if (finishes.test(word) && /^(?:with|by|in|at|on)$/.test(then)) [operator, explicit, next] = ['endswith', true, next + 1];
    else if (word === 'all' && then === 'of') [operator, next] = ['all', next + 1];
    else if (word === 'any' && then === 'of') [operator, next] = ['any', next + 1];
    else if (has.test(word)) [operator, explicit] = [operator === 'is' ? 'has' : operator, true];
    else if (word === 'regex' || (word === 'regular' && then === 'expression')) [operator, explicit, next] = ['matches regex', true, next + (word === 'regex' ? 0 : 1)];
    else if (is.test(word)) explicit ||= /^(?:is|are|was|were|equals?|equal|named|called|set|like|matching|matches|=|:)$/.test(word);
    else if (!skip.test(word) && !(/^(?:that|which)$/.test(word) && (has.test(then) || starts.test(then) || finishes.test(then)))) break;
    if (starts.test(word) || finishes.test(word) || holding.test(word)) holds = true;
    next += 1;
  }
  return { operator, not, explicit, holds, next };
}

/** Values one after the other, with the word that joins them. */
export interface ValueList {
  values: PlanLiteral[];
  slots: (Slot | undefined)[];
  joined: 'and' | 'or';
  to: number;
}

/** What the words from `at` list: values by shape, values of the column's catalogue, and, where a comparison was said, bare words. */
/** A slash that begins a value, as in "/all", and parts none. */
function opensValue({ text, words }: Reading, at: number): boolean {
  const [slash, next] = [words[at], words[at + 1]];
  return slash?.text === '/' && /^\s?$/.test(text.charAt(slash.start - 1)) && next?.start === slash.end;
}

export function readValues(reading: Reading, at: number, catalogue: readonly { value: Concept; from: number; to: number }[], column: string, bare: boolean, columnEnd: (index: number) => number | undefined, loose = false): ValueList | undefined {
  const { words } = reading;
  const list: ValueList = { values: [], slots: [], joined: 'or', to: at };
  let index = at;
  let sawAnd = false;
  let sawOr = false;
  for (;;) {
    const taken = oneValue(reading, index, catalogue, column, bare || list.values.length > 0, list.values.length > 0 || loose, columnEnd);
    if (taken === undefined) break;
    list.values.push(...taken.values);
    list.slots.push(taken.slot);
    list.to = taken.to;
    index = taken.to;
    let separated = false;
    for (let steps = 0; steps < 3; steps += 1) {
      const word = (words[index]?.text ?? '').toLowerCase();
      if (opensValue(reading, index)) break;
      if (word === 'and' || word === '&') sawAnd = true;
      else if (word === 'or' || word === '/' || word === 'nor') sawOr = true;
      else if (word !== ',' && word !== 'also') break;
      separated = true;
      index += 1;
    }
    if (!separated) break;
  }
  if (list.values.length === 0) return undefined;
  list.joined = sawAnd && !sawOr ? 'and' : 'or';
  return list;
}

const held = /^[\p{L}\p{N}_]{2,}$/u;
const noValue = /^(?:the|any|some|all|one|of|following|other|more|less|than|at|least|only|both|either|special|suspicious|malicious|unusual|specific|certain|known|multiple|several|many|no|not|word|words|string|strings|term|terms|text|keyword|keywords|value|values|these|those|this|that|it|its|grouped|sorted|ordered|counted|summari[sz]ed|ranked|limited|which|who|when|where|is|are|was|were|has|have|line|lines|field|fields|sent|received|delivered|blocked|across|than)$/i;
const endsValue = /^(?:[,.;?)]|and|or|in|on|by|for|from|with|where|but|over|during|within|since|between|sorted|per|grouped)$/i;

const ends = (next: Word | undefined): boolean => next === undefined || endsValue.test(next.text) || next.stem.startsWith('#');

/** Everyday words that a text is said to hold, each by itself: "the title contains ransomware", "folder path contains windows or temp". */
export function heldWords({ text, words }: Reading, at: number): ValueList | undefined {
  const list: ValueList = { values: [], slots: [], joined: 'or', to: at };
  for (let index = at; ; index += 1) {
    const word = words[index];
    if (word === undefined || word.slot !== undefined || word.stem.startsWith('#') || !held.test(word.text) || noValue.test(word.text) || endsValue.test(word.text)) break;
    let last = index;
    while (last - index < 2 && !ends(words[last + 1]) && held.test(words[last + 1]?.text ?? '') && words[last + 1]?.slot === undefined) last += 1;
    if (!ends(words[last + 1])) break;
    const end = words[last]?.end ?? word.end;
    list.values.push({ kind: 'string', text: text.slice(word.start, end), origin: 'question', span: [word.start, end] });
    list.slots.push(undefined);
    list.to = last + 1;
    const joint = words[last + 1]?.text ?? '';
    if (!/^(?:,|and|or)$/i.test(joint)) break;
    if (/^and$/i.test(joint)) list.joined = 'and';
    index = last + 1;
  }
  return list.values.length > 0 ? list : undefined;
}

/** A publisher that is in many names too. */
const publishers = /^microsoft$/i;

/** Text without a space that is more than one word: "-enc", "psexec.c", "attacker-pc", "a\\b". Two words that a hyphen or a slash joins are words. */
function tokenAt({ text, words }: Reading, index: number): { text: string; start: number; to: number } | undefined {
  const word = words[index];
  if (word === undefined) return undefined;
  const lead = /(?<=^|[\s"'(,=])(?:--?|[/\\$%@#~*.])$/.exec(text.slice(0, word.start))?.[0] ?? '';
  const rest = /^[^\s,;"'?!()|<>]*/.exec(text.slice(word.start))?.[0].replace(/[.:]+$/, '') ?? '';
  const start = word.start - lead.length;
  const end = (from: number): number => {
    let to = from + 1;
    while (to < words.length && (words[to]?.start ?? 0) < word.start + rest.length) to += 1;
    return to;
  };
  const humps = (from: number): { text: string; start: number; to: number } => ({ text: rest, start: word.start, to: end(from) });
  const whole = lead + rest;
  const plain = rest.replace(/[-/&][A-Za-z]+/g, (part) => (commonWords.has(part.slice(1).toLowerCase()) ? '' : part));
  if (lead === '' && /^[A-Z]?[a-z]+(?:[A-Z][a-z0-9]+)+$/.test(rest)) return (words[index + 1]?.start ?? Infinity) < word.start + rest.length ? humps(index) : undefined;
  if (lead === '' && /^[\p{L}\p{N}]+$/u.test(plain) && (plain === rest || commonWords.has(plain.toLowerCase()))) return undefined;
  if (lead === '' && /^[A-Za-z]+(?:['’/&][A-Za-z]+)+$/.test(rest)) return undefined;
  const to = end(index);
  return words.slice(index, to).some(({ slot }) => slot !== undefined) ? undefined : { text: whole, start, to };
}

/** Whether a word may go on a subject or title that is quoted without marks. */
function inPhrase(word: Word | undefined): boolean {
  return word !== undefined && word.slot === undefined && !word.stem.startsWith('#') && /^\p{L}{3,}$/u.test(word.text) && !/^(?:and|or|but|for|from|with|where|that|which|who|sent|send|received|delivered|during|over|sorted|grouped|not|the|was|were|are|has|have|since|per|each|every|into)$/i.test(word.text);
}

/** Everyday words that name accounts and the like, where a value is expected. */
const nouns = /^(?:administrator|administrators|anonymous|krbtgt|admin|guest|system|root|service|user|test|backup|default|local|network|public|private|high|medium|low|unknown|none|internal|external|active|inactive|success|failure|failed|critical|enabled|disabled|sensitive|confidential|medium|normal|moderate|severe)$/i;

function oneValue(reading: Reading, index: number, catalogue: readonly { value: Concept; from: number; to: number }[], column: string, bare: boolean, inList: boolean, columnEnd: (index: number) => number | undefined): { values: PlanLiteral[]; slot?: Slot; to: number } | undefined {
  if (opensValue(reading, index)) return oneValue(reading, index + 1, catalogue, column, bare, inList, columnEnd);
  const slot = slotAt(reading, index);
  if (slot !== undefined) return { values: [fromSlot(slot)], slot, to: index + 1 };
  const token = bare ? tokenAt(reading, index) : undefined;
  if (token !== undefined && token.to !== columnEnd(index)) return { values: [{ kind: 'string', text: token.text, origin: 'question', span: [token.start, token.start + token.text.length] }], to: token.to };
  for (const hit of catalogue) {
    if (hit.from !== index) continue;
    const [condition] = hit.value.conditions;
    if (condition !== undefined && !('anyOf' in condition) && condition.column === column && condition.not !== true && condition.operator !== '!=' && condition.operator !== 'has_all' && hit.value.conditions.length === 1) {
      const span = [reading.words[hit.from]?.start ?? 0, reading.words[hit.to - 1]?.end ?? 0] as const;
      return { values: condition.values.map((value) => ({ ...value, span })), to: hit.to };
    }
  }
  const word = reading.words[index];
  if (!bare || word === undefined || !/^[\p{L}\p{N}]/u.test(word.text) || word.stem.startsWith('#') || word.slot !== undefined) return undefined;
  if (columnEnd(index) !== undefined && !nouns.test(word.text) && !(index > 0 && /^[A-Z][a-z]+$/.test(word.text) && columnEnd(index + 1) === undefined)) return undefined;
  if (commonWords.has(word.text.toLowerCase()) && !(inList && nouns.test(word.text)) && !/^https?$/i.test(word.text) && !(publishers.test(word.text) && /Vendor|Manufacturer|Company|Signer|Issuer|IssuedBy/.test(column)) && !(/^[A-Z]\w+$/.test(word.text) && (nameColumns.test(column) || titleColumns.test(column)))) return undefined;
  if (inList && reading.long) return undefined;
  let to = index + 1;
  while (/^[A-Z]/.test(word.text) && /^[A-Z]/.test(reading.words[to]?.text ?? '') && (titleColumns.test(column) || !commonWords.has((reading.words[to]?.text ?? '').toLowerCase())) && columnEnd(to) === undefined) to += 1;
  while (/^(?:Subject|Title|MessageSubject)$/.test(column) && to - index < 4 && inPhrase(reading.words[to]) && columnEnd(to) === undefined) to += 1;
  const end = reading.words[to - 1]?.end ?? word.end;
  return { values: [{ kind: 'string', text: reading.text.slice(word.start, end), origin: 'question', span: [word.start, end] }], to };
}

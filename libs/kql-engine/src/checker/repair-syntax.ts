import type { KqlDiagnostic } from './diagnostic.js';

/** A stretch of the query and what to put there instead. */
export interface KqlEdit {
  offset: number;
  length: number;
  replacement: string;
  /** Why, in one sentence. */
  reason: string;
  /** It puts a name that exists for one that does not, and touches nothing else. */
  isName?: boolean;
}

/** One lexical token of the query. */
export interface QueryToken {
  text: string;
  offset: number;
  /** White space or comments stand before it. */
  spaced: boolean;
}

/** What other query languages call an operator of a pipe. */
const operatorWords: Readonly<Record<string, string>> = { filter: 'where', having: 'where', select: 'project', rename: 'project-rename', drop: 'project-away', exclude: 'project-away', remove: 'project-away', group: 'summarize', aggregate: 'summarize', stats: 'summarize', head: 'take', first: 'take', unique: 'distinct', dedup: 'distinct', explode: 'mv-expand', orderby: 'order by', sortby: 'sort by', eval: 'extend', fields: 'project' };

/** Operators that start a step of a query. */
export const pipeOperators: readonly string[] = ['where', 'project', 'extend', 'summarize', 'join', 'union', 'sort', 'order', 'top', 'take', 'limit', 'distinct', 'count', 'mv-expand', 'mv-apply', 'parse', 'parse-where', 'parse-kv', 'project-away', 'project-keep', 'project-rename', 'project-reorder', 'make-series', 'lookup', 'invoke', 'evaluate', 'render', 'serialize', 'sample', 'search', 'partition', 'as', 'getschema', 'top-nested', 'top-hitters', 'reduce', 'scan', 'facet', 'fork', 'consume', 'sample-distinct'];

const textOperators = ['contains', 'has', 'startswith', 'endswith', 'hasprefix', 'hassuffix', 'contains_cs', 'has_cs', 'startswith_cs', 'endswith_cs'];
const loweredWords = new Set(['and', 'or', 'not', 'in', 'between', 'by', 'on', 'asc', 'desc', 'true', 'false', 'matches', 'regex', ...textOperators, 'has_any', 'has_all', ...pipeOperators]);
const comparisonWords: Readonly<Record<string, string>> = { equals: '==', eq: '==', equal: '==', is: '==', ne: '!=', neq: '!=', gt: '>', ge: '>=', gte: '>=', lt: '<', le: '<=', lte: '<=', includes: 'contains', matches_regex: 'matches regex', rlike: 'matches regex', regexp: 'matches regex', starts_with: 'startswith', ends_with: 'endswith' };
const joinKinds: Readonly<Record<string, string>> = { left: 'leftouter', right: 'rightouter', outer: 'fullouter', full: 'fullouter', semi: 'leftsemi', cross: 'inner', leftjoin: 'leftouter' };
const units: Readonly<Record<string, string>> = { day: 'd', days: 'd', hour: 'h', hours: 'h', hr: 'h', hrs: 'h', minute: 'm', minutes: 'm', min: 'm', mins: 'm', second: 's', seconds: 's', sec: 's', d: 'd', h: 'h', m: 'm', s: 's' };

/** Edits that could cure `error`, likeliest first; `missing` is the closing sign that is missing there, if one is. Each has to be tried: none is applied for what it looks like alone. */
export function syntaxEdits(tokens: readonly QueryToken[], error: KqlDiagnostic, missing: string | undefined, isText: (name: string, offset: number) => boolean): KqlEdit[] {
  const edits: KqlEdit[] = [];
  const at = tokens.findIndex((token) => token.offset + token.text.length > error.offset);
  const centre = at === -1 ? tokens.length - 1 : at;
  const add = (first: number, last: number, replacement: string, reason: string): void => {
    const from = tokens[first];
    const to = tokens[last];
    if (from !== undefined && to !== undefined) edits.push({ offset: from.offset, length: to.offset + to.text.length - from.offset, replacement, reason });
  };
  for (let i = Math.max(0, centre - 8); i <= Math.min(tokens.length - 1, centre + 4); i += 1) wordEdits(tokens, i, add, isText);
  // A missing bracket cures much and explains little: it comes last.
  missingSigns(error, missing, edits);
  return edits;
}

function missingSigns(error: KqlDiagnostic, missing: string | undefined, edits: KqlEdit[]): void {
  if (missing !== undefined) edits.push({ offset: error.offset, length: 0, replacement: missing, reason: `A closing ${missing} is missing.` });
  if (error.code === 'KS117') edits.push({ offset: error.offset + error.length, length: 0, replacement: '()', reason: 'A function is called with parentheses.' });
  if (error.code === 'KS174') edits.push({ offset: error.offset, length: 0, replacement: '| ', reason: 'Steps of a query are parted by a pipe.' });
}

type Add = (first: number, last: number, replacement: string, reason: string) => void;

function wordEdits(tokens: readonly QueryToken[], i: number, add: Add, isText: (name: string, offset: number) => boolean): void {
  const token = tokens[i] as QueryToken;
  const next = tokens[i + 1];
  const before = tokens[i - 1];
  const { text } = token;
  const lower = text.toLowerCase();
  const following = next?.text ?? '';
  const glued = next !== undefined && !next.spaced;
  if (text === '=') add(i, i, '==', '"=" gives a name; "==" compares.');
  if (text === '==' && following === '=' && glued) add(i, i + 1, '==', '"==" compares.');
  if (text === '==') add(i, i, '=', '"=" gives a name; "==" compares.');
  if (text === '~' && following === '=' && glued) add(i, i + 1, '=~', '"=~" compares whatever the case.');
  if (text === '!=' && following === '~' && glued) add(i, i + 1, '!~', '"!~" compares whatever the case.');
  if (text === '=>') add(i, i, '>=', '"greater or equal" is written ">=".');
  if (text === '=' && following === '<') add(i, i + 1, '<=', '"less or equal" is written "<=".');
  if (text === '&' && following === '&') add(i, i + 1, 'and', '"and" joins conditions.');
  if (text === '|' && following === '|' && glued) add(i, i + 1, 'or', '"or" joins conditions.');
  if (text === '-' && following === '-' && glued) add(i, i + 1, '//', 'A comment begins with "//".');
  if (text !== lower && loweredWords.has(lower)) add(i, i, lower, `"${lower}" is written in lower case.`);
  const comparison = Object.hasOwn(comparisonWords, lower) ? comparisonWords[lower] : undefined;
  if (comparison !== undefined && before !== undefined) add(i, i, comparison, `The operator is written "${comparison}".`);
  if (lower === 'not' && (textOperators.includes(following.toLowerCase()) || following.toLowerCase() === 'in')) add(i, i + 1, `!${following.toLowerCase()}`, `The opposite is written "!${following.toLowerCase()}".`);
  if (lower === 'not' && following !== '(' && following !== '') {
    const end = clauseEnd(tokens, i + 1);
    add(i, end, `not(${sourceOf(tokens, i + 1, end)})`, '"not" takes its condition in parentheses.');
  }
  if (text === 'count' && following === '(' && tokens[i + 2]?.text === '*' && tokens[i + 3]?.text === ')') add(i, i + 3, 'count()', 'count() counts rows.');
  nullEdits(tokens, i, add, isText);
  likeEdits(tokens, i, add);
  listEdits(tokens, i, add);
  timeEdits(tokens, i, add);
  if (Object.hasOwn(joinKinds, lower) && before?.text === '=') add(i, i, joinKinds[lower] as string, `The kind of join is called "${joinKinds[lower]}".`);
  if (lower === 'descending' || lower === 'ascending') add(i, i, lower === 'descending' ? 'desc' : 'asc', 'The order is written "asc" or "desc".');
  if (Object.hasOwn(operatorWords, lower) && before?.text === '|') {
    const word = operatorWords[lower] as string;
    if (lower === 'group' && following === 'by') add(i, i + 1, 'summarize by', 'Rows are grouped with "summarize ... by".');
    add(i, i, word, `The operator is called "${word}".`);
  }
  if (text === 'top' && /^\d+$/.test(following) && tokens[i + 2]?.text !== 'by') add(i, i, 'take', '"top" takes an order; "take" takes any rows.');
}

/** `x is null`, `x == null` and their opposites. */
function nullEdits(tokens: readonly QueryToken[], i: number, add: Add, isText: (name: string, offset: number) => boolean): void {
  const words = tokens.slice(i, i + 3).map((token) => token.text.toLowerCase());
  const not = (words[0] === 'is' && words[1] === 'not' && words[2] === 'null') || (words[0] === '!=' && words[1] === 'null') || (words[0] === '<>' && words[1] === 'null');
  const plain = (words[0] === 'is' || words[0] === '==' || words[0] === '=') && words[1] === 'null';
  const subject = tokens[i - 1];
  if ((!not && !plain) || subject === undefined) return;
  const first = pathStart(tokens, i - 1);
  const name = first === i - 1 && isText(subject.text, subject.offset) ? 'empty' : 'null';
  add(first, words[0] === 'is' && not ? i + 2 : i + 1, `${not ? 'isnot' : 'is'}${name}(${sourceOf(tokens, first, i - 1)})`, `Whether there is a value is asked with ${not ? 'isnot' : 'is'}${name}().`);
}

/** `LIKE '%x%'`, `x.contains('y')`, `contains(x, 'y')`, `x has 'a' or 'b'`. */
function likeEdits(tokens: readonly QueryToken[], i: number, add: Add): void {
  const [token, next, third, fourth] = tokens.slice(i, i + 4) as [QueryToken, ...(QueryToken | undefined)[]];
  const literal = /^(["'])(%?)([^%_"'\\]+)(%?)\1$/.exec(next?.text ?? '');
  if (/^(i?like)$/i.test(token.text) && literal !== null) {
    const [, quote, open, inner, close] = literal;
    const operator = open !== '' && close !== '' ? 'contains' : open !== '' ? 'endswith' : close !== '' ? 'startswith' : '=~';
    add(i, i + 1, `${operator} ${quote}${inner}${quote}`, `"like" is written "${operator}".`);
  }
  if (token.text === '.' && next !== undefined && textOperators.includes(next.text.toLowerCase()) && third?.text === '(' && tokens[i + 4]?.text === ')') {
    add(i, i + 4, ` ${next.text.toLowerCase()} ${fourth?.text ?? ''}`, `"${next.text}" stands between its two sides.`);
  }
  if (textOperators.includes(token.text.toLowerCase()) && next?.text === '(' && fourth?.text === ',' && tokens[i + 5]?.text === ')') {
    add(i, i + 5, `${third?.text ?? ''} ${token.text.toLowerCase()} ${tokens[i + 4]?.text ?? ''}`, `"${token.text}" stands between its two sides.`);
  }
  if ((token.text === 'or' || token.text === 'and') && /^["']/.test(next?.text ?? '') && i >= 3) {
    const first = pathStart(tokens, i - 3);
    add(i, i + 1, `${token.text} ${sourceOf(tokens, first, i - 2)} ${next?.text ?? ''}`, `Each side of "${token.text}" is a whole condition.`);
  }
}

/** `in 'a', 'b'` and `in ['a', 'b']`. */
function listEdits(tokens: readonly QueryToken[], i: number, add: Add): void {
  if (!['in', '!in', 'in~', '!in~', 'has_any', 'has_all'].includes((tokens[i] as QueryToken).text)) return;
  const bracketed = tokens[i + 1]?.text === '[';
  let last = bracketed ? i + 2 : i + 1;
  const literal = (at: number): boolean => /^["'@\d]/.test(tokens[at]?.text ?? '');
  if (!literal(last)) return;
  const first = last;
  while (tokens[last + 1]?.text === ',' && literal(last + 2)) last += 2;
  if (bracketed && tokens[last + 1]?.text !== ']') return;
  add(i + 1, bracketed ? last + 1 : last, `(${sourceOf(tokens, first, last)})`, 'A list stands in parentheses.');
}

/** Stretches of time, dates, and `between`. */
function timeEdits(tokens: readonly QueryToken[], i: number, add: Add): void {
  const { text } = tokens[i] as QueryToken;
  const quoted = /^(["'])(\d+(?:\.\d+)?)\s*([a-z]+)\1$/i.exec(text);
  const unit = units[quoted?.[3]?.toLowerCase() ?? ''];
  if (quoted !== null && unit !== undefined) add(i, i, `${quoted[2]}${unit}`, 'A stretch of time stands without quotes.');
  const following = tokens[i + 1]?.text.toLowerCase() ?? '';
  if (/^\d+$/.test(text) && Object.hasOwn(units, following)) add(i, i + 1, `${text}${units[following]}`, 'A stretch of time is a number and its unit in one word.');
  if (/^(["'])\d{4}-\d\d-\d\d.*\1$/.test(text)) add(i, i, `datetime(${text.slice(1, -1)})`, 'A date is written datetime(...).');
  if (/^\d{4}$/.test(text) && following === '-' && tokens[i + 3]?.text === '-' && /^\d\d?$/.test(tokens[i + 4]?.text ?? '')) add(i, i + 4, `datetime(${sourceOf(tokens, i, i + 4).replaceAll(' ', '')})`, 'A date is written datetime(...).');
  if (text !== 'between' && text !== '!between') return;
  const open = tokens[i + 1]?.text === '(';
  const end = open ? closing(tokens, i + 1) : clauseEnd(tokens, clauseEnd(tokens, i + 1) + 2);
  const first = open ? i + 2 : i + 1;
  const last = open ? end - 1 : end;
  for (let depth = 0, at = first; at <= last; at += 1) {
    const word = tokens[at]?.text ?? '';
    if (word === '(') depth += 1;
    else if (word === ')') depth -= 1;
    else if (depth === 0 && (word.toLowerCase() === 'and' || word === ',' || word.toLowerCase() === 'to')) {
      add(i + 1, end, `(${sourceOf(tokens, first, at - 1)} .. ${sourceOf(tokens, at + 1, last)})`, 'A range is written between (from .. to).');
      return;
    }
  }
}

/** The first token of the path `a.b.c` that ends at `end`. */
function pathStart(tokens: readonly QueryToken[], end: number): number {
  let at = end;
  while (at >= 2 && tokens[at - 1]?.text === '.') at -= 2;
  return at;
}

/** The last token of the condition that begins at `start`. */
function clauseEnd(tokens: readonly QueryToken[], start: number): number {
  let depth = 0;
  let at = start;
  for (; at < tokens.length; at += 1) {
    const text = tokens[at]?.text ?? '';
    if (text === '(' || text === '[') depth += 1;
    else if (text === ')' || text === ']') depth -= 1;
    if (depth < 0 || (depth === 0 && (text === '|' || text === ';' || text === '' || /^(and|or)$/i.test(text)))) break;
  }
  return at - 1;
}

function closing(tokens: readonly QueryToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at]?.text === '(') depth += 1;
    else if (tokens[at]?.text === ')' && (depth -= 1) === 0) return at;
  }
  return tokens.length - 1;
}

function sourceOf(tokens: readonly QueryToken[], first: number, last: number): string {
  return tokens
    .slice(first, last + 1)
    .map((token, at) => (at > 0 && token.spaced ? ` ${token.text}` : token.text))
    .join('');
}

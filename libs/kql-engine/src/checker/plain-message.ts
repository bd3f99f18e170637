import { elementAt, enclosing, listItems, symbolOf } from '../language/kusto-syntax.js';

/** What the language service says of a query, as a sentence for whoever wrote it. */

/** One message of the service and the query that it is about. */
export interface ServiceMessage {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
  readonly length: number;
}

/** How much of the query is read for one message: a query may have thousands of them. */
const lookAhead = 2_000;

/** The sentence. Messages that are one already stay as they are. */
export function plainMessage(found: ServiceMessage, code: Kusto.Language.KustoCode, text: string): string {
  const { message, offset } = found;
  const here = wordAt(text, offset);
  const first = firstWord(text);
  if ((offset === first || found.code === 'KS005') && /^select\b/i.test(text.slice(first, first + 7))) return 'This reads like SQL. In KQL the table comes first: AlertInfo | where Severity == "High" | project Title.';
  const make = Object.hasOwn(sentences, found.code) ? sentences[found.code] : undefined;
  return make?.(message, here, found, text, code) ?? (/[.!?]$/.test(message) ? message : `${message}.`);
}

type Sentence = (message: string, here: string | undefined, found: ServiceMessage, text: string, code: Kusto.Language.KustoCode) => string | undefined;

const sentences: Readonly<Record<string, Sentence>> = {
  KS001: (message) => prefixed(message, 'Missing: ', (sign) => `A closing ${sign} is missing here.`),
  KS002: (message, _here, found, text) => prefixed(message, 'Unexpected: ', (sign) => strangeSign(sign, text, found.offset)),
  KS005: (message, here) =>
    prefixed(message, 'Expected: ', (sign) => (sign === ';' && here !== undefined ? cannotFollow(here) : `"${sign}" is expected here${before(here)}.`)) ??
    prefixed(message, 'Expected one of: ', (list) => `One of these is expected here: ${list}.`),
  KS006: (message, here, { offset }, text) =>
    here !== undefined && Object.hasOwn(otherSigns, here) ? strangeSign(here, text, text.indexOf(here, offset)) : prefixed(message, 'Missing ', (what) => missing(what, here, text[offset - 1] === '.')),
  KS106: (message) => (/datetime and (?:string|long)/.test(message) ? `${message} A date is written datetime(2024-12-31).` : undefined),
  KS109: (_message, here) => (here === undefined ? undefined : `The name of a column is expected here; ${quoted(here)} is none.`),
  KS117: (message) => prefixed(message, 'The function ', (rest) => `The function ${/'(.*?)'/.exec(rest)?.[1] ?? ''} is called with parentheses.`),
  KS119: (_message, _here, { offset }, _text, code) => argumentCount(code, offset),
  KS141: (message, _here, { offset, length }, text) => {
    if (message.endsWith('the type dynamic.')) return `${message} parse_json() makes one of a text.`;
    return message.includes('bool') && /[^=!<>~]=[^=~>]/.test(text.slice(offset, offset + Math.min(length, lookAhead))) ? `${message} "=" gives a name; "==" compares.` : undefined;
  },
  KS174: (_message, here) => (here === undefined ? undefined : `${quoted(here)} has no rows to work on: a query begins with a table.`),
  KS176: (_message, here) => `An operator such as where, project or summarize is expected here${here === undefined ? '' : `; ${quoted(here)} is none`}.`,
  KS198: (_message, here, { offset }, text) => (here === '|' && offset === firstWord(text) ? 'The query begins with "|": the table before it is missing.' : `${quoted(here ?? '')} cannot stand here.`),
};

function prefixed(message: string, prefix: string, make: (rest: string) => string): string | undefined {
  return message.startsWith(prefix) ? make(message.slice(prefix.length)) : undefined;
}

function before(here: string | undefined): string {
  return here === undefined ? ', where the query ends' : `, before ${quoted(here)}`;
}

/** A text of the query stands in its own quotes. */
function quoted(word: string): string {
  return /^["']./.test(word) ? word : word === '"' ? "'\"'" : `"${word}"`;
}

function cannotFollow(here: string): string {
  if (/^(?:is|null)$/i.test(here)) return `"${here}" cannot follow here: whether there is a value is asked with isnull(), and isempty() for texts.`;
  return `${quoted(here)} cannot follow here: a step begins with "|", and a statement ends with ";".`;
}

const otherSigns: Readonly<Record<string, string>> = { '&': '"and" joins conditions', '“': 'a text stands between " or \'', '”': 'a text stands between " or \'', '„': 'a text stands between " or \'', '‘': 'a text stands between " or \'', '’': 'a text stands between " or \'', '–': 'a minus is "-"', '—': 'a minus is "-"', '\u00a0': 'write a plain space' };

function strangeSign(sign: string, text: string, offset: number): string {
  const advice = otherSigns[text.slice(offset, offset + 1)];
  const shown = /^[\p{L}\p{N}\p{P}\p{S}]/u.test(sign) ? `"${sign}"` : `The character U+${(text.codePointAt(offset) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return `${shown} is no sign of KQL${advice === undefined ? '' : `: ${advice}`}.`;
}

const subjects: Readonly<Record<string, string>> = {
  'json value': 'A value',
  'json pair': 'A name and its value',
  'schema declaration': 'The columns and their types, in parentheses,',
  'type-of literal': 'A type, as in typeof(long),',
};

function missing(what: string, here: string | undefined, isMember: boolean): string {
  if (what.startsWith('join on condition clause')) return 'The join needs what the tables have in common: on and the names of columns.';
  const [thing = '', , keyword] = /^(.*?)(: If the keyword '(.*?)' .*)?$/s.exec(what)?.slice(1) ?? [];
  if (keyword !== undefined && isMember) return `"${keyword}" stands between two values, without a dot.`;
  const subject = subjects[thing] ?? `${/^[aeiou]/i.test(thing) ? 'An' : 'A'} ${thing}`;
  return `${subject} is missing here${before(here)}.${keyword === undefined ? '' : ` As a name, "${keyword}" is written ['${keyword}'].`}`;
}

/** The service tells the most arguments only. */
function argumentCount(code: Kusto.Language.KustoCode, offset: number): string | undefined {
  const call = enclosing(elementAt(code, offset), 'FunctionCallExpression') as Kusto.Language.Syntax.FunctionCallExpression | undefined;
  const symbol = symbolOf(call) as Kusto.Language.Symbols.FunctionSymbol | undefined;
  const signatures = listItems<Kusto.Language.Symbols.Signature>(symbol?.Signatures);
  const most = Math.max(...signatures.map(({ MaxArgumentCount: count }) => count));
  const least = Math.min(...signatures.map(({ MinArgumentCount: count }) => count));
  if (call === undefined || signatures.length === 0 || !(least >= 0) || !(most < 100)) return undefined;
  const has = call.ArgumentList?.Expressions?.Count ?? 0;
  return `The function ${symbol?.Name ?? ''} takes ${least === most ? least : `${least} to ${most}`} argument${most === 1 ? '' : 's'}; it has ${has} here.`;
}

/** The word or sign that stands at `offset` or after it, or undefined where the query ends. */
function wordAt(text: string, offset: number): string | undefined {
  const rest = text.slice(offset, offset + lookAhead).replace(/^(?:\s|\/\/[^\n]*)+/, '');
  return /^(?:[\p{L}\w$]+|"[^"\n]{0,37}"|'[^'\n]{0,37}'|.)/su.exec(rest)?.[0].slice(0, 40);
}

function firstWord(text: string): number {
  return /^(?:\s|\/\/[^\n]*)*/.exec(text.slice(0, lookAhead))?.[0].length ?? 0;
}

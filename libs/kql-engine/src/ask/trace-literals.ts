import type { AskSchema } from './ask-schema.js';
import type { AskContext } from './ask-hunt.js';
import type { LiteralOrigin } from './hunt-plan.js';
import { literalColumns } from './literal-columns.js';
import type { TracedLiteral } from './print-plan.js';

/** One literal of a query as it is written. */
interface WrittenLiteral { value: string; offset: number; length: number; quoted: boolean }

const tokens = /\/\/[^\n]*|[hH]?@"(?:[^"]|"")*"|[hH]?@'(?:[^']|'')*'|[hH]?"(?:[^"\\\n]|\\.)*"|[hH]?'(?:[^'\\\n]|\\.)*'|\bdatetime\s*\(\s*[^()\n]*\)|\b\d+(?:\.\d+)?(?:d|h|m|s|ms|day|days|hour|hours|minute|minutes|second|seconds)?\b|\b(?:true|false)\b|\b[A-Za-z_]\w*\b/gu;

/** Every literal of a query in order; names, keywords and comments are none. */
export function literalsOf(kql: string): WrittenLiteral[] {
  const found: WrittenLiteral[] = [];
  for (const match of kql.matchAll(tokens)) {
    const [text] = match;
    if (text.startsWith('//') || (/^[A-Za-z_]/.test(text) && !/^(?:[hH]?@?["']|datetime\s*\(|true$|false$)/.test(text))) continue;
    const verbatim = /^[hH]?@(["'])(.*)\1$/s.exec(text);
    const plain = /^[hH]?(["'])(.*)\1$/s.exec(text);
    const date = /^datetime\s*\(\s*["']?(.*?)["']?\s*\)$/s.exec(text);
    const value = verbatim !== null ? (verbatim[2] ?? '').replace(/""/g, '"') : plain !== null ? unescape(plain[2] ?? '') : (date?.[1] ?? text);
    found.push({ value, offset: match.index, length: text.length, quoted: verbatim !== null || plain !== null });
  }
  return found;
}

function unescape(text: string): string {
  const simple: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };
  return text.replace(/\\(.)/g, (_, character: string) => simple[character] ?? character);
}

/** Where each literal of any query came from: said in the question, named by the incident, a known value of the schema, or assumed. */
export function traceLiterals(kql: string, question: string, schema: AskSchema, { incident }: AskContext = {}): TracedLiteral[] {
  const asked = question.toLowerCase();
  const named = new Set(incident === undefined ? [] : Object.values(incident).flat().map((value) => value.toLowerCase()));
  const known = knownValues(schema);
  const columns = literalColumns(kql, schema);
  return literalsOf(kql).map(({ value, offset, length, quoted }) => {
    const lower = value.toLowerCase();
    const at = lower === '' ? -1 : asked.indexOf(lower);
    const origin: LiteralOrigin = at >= 0 && (quoted || new RegExp(`(?<![\\w.])${lower.replace(/[^\w]/g, '\\$&')}`).test(asked)) ? 'question' : timeSaid(lower, asked) ? 'question' : named.has(lower) ? 'incident' : quoted && known.has(lower) ? 'catalogue' : 'assumed';
    const column = columns.get(offset);
    return { value, origin, offset, length, ...(column === undefined ? {} : { column }), ...(origin === 'question' && at >= 0 ? { question: [at, at + value.length] as const } : {}) };
  });
}

/** "7d" is said by "7 days" and by "last week". */
function timeSaid(literal: string, asked: string): boolean {
  const [, amount = '', unit = ''] = /^(\d+)([dhm])$/.exec(literal) ?? [];
  if (amount === '') return false;
  const names: Readonly<Record<string, string>> = { d: 'days?', h: '(?:hours?|hrs?)', m: '(?:minutes?|mins?)' };
  if (new RegExp(`\\b${amount}\\s*${names[unit] ?? unit}\\b`).test(asked)) return true;
  if (unit === 'd' && Number(amount) % 7 === 0 && new RegExp(`\\b(?:${Number(amount) / 7}|${amount === '7' ? 'last|past' : '-'})\\s*weeks?\\b`).test(asked)) return true;
  return (literal === '30d' && /\bmonth\b/.test(asked)) || (amount === '1' && new RegExp(`\\b(?:last|past|an?)\\s*${names[unit] ?? unit}\\b`).test(asked));
}

const cache = new WeakMap<AskSchema, ReadonlySet<string>>();

function knownValues(schema: AskSchema): ReadonlySet<string> {
  let known = cache.get(schema);
  if (known === undefined) {
    known = new Set([...schema.values.values()].flatMap((columns) => [...columns.values()].flat().map((value) => value.toLowerCase())));
    cache.set(schema, known);
  }
  return known;
}

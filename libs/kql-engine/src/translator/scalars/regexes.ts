import type { RE2JS } from 're2js';
import { type FunctionContext, type ScalarFunction, type SqlValue, sqlString } from '../sql-value.js';
import { asDynamic, asLong, asText } from './convert.js';
import { JsonNumber, readDynamic, writeJson, type Json } from './native/json-value.js';
import { checkedPattern, compile } from './patterns.js';
import { argument, callNative, type FunctionTable, literalInteger, literalText, longLiteral, made, native, withCount } from './support.js';
import { typedText } from './strings.js';

/** Functions of regular expressions. */

const extract: ScalarFunction = withCount(3, 4, (args, context) => {
  const [pattern, group, text] = [checkedPattern(asText(argument(args, 0, context)), context), argument(args, 1, context), asText(argument(args, 2, context))];
  const literal = literalText(pattern);
  const index = literalInteger(group);
  if (literal !== undefined && index !== undefined) {
    if (index < 0 || index > compile(literal).groupCount()) return typedText(made('string', "''", args), args[3], context);
    return typedText(made('string', `coalesce(regexp_extract(${text.sql}, ${pattern.sql}, ${index}), '')`, args), args[3], context);
  }
  return typedText(callNative(extractOne, 'string', [pattern, asLong(group), text]), args[3], context);
});

const extractOne = native('extract', ['text', 'long', 'text'], 'text', (pattern, group, text) => {
  if (group === null) return '';
  const matcher = compile(String(pattern)).matcher(String(text));
  const index = Number(group);
  if (index < 0 || index > matcher.groupCount() || !matcher.find()) return '';
  return matcher.group(index) ?? '';
});

function groupsOf(regex: RE2JS, wanted: Json): number[] {
  const count = regex.groupCount();
  if (!Array.isArray(wanted)) return count === 0 ? [0] : Array.from({ length: count }, (_, index) => index + 1);
  const names = regex.namedGroups() as Readonly<Record<string, number>>;
  return wanted.flatMap((item) => {
    const index = item instanceof JsonNumber ? item.value : typeof item === 'string' ? names[item] : undefined;
    return index !== undefined && index >= 0 && index <= count ? [index] : [];
  });
}

const extractEvery = native('extract_all', ['text', 'text', 'text'], 'text', (pattern, groups, text) => {
  const regex = compile(String(pattern));
  const indexes = groupsOf(regex, readDynamic(groups as string | null));
  const matcher = regex.matcher(String(text));
  const found: Json[] = [];
  while (matcher.find()) {
    const values = indexes.map((index) => matcher.group(index) ?? '');
    found.push(values.length === 1 ? (values[0] ?? '') : values);
  }
  return found.length === 0 ? null : writeJson(found);
});

const extractAll: ScalarFunction = withCount(2, 3, (args, context) => {
  const pattern = checkedPattern(asText(argument(args, 0, context)), context);
  const text = asText(argument(args, args.length - 1, context));
  const literal = literalText(pattern);
  const groups: SqlValue = args.length === 3 ? asDynamic(argument(args, 1, context)) : { sql: 'NULL', type: 'dynamic', literal: null, constant: true };
  if (literal !== undefined) {
    const count = compile(literal).groupCount();
    if (args.length === 2 && count <= 1) {
      return made('dynamic', `CAST(nullif(CAST(to_json(regexp_extract_all(${text.sql}, ${pattern.sql}, ${count})) AS VARCHAR), '[]') AS JSON)`, args);
    }
  }
  return callNative(extractEvery, 'dynamic', [pattern, groups, text]);
});

/** replace_regex(text, pattern, rewrite). */
function replaced(text: SqlValue, pattern: SqlValue, rewrite: SqlValue, args: readonly SqlValue[], context: FunctionContext): SqlValue {
  return made('string', `regexp_replace(${asText(text).sql}, ${checkedPattern(asText(pattern), context).sql}, ${asText(rewrite).sql}, 'g')`, args);
}

const replaceRegex: ScalarFunction = withCount(3, 3, (args, context) =>
  replaced(argument(args, 0, context), argument(args, 1, context), argument(args, 2, context), args, context));
const replaceOld: ScalarFunction = withCount(3, 3, (args, context) =>
  replaced(argument(args, 2, context), argument(args, 0, context), argument(args, 1, context), args, context));

function trimmed(shape: (pattern: string) => string[]): ScalarFunction {
  return withCount(2, 2, (args, context) => {
    const [pattern, text] = [checkedPattern(asText(argument(args, 0, context)), context), asText(argument(args, 1, context))];
    const literal = literalText(pattern);
    const patterns = literal === undefined ? shape("' || KQLPATTERN || '").map((sql) => `'${sql}'`.replace('KQLPATTERN', () => pattern.sql)) : shape(literal).map(sqlString);
    return made('string', patterns.reduce((sql, each) => `regexp_replace(${sql}, ${each}, '')`, text.sql), args);
  });
}

const indexOfRegex = native('indexof_regex', ['text', 'text', 'long', 'long', 'long'], 'long', (text, pattern, start, length, occurrence) => {
  if (typeof start !== 'bigint' || typeof length !== 'bigint' || typeof occurrence !== 'bigint' || occurrence < 1n || length < -1n) return null;
  const letters = [...String(text)];
  const from = Number(start) < 0 ? Math.max(letters.length + Number(start), 0) : Number(start);
  if (from > letters.length) return -1n;
  const part = (length === -1n ? letters.slice(from) : letters.slice(from, from + Number(length))).join('');
  const matcher = compile(String(pattern)).matcher(part);
  for (let seen = 0n; matcher.find();) {
    seen += 1n;
    if (seen === occurrence) return BigInt(from + [...part.slice(0, matcher.start())].length);
  }
  return -1n;
});

const indexOfPattern: ScalarFunction = withCount(2, 5, (args, context) => {
  const [text, pattern] = [asText(argument(args, 0, context)), checkedPattern(asText(argument(args, 1, context)), context)];
  const [, , start = longLiteral(0), length = longLiteral(-1), occurrence = longLiteral(1)] = args;
  return callNative(indexOfRegex, 'long', [text, pattern, asLong(start), asLong(length), asLong(occurrence)]);
});

const quote = String.raw`regexp_replace(TEXT, '([\\.+*?()|\[\]{}^$#&~-])', '\\\1', 'g')`;
const regexQuote: ScalarFunction = withCount(1, 1, (args, context) => made('string', quote.replace('TEXT', () => asText(argument(args, 0, context)).sql), args));

const trimStart = trimmed((pattern) => [`^(?:${pattern})`]);
const trimEnd = trimmed((pattern) => [`(?:${pattern})$`]);
const trim = trimmed((pattern) => [`^(?:${pattern})+`, `(?:${pattern})+$`]);

export const regexFunctions: FunctionTable = {
  extract,
  extract_all: extractAll,
  extractall: extractAll,
  replace_regex: replaceRegex,
  replace: replaceOld,
  trim,
  trim_start: trimStart,
  trim_end: trimEnd,
  indexof_regex: indexOfPattern,
  regex_quote: regexQuote,
};

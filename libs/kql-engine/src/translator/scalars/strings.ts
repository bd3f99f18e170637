import { type ScalarFunction, type SqlValue, sqlString } from '../sql-value.js';
import { asDynamic, asLong, asReal, asText, convert, typeNamed } from './convert.js';
import { indexOfText, occurrencesOf, replaceAllOf, translateText } from './native/text-search.js';
import { withList } from './origins.js';
import { checkedPattern } from './patterns.js';
import { dynamicText, longJson, readDynamic, writeJson, type Json } from './native/json-value.js';
import { argument, callNative, type FunctionTable, literalInteger, literalText, longLiteral, made, native, once, textLiteral, withCount } from './support.js';

/** Functions of strings that need no regular expression. */

function texts(least: number, most: number, make: (...x: string[]) => string): ScalarFunction {
  return withCount(least, most, (args) => made('string', make(...args.map((value) => asText(value).sql)), args));
}

function concatenated(args: readonly SqlValue[]): SqlValue {
  const values = args.map(asText);
  const literals = values.map(literalText);
  if (literals.every((text) => text !== undefined)) return textLiteral(literals.join(''));
  return made('string', values.map((value) => value.sql).join(' || '), args);
}

const strcat: ScalarFunction = (args, context) => {
  if (args.length === 0) throw context.invalid('needs an argument');
  return concatenated(args);
};

const strcatDelim: ScalarFunction = (args, context) => {
  const delimiter = argument(args, 0, context);
  if (args.length < 2) throw context.invalid('needs a delimiter and values');
  return concatenated(args.slice(1).flatMap((value, index) => (index === 0 ? [value] : [delimiter, value])));
};

const join = native('strcat_array', ['text', 'text'], 'text', (array, delimiter) => {
  const value = readDynamic(array as string | null);
  if (!Array.isArray(value)) return '';
  return value.map(dynamicText).join(String(delimiter ?? ''));
});

const strcatArray: ScalarFunction = withCount(2, 2, (args, context) =>
  callNative(join, 'string', [asDynamic(argument(args, 0, context)), asText(argument(args, 1, context))]));

const strcmp: ScalarFunction = withCount(2, 2, (args, context) => {
  const [left, right] = [asText(argument(args, 0, context)).sql, asText(argument(args, 1, context)).sql];
  return made('long', once(left, (a) => once(right, (b) => `CAST(CASE WHEN ${a} < ${b} THEN -1 WHEN ${a} > ${b} THEN 1 ELSE 0 END AS BIGINT)`)), args);
});

const strrep: ScalarFunction = withCount(2, 3, (args, context) => {
  const text = asText(argument(args, 0, context)).sql;
  const count = asLong(argument(args, 1, context)).sql;
  const [, , delimiter] = args;
  const between = delimiter === undefined ? "''" : asText(delimiter).sql;
  const sql = once(text, (x) => once(count, (n) => `CASE WHEN ${n} > 0 THEN ${x} || repeat(${between} || ${x}, least(${n}, 1024) - 1) ELSE '' END`));
  return made('string', sql, args);
});

const substring: ScalarFunction = withCount(2, 3, (args, context) => {
  const text = asText(argument(args, 0, context)).sql;
  const from = argument(args, 1, context);
  const start = literalInteger(from);
  const length = args[2];
  const count = length === undefined ? '' : `, greatest(${asLong(length).sql}, 0)`;
  if (start !== undefined && start >= 0) return made('string', `coalesce(substring(${text}, ${start + 1}${count}), '')`, args);
  const sql = once(text, (x) => once(asLong(from).sql, (n) =>
    `coalesce(substring(${x}, CASE WHEN ${n} >= 0 THEN ${n} + 1 ELSE greatest(length(${x}) + ${n}, 0) + 1 END${count}), '')`));
  return made('string', sql, args);
});

const find = native('indexof', ['text', 'text', 'long', 'long', 'long'], 'long', (text, sought, start, length, occurrence) => {
  if (start === null || length === null || occurrence === null) return null;
  return indexOfText(String(text), String(sought), Number(start), Number(length), Number(occurrence));
});

const indexOf: ScalarFunction = withCount(2, 5, (args, context) => {
  const [text, sought] = [asText(argument(args, 0, context)), asText(argument(args, 1, context))];
  if (args.length === 2) return made('long', `CAST(instr(${text.sql}, ${sought.sql}) - 1 AS BIGINT)`, args);
  const [, , start = longLiteral(0), length = longLiteral(-1), occurrence = longLiteral(1)] = args;
  return callNative(find, 'long', [text, sought, asLong(start), asLong(length), asLong(occurrence)]);
});

const split: ScalarFunction = withCount(2, 3, (args, context) => {
  const [text, delimiter] = [asText(argument(args, 0, context)).sql, asText(argument(args, 1, context))];
  const literal = literalText(delimiter);
  const parts = literal === undefined
    ? `CASE WHEN ${delimiter.sql} = '' THEN [${text}] ELSE string_split(${text}, ${delimiter.sql}) END`
    : literal === '' ? `[${text}]` : `string_split(${text}, ${delimiter.sql})`;
  const [, , index] = args;
  if (index === undefined) return withList(made('dynamic', `to_json(${parts})`, args), parts);
  const sql = once(asLong(index).sql, (n) => `CASE WHEN ${n} IS NULL THEN NULL WHEN ${n} < 0 THEN '[]'::JSON ELSE to_json((${parts})[${n} + 1:${n} + 1]) END`);
  return made('dynamic', sql, args);
});

/** Whether `text` can overlap with itself: then matches are counted one by one. */
function overlaps(text: string): boolean {
  for (let length = 1; length < text.length; length += 1) if (text.endsWith(text.slice(0, length))) return true;
  return false;
}

const countText = native('countof', ['text', 'text'], 'long', (text, sought) => BigInt(occurrencesOf(String(text), String(sought))));

const countOf: ScalarFunction = withCount(2, 3, (args, context) => {
  const [text, sought] = [asText(argument(args, 0, context)), asText(argument(args, 1, context))];
  const kind = args[2] === undefined ? 'normal' : literalText(args[2])?.toLowerCase();
  if (kind === 'regex') return made('long', `CAST(len(regexp_extract_all(${text.sql}, ${checkedPattern(sought, context).sql})) AS BIGINT)`, args);
  if (kind !== 'normal') throw context.unsupported('with a kind other than "normal" or "regex"');
  const literal = literalText(sought);
  if (literal === undefined || literal === '' || overlaps(literal)) return callNative(countText, 'long', [text, sought]);
  const sql = once(text.sql, (x) => `CAST((strlen(${x}) - strlen(replace(${x}, ${sought.sql}, ''))) // ${Buffer.byteLength(literal)} AS BIGINT)`);
  return made('long', sql, args);
});

const translated = native('translate', ['text', 'text', 'text'], 'text', (from, to, text) => translateText(String(from), String(to), String(text)));

const translate: ScalarFunction = withCount(3, 3, (args, context) => {
  const [from, to, text] = [asText(argument(args, 0, context)), asText(argument(args, 1, context)), asText(argument(args, 2, context))];
  const [left, right] = [literalText(from), literalText(to)];
  if (left === undefined || right === undefined || !/^[\x01-\x7e]*$/.test(left + right)) return callNative(translated, 'string', [from, to, text]);
  const pairs = new Map<string, string>();
  [...left].forEach((letter, index) => {
    if (!pairs.has(letter)) pairs.set(letter, right[index] ?? right.at(-1) ?? '');
  });
  const [keys, values] = [[...pairs.keys()].join(''), [...pairs.values()].join('')];
  return made('string', `translate(${text.sql}, ${sqlString(keys)}, ${sqlString(values)})`, args);
});

const replaced = native('replace_strings', ['text', 'text', 'text'], 'text', (text, lookups, rewrites) => {
  const [from, to] = [readDynamic(lookups as string | null), readDynamic(rewrites as string | null)];
  if (!Array.isArray(from) || !Array.isArray(to) || from.length !== to.length) return '';
  return replaceAllOf(String(text), from, to);
});

const replaceStrings: ScalarFunction = withCount(3, 3, (args, context) =>
  callNative(replaced, 'string', [asText(argument(args, 0, context)), asDynamic(argument(args, 1, context)), asDynamic(argument(args, 2, context))]));

const codePoints = native('codepoints_from_string', ['text'], 'text', (text) =>
  writeJson([...String(text ?? '')].map((letter) => longJson(letter.codePointAt(0) ?? 0))));

function pushCodePoints(value: Json, into: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value) pushCodePoints(item, into);
    return;
  }
  const code = Number(dynamicText(value));
  if (dynamicText(value) !== '' && Number.isInteger(code) && code >= 0 && code <= 0x10ffff) into.push(String.fromCodePoint(code));
}

const fromCodePoints = native('codepoints_to_string', [], 'text', (...values) => {
  const letters: string[] = [];
  for (const value of values) pushCodePoints(readDynamic(value as string | null), letters);
  return letters.join('');
}, 'text');

const codePointsToString: ScalarFunction = (args, context) => {
  if (args.length === 0) throw context.invalid('needs an argument');
  return callNative(fromCodePoints, 'string', args.map(asDynamic));
};
const codePointsFromString: ScalarFunction = withCount(1, 1, (args, context) => callNative(codePoints, 'dynamic', [asText(argument(args, 0, context))]));

native('reverse', ['text'], 'text', (text) => [...String(text ?? '')].reverse().join(''));

const reverse: ScalarFunction = withCount(1, 1, (args, context) => {
  const text = asText(argument(args, 0, context));
  return made('string', once(text.sql, (x) => `CASE WHEN strlen(${x}) = length(${x}) THEN reverse(${x}) ELSE kql_reverse(${x}) END`), args);
});

const formatBytes: ScalarFunction = withCount(1, 3, (args, context) => {
  const [size, precision = longLiteral(0), unit = textLiteral('')] = args;
  if (size === undefined) throw context.invalid('needs a size');
  return callNative(bytesFormatter, 'string', [asReal(size), asLong(precision), asText(unit)]);
});

const byteUnits = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];
const bytesFormatter = native('format_bytes', ['real', 'long', 'text'], 'text', (size, precision, unit) => {
  if (typeof size !== 'number' || precision === null) return '';
  const wanted = byteUnits.findIndex((name) => name.toLowerCase() === String(unit).toLowerCase());
  if (unit !== '' && wanted === -1) return '';
  let power = Math.max(wanted, 0);
  if (wanted === -1) while (power < byteUnits.length - 1 && Math.abs(size) >= 1024 ** (power + 1)) power += 1;
  const places = Math.min(Math.max(Number(precision), 0), 15);
  const number = Number((size / 1024 ** power).toFixed(places));
  return `${number} ${byteUnits[power]}`;
});

const stringTest = (make: (x: string) => string): ScalarFunction => withCount(1, 1, (args, context) => made('bool', once(asText(argument(args, 0, context)).sql, make), args));
const stringLength = (make: (x: string) => string): ScalarFunction =>
  withCount(1, 1, (args, context) => made('long', `CAST(${make(asText(argument(args, 0, context)).sql)} AS BIGINT)`, args));

export const stringFunctions: FunctionTable = {
  strcat,
  strcat_delim: strcatDelim,
  strcat_array: strcatArray,
  array_strcat: strcatArray,
  strcmp,
  strrep,
  strlen: stringLength((x) => `length(${x})`),
  string_size: stringLength((x) => `strlen(${x})`),
  toupper: texts(1, 1, (x) => `upper(${x})`),
  tolower: texts(1, 1, (x) => `lower(${x})`),
  substring,
  indexof: indexOf,
  split,
  reverse,
  countof: countOf,
  translate,
  replace_string: texts(3, 3, (text, from, to) => `replace(${text}, ${from}, ${to})`),
  replace_strings: replaceStrings,
  to_utf8: codePointsFromString,
  unicode_codepoints_from_string: codePointsFromString,
  make_string: codePointsToString,
  unicode_codepoints_to_string: codePointsToString,
  isascii: stringTest((x) => `strlen(${x}) = length(${x})`),
  isutf8: stringTest((x) => `${x} IS NOT NULL`),
  format_bytes: formatBytes,
};

/** Converts text to the type that a typeof() argument names. */
export function typedText(text: SqlValue, type: SqlValue | undefined, context: Parameters<ScalarFunction>[1]): SqlValue {
  return type === undefined ? text : convert(text, typeNamed(type, context));
}


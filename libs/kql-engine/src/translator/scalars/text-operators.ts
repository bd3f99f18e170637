import { type FunctionContext, type SqlValue, sqlString } from '../sql-value.js';
import { asText } from './convert.js';
import { dynamicText, readDynamic } from './native/json-value.js';
import { hasTerm } from './native/text-search.js';
import { checkedPattern } from './patterns.js';
import { boolLiteral, literalArray, literalText, made, native, nativeSql } from './support.js';

/**
 * The string operators. A term is a longest run of ASCII letters and digits. `has` wants its needle to begin and end where a
 * term does; a needle that begins or ends with another character has no condition on that side. Strings are never null, so
 * neither are the results.
 */

/** Translates one string operator; an element of type dynamic is an array whose elements count. */
export type TextOperator = (left: SqlValue, right: readonly SqlValue[], context: FunctionContext) => SqlValue;

const before = '(?:^|[^a-zA-Z0-9])';
const after = '(?:$|[^a-zA-Z0-9])';

/** Macros for needles that are not known before the query runs. */
export const textMacros: readonly string[] = [
  `kql_term_pattern(n, at_start, at_end) AS (CASE WHEN at_start AND regexp_matches(n, '^[a-zA-Z0-9]') THEN '${before}' ELSE '' END)
    || regexp_escape(n) || (CASE WHEN at_end AND regexp_matches(n, '[a-zA-Z0-9]$') THEN '${after}' ELSE '' END)`,
  `kql_has_term(s, n, at_start, at_end) AS contains(lower(s), lower(n)) AND regexp_matches(s, '(?i)' || kql_term_pattern(n, at_start, at_end))`,
  `kql_has_term_cs(s, n, at_start, at_end) AS contains(s, n) AND regexp_matches(s, kql_term_pattern(n, at_start, at_end))`,
  `kql_items(x) AS list_transform(list_filter(json_extract(x, '$[*]'), lambda e: json_type(e) <> 'NULL'), lambda e: json_extract_string(e, '$'))`,
];

/** `text` as a regular expression that matches it alone. */
export function regexLiteral(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}/-]/g, String.raw`\$&`).replaceAll('\0', String.raw`\x00`);
}

interface TermRule {
  start: boolean;
  end: boolean;
  sensitive: boolean;
}

function termPattern(needle: string, { start, end }: TermRule): string {
  const left = start && /^[a-zA-Z0-9]/.test(needle) ? before : '';
  const right = end && /[a-zA-Z0-9]$/.test(needle) ? after : '';
  return `${left}${regexLiteral(needle)}${right}`;
}

/** JavaScript and DuckDB fold ASCII alike; other letters are left to DuckDB. */
function lowerSql(text: SqlValue): string {
  const literal = literalText(text);
  return literal !== undefined && /^[\0-\x7f]*$/.test(literal) ? sqlString(literal.toLowerCase()) : `lower(${text.sql})`;
}

function term(haystack: SqlValue, needle: SqlValue, rule: TermRule): string {
  const literal = literalText(needle);
  if (literal === undefined) {
    return `kql_has_term${rule.sensitive ? '_cs' : ''}(${haystack.sql}, ${needle.sql}, ${rule.start}, ${rule.end})`;
  }
  const found = contained(haystack, needle, rule.sensitive);
  const pattern = termPattern(literal, rule);
  if (pattern === regexLiteral(literal)) return found;
  return `(${found} AND regexp_matches(${haystack.sql}, ${sqlString((rule.sensitive ? '' : '(?i)') + pattern)}))`;
}

function contained(haystack: SqlValue, needle: SqlValue, sensitive: boolean): string {
  return sensitive ? `contains(${haystack.sql}, ${needle.sql})` : `contains(lower(${haystack.sql}), ${lowerSql(needle)})`;
}

function starts(haystack: SqlValue, needle: SqlValue, sensitive: boolean): string {
  if (sensitive) return `starts_with(${haystack.sql}, ${needle.sql})`;
  const literal = literalText(needle);
  if (literal !== undefined && literal !== '') return `regexp_matches(${haystack.sql}, ${sqlString(`^(?i)${regexLiteral(literal)}`)})`;
  return `starts_with(lower(${haystack.sql}), ${lowerSql(needle)})`;
}

function ends(haystack: SqlValue, needle: SqlValue, sensitive: boolean): string {
  return sensitive ? `ends_with(${haystack.sql}, ${needle.sql})` : `ends_with(lower(${haystack.sql}), ${lowerSql(needle)})`;
}

function same(left: SqlValue, right: SqlValue): string {
  const literal = literalText(right);
  if (literal !== undefined && /^[\0-\x7f]*$/.test(literal)) {
    return `(strlen(${left.sql}) = ${literal.length} AND lower(${left.sql}) = ${lowerSql(right)})`;
  }
  return `(lower(${left.sql}) = ${lowerSql(right)})`;
}

type Test = (haystack: SqlValue, needle: SqlValue) => string;

function binary(test: Test, negated: boolean): TextOperator {
  return (left, right, context) => {
    const [needle, ...others] = right;
    if (needle === undefined || others.length > 0) throw context.invalid('takes one string on its right');
    const sql = test(asText(left), asText(needle));
    return made('bool', negated ? `NOT ${sql}` : sql, [left, needle]);
  };
}

/** Literal strings and what is only known when the query runs: strings, and arrays of strings. */
interface Items {
  texts: string[];
  values: SqlValue[];
  arrays: SqlValue[];
}

function sorted(right: readonly SqlValue[]): Items {
  const items: Items = { texts: [], values: [], arrays: [] };
  for (const value of right) {
    const literals = literalArray(value);
    const text = literalText(value.type === 'dynamic' ? undefined : asText(value));
    if (literals?.every((item) => typeof item === 'string')) items.texts.push(...(literals as string[]));
    else if (value.type === 'dynamic') items.arrays.push(value);
    else if (text === undefined) items.values.push(asText(value));
    else items.texts.push(text);
  }
  return items;
}

/** The elements of an array as text; a dynamic value that is no array counts as one element. */
function arrayItems(array: SqlValue): string {
  return `(CASE WHEN json_type(${array.sql}) = 'ARRAY' THEN kql_items(${array.sql}) WHEN ${array.sql} IS NULL THEN []::VARCHAR[] ELSE [json_extract_string(${array.sql}, '$')] END)`;
}

const termsOf = native('has_terms', ['text', 'text', 'bool'], 'bool', (text, list, all) => {
  const value = readDynamic(list as string | null);
  const items = (Array.isArray(value) ? value : [value]).filter((item) => item !== null).map(dynamicText);
  const test = (item: string): boolean => hasTerm(String(text), item);
  return all === true ? items.every(test) : items.some(test);
});

function hasTerms(text: SqlValue, array: SqlValue, all: boolean, context: FunctionContext): string {
  // DuckDB takes no subquery inside a lambda
  if (/\bSELECT\b/.test(text.sql)) return nativeSql(termsOf, [text.sql, array.sql, String(all)]);
  const name = context.uniqueName('item');
  const tests = `list_transform(${arrayItems(array)}, lambda ${name}: kql_has_term(${text.sql}, ${name}, true, true))`;
  return `coalesce(list_bool_${all ? 'and' : 'or'}(${tests}), ${all})`;
}

function hasAny(left: SqlValue, right: readonly SqlValue[], context: FunctionContext): SqlValue {
  const text = asText(left);
  const rule: TermRule = { start: true, end: true, sensitive: false };
  const { texts, values, arrays } = sorted(right);
  const parts = values.map((value) => term(text, value, rule));
  const unique = [...new Set(texts)];
  const [single] = unique;
  if (unique.length === 1 && single !== undefined) parts.push(term(text, { sql: sqlString(single), type: 'string', literal: single, constant: true }, rule));
  else if (unique.length > 1) parts.push(`regexp_matches(${text.sql}, ${sqlString(`(?i)${unique.map((item) => termPattern(item, rule)).join('|')}`)})`);
  for (const array of arrays) {
    parts.push(hasTerms(text, array, false, context));
  }
  return parts.length === 0 ? boolLiteral(false) : made('bool', parts.join(' OR '), [left, ...right]);
}

function hasAll(left: SqlValue, right: readonly SqlValue[], context: FunctionContext): SqlValue {
  const text = asText(left);
  const rule: TermRule = { start: true, end: true, sensitive: false };
  const { texts, values, arrays } = sorted(right);
  const literals = [...new Set(texts)].map((item): SqlValue => ({ sql: sqlString(item), type: 'string', literal: item, constant: true }));
  const parts = [...literals, ...values].map((value) => term(text, value, rule));
  for (const array of arrays) {
    parts.push(hasTerms(text, array, true, context));
  }
  return parts.length === 0 ? boolLiteral(true) : made('bool', parts.join(' AND '), [left, ...right]);
}

function inIgnoringCase(left: SqlValue, right: readonly SqlValue[]): SqlValue {
  const text = asText(left);
  const { texts, values, arrays } = sorted(right);
  const parts: string[] = [];
  const listed = [...new Set(texts)].map((item) => lowerSql({ sql: sqlString(item), type: 'string', literal: item, constant: true }));
  const all = [...listed, ...values.map((value) => lowerSql(value))];
  if (all.length > 0) parts.push(`lower(${text.sql}) IN (${all.join(', ')})`);
  for (const array of arrays) parts.push(`list_contains(list_transform(${arrayItems(array)}, lambda kql_item: lower(kql_item)), lower(${text.sql}))`);
  return parts.length === 0 ? boolLiteral(false) : made('bool', parts.join(' OR '), [left, ...right]);
}

function negation(operator: TextOperator): TextOperator {
  return (left, right, context) => {
    const value = operator(left, right, context);
    return { ...value, sql: `(NOT ${value.sql})`, ...(typeof value.literal === 'boolean' ? { literal: !value.literal } : {}) };
  };
}

const tests: Readonly<Record<string, Test>> = {
  has: (s, n) => term(s, n, { start: true, end: true, sensitive: false }),
  has_cs: (s, n) => term(s, n, { start: true, end: true, sensitive: true }),
  hasprefix: (s, n) => term(s, n, { start: true, end: false, sensitive: false }),
  hasprefix_cs: (s, n) => term(s, n, { start: true, end: false, sensitive: true }),
  hassuffix: (s, n) => term(s, n, { start: false, end: true, sensitive: false }),
  hassuffix_cs: (s, n) => term(s, n, { start: false, end: true, sensitive: true }),
  contains: (s, n) => contained(s, n, false),
  contains_cs: (s, n) => contained(s, n, true),
  startswith: (s, n) => starts(s, n, false),
  startswith_cs: (s, n) => starts(s, n, true),
  endswith: (s, n) => ends(s, n, false),
  endswith_cs: (s, n) => ends(s, n, true),
};

const matchesRegex = binary((s, pattern) => `regexp_matches(${s.sql}, ${pattern.sql})`, false);

/** The string operators by their text as written in KQL. */
export const textOperators: Readonly<Record<string, TextOperator>> = {
  ...Object.fromEntries(Object.entries(tests).flatMap(([name, test]) => [[name, binary(test, false)], [`!${name}`, binary(test, true)]])),
  containscs: binary((s, n) => contained(s, n, true), false),
  notcontains: binary((s, n) => contained(s, n, false), true),
  notcontainscs: binary((s, n) => contained(s, n, true), true),
  '=~': binary(same, false),
  '!~': binary(same, true),
  'matches regex': (left, right, context) => matchesRegex(left, right.map((each) => checkedPattern(each, context)), context),
  has_any: hasAny,
  '!has_any': negation(hasAny),
  has_all: hasAll,
  '!has_all': negation(hasAll),
  'in~': inIgnoringCase,
  '!in~': negation(inIgnoringCase),
};

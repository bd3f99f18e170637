import { asDynamic, convert } from '../../scalars/convert.js';
import { type Json, JsonNumber, jsonIdentity, longJson, realJson, writeDynamic } from '../../scalars/native/json-value.js';
import type { NativeValue } from '../../scalars/native/native-function.js';
import { native, nativeSql } from '../../scalars/support.js';
import type { FunctionContext, ScalarFunction, SqlValue } from '../../sql-value.js';
import { dynamicOf, numberOf } from './series-values.js';

/** Functions that fill in missing elements: null, or the value that the call says stands for missing. */

function missing(placeholder: NativeValue | undefined): (value: Json) => boolean {
  const mark = dynamicOf(placeholder);
  if (mark === null) return (value) => value === null;
  const identity = jsonIdentity(mark);
  return (value) => value !== null && jsonIdentity(value) === identity;
}

function filled(series: readonly Json[], isMissing: (value: Json) => boolean): Json[] {
  let last: Json | undefined;
  return series.map((value) => {
    if (!isMissing(value)) last = value;
    return isMissing(value) ? (last ?? value) : value;
  });
}

const forward = native('series_fill_forward', ['text', 'text'], 'text', (text, placeholder) => {
  const series = dynamicOf(text);
  return Array.isArray(series) ? writeDynamic(filled(series, missing(placeholder))) : null;
});

const backward = native('series_fill_backward', ['text', 'text'], 'text', (text, placeholder) => {
  const series = dynamicOf(text);
  return Array.isArray(series) ? writeDynamic(filled([...series].reverse(), missing(placeholder)).reverse()) : null;
});

const constant = native('series_fill_const', ['text', 'text', 'text'], 'text', (text, value, placeholder) => {
  const series = dynamicOf(text);
  if (!Array.isArray(series)) return null;
  const isMissing = missing(placeholder);
  const instead = dynamicOf(value);
  return writeDynamic(series.map((each) => (isMissing(each) ? instead : each)));
});

const linear = native('series_fill_linear', ['text', 'text', 'bool', 'real'], 'text', (text, placeholder, edges, value) => {
  const series = dynamicOf(text);
  return Array.isArray(series) ? writeDynamic(interpolated(series, missing(placeholder), edges === true, Number(value))) : null;
});

/** A series of integers stays one: what is interpolated loses its fraction. */
function interpolated(series: readonly Json[], isMissing: (value: Json) => boolean, edges: boolean, constantValue: number): Json[] {
  const known = [...series.entries()].flatMap(([index, value]): [number, number][] => {
    const number = isMissing(value) ? null : numberOf(value);
    return number === null ? [] : [[index, number]];
  });
  if (known.length === 0) return series.map((value) => (isMissing(value) ? realJson(constantValue) : value));
  const integers = series.every((value) => isMissing(value) || !(value instanceof JsonNumber) || value.integer);
  const json = (value: number): Json => (integers ? longJson(Math.trunc(value)) : realJson(value));
  let next = 0;
  return series.map((value, index) => {
    while (next < known.length && (known[next]?.[0] ?? 0) < index) next += 1;
    if (!isMissing(value)) return !integers && value instanceof JsonNumber ? realJson(value.value) : value;
    const after = known[next];
    const before = known[next - 1];
    if (before === undefined) return edges && after !== undefined ? json(after[1]) : value;
    if (after === undefined) return edges ? json(before[1]) : value;
    return json(before[1] + ((after[1] - before[1]) * (index - before[0])) / (after[0] - before[0]));
  });
}

function series(args: readonly SqlValue[], most: number, context: FunctionContext): string {
  const [value] = args;
  if (value === undefined || args.length > most) throw context.invalid(`takes a series and at most ${most - 1} more arguments`);
  return asDynamic(value).sql;
}

function dynamic(sql: string, from: readonly SqlValue[]): SqlValue {
  return { sql: `CAST(${sql} AS JSON)`, type: 'dynamic', constant: from.every((each) => each.constant) };
}

/** The placeholder as JSON: a typed null of whatever type means null. */
function placeholderOf(value: SqlValue | undefined): string {
  return value === undefined || value.literal === null ? 'NULL' : asDynamic(value).sql;
}

/** The functions that fill, by their name in KQL. */
export const fillFunctions: Readonly<Record<string, ScalarFunction>> = {
  series_fill_forward: (args, context) => dynamic(nativeSql(forward, [series(args, 2, context), placeholderOf(args[1])]), args),
  series_fill_backward: (args, context) => dynamic(nativeSql(backward, [series(args, 2, context), placeholderOf(args[1])]), args),
  series_fill_const: (args, context) => {
    const instead = args[1];
    if (instead === undefined) throw context.invalid('needs the constant to fill in');
    return dynamic(nativeSql(constant, [series(args, 3, context), asDynamic(instead).sql, placeholderOf(args[2])]), args);
  },
  series_fill_linear: (args, context) => {
    const edges = args[2] === undefined ? 'true' : convert(args[2], 'bool').sql;
    const value = args[3] === undefined ? '0' : convert(args[3], 'real').sql;
    return dynamic(nativeSql(linear, [series(args, 4, context), placeholderOf(args[1]), edges, value]), args);
  },
};

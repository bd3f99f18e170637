import { asDynamic, convert } from '../../scalars/convert.js';
import { type Json, JsonNumber, longJson, realJson, writeJson } from '../../scalars/native/json-value.js';
import type { NativeValue } from '../../scalars/native/native-function.js';
import { native, nativeSql } from '../../scalars/support.js';
import type { FunctionContext, KustoType, ScalarFunction, SqlValue } from '../../sql-value.js';
import type { TupleFunction } from '../../translation.js';
import { dynamicOf, numbersOf, realSeries, requiredSeries, wholeSeries } from './series-values.js';

/** Functions that say one thing about a whole series, or about two of them. */

function constant(from: readonly SqlValue[]): boolean {
  return from.every((each) => each.constant);
}

function seriesArgument(args: readonly SqlValue[], index: number, context: FunctionContext): SqlValue {
  const value = args[index];
  if (value === undefined) throw context.invalid('needs a series');
  return asDynamic(value);
}

function realOf(name: string, measure: (values: readonly number[]) => number): ScalarFunction {
  const declared = native(name, ['text'], 'real', (text) => {
    const values = requiredSeries(text, name);
    return values === null ? null : measure(values);
  });
  return (args, context) => ({ sql: nativeSql(declared, [seriesArgument(args, 0, context).sql]), type: 'real', constant: constant(args) });
}

function total(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0);
}

function magnitude(values: readonly number[]): number {
  return Math.sqrt(total(values.map((each) => each * each)));
}

function dot(left: readonly number[], right: readonly number[]): number {
  return total(left.map((each, index) => each * (right[index] ?? 0)));
}

/** The series, or a number that stands for each of `length` elements; undefined where there is a null result. */
function spreadOut(text: NativeValue | undefined, length: number): number[] | undefined {
  const value = dynamicOf(text);
  if (value instanceof JsonNumber) return Array.from({ length }, () => value.value);
  return wholeSeries(text);
}

function pair(left: NativeValue | undefined, right: NativeValue | undefined): [number[], number[]] | undefined {
  const [leftLength, rightLength] = [numbersOf(left)?.length, numbersOf(right)?.length];
  const length = leftLength ?? rightLength;
  if (length === undefined) return undefined;
  const [one, other] = [spreadOut(left, length), spreadOut(right, length)];
  return one === undefined || other === undefined || one.length !== other.length ? undefined : [one, other];
}

function realOfTwo(name: string, measure: (left: readonly number[], right: readonly number[]) => number): ScalarFunction {
  const declared = native(name, ['text', 'text'], 'real', (left, right) => {
    const both = pair(left, right);
    return both === undefined ? null : measure(...both);
  });
  return (args, context) => ({ sql: nativeSql(declared, [seriesArgument(args, 0, context).sql, seriesArgument(args, 1, context).sql]), type: 'real', constant: constant(args) });
}

function correlation(left: readonly number[], right: readonly number[]): number {
  const [leftMean, rightMean] = [total(left) / left.length, total(right) / right.length];
  const [one, other] = [left.map((each) => each - leftMean), right.map((each) => each - rightMean)];
  return dot(one, other) / (magnitude(one) * magnitude(other));
}

const cosine = native('series_cosine_similarity', ['text', 'text', 'real', 'real'], 'real', (left, right, leftMagnitude, rightMagnitude) => {
  const both = pair(left, right);
  if (both === undefined) return null;
  const [one, other] = both;
  return dot(one, other) / ((typeof leftMagnitude === 'number' ? leftMagnitude : magnitude(one)) * (typeof rightMagnitude === 'number' ? rightMagnitude : magnitude(other)));
});

/** What series_stats tells, by name; nulls where there is nothing to tell. */
const statistics: readonly (readonly [string, KustoType])[] = [
  ['min', 'real'], ['min_idx', 'long'], ['max', 'real'], ['max_idx', 'long'], ['avg', 'real'], ['stdev', 'real'], ['variance', 'real'],
];

const stats = native('series_stats', ['text', 'bool'], 'text', (text, ignoreNonFinite) => {
  const all = numbersOf(text);
  if (all === undefined) return null;
  const known = [...all.entries()].filter((entry): entry is [number, number] => entry[1] !== null && Number.isFinite(entry[1]));
  if (known.length === 0 || (known.length < all.length && ignoreNonFinite !== true)) return null;
  const values = known.map(([, value]) => value);
  const [least, greatest] = [known.reduce((best, each) => (each[1] < best[1] ? each : best)), known.reduce((best, each) => (each[1] > best[1] ? each : best))];
  const sum = total(values);
  const variance = sampleVariance(values);
  const bag = new Map<string, Json>([
    ['min', realJson(least[1])], ['min_idx', longJson(least[0])], ['max', realJson(greatest[1])], ['max_idx', longJson(greatest[0])],
    ['avg', realJson(sum / values.length)], ['stdev', realJson(Math.sqrt(variance))], ['variance', realJson(variance)],
    ['sum', realJson(sum)], ['len', longJson(values.length)],
  ]);
  return writeJson(bag);
});

/** The variance of a sample; 0 of fewer than two values. */
export function sampleVariance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = total(values) / values.length;
  return total(values.map((each) => (each - mean) ** 2)) / (values.length - 1);
}

function statsBag(args: readonly SqlValue[], context: FunctionContext): SqlValue {
  const ignore = args[1] === undefined ? 'false' : convert(args[1], 'bool').sql;
  return { sql: `CAST(${nativeSql(stats, [seriesArgument(args, 0, context).sql, ignore])} AS JSON)`, type: 'dynamic', constant: constant(args) };
}

/** The values under these names of a bag, as columns. */
export function columnsOf(bag: SqlValue, names: readonly (readonly [string, KustoType])[]): SqlValue[] {
  return names.map(([name, type]) => convert({ sql: `json_extract(${bag.sql}, '$."${name}"')`, type: 'dynamic', constant: bag.constant }, type));
}

const seriesStats: TupleFunction = (args, context) => columnsOf(statsBag(args, context), statistics);

const iir = native('series_iir', ['text', 'text', 'text'], 'text', (text, numerators, denominators) => {
  const [values, b, a] = [requiredSeries(text, 'series_iir'), requiredSeries(numerators, 'series_iir'), requiredSeries(denominators, 'series_iir')];
  if (values === null || b === null || a === null || a[0] === undefined || a[0] === 0) return null;
  const result: number[] = [];
  for (const index of values.keys()) {
    let sum = 0;
    for (const [at, factor] of b.entries()) sum += factor * (values[index - at] ?? 0);
    for (const [at, factor] of a.entries()) if (at > 0) sum -= factor * (result[index - at] ?? 0);
    result.push(sum / a[0]);
  }
  return realSeries(result);
});

const fir = native('series_fir', ['text', 'text', 'bool', 'bool'], 'text', (text, filter, normalize, center) => {
  const [values, factors] = [requiredSeries(text, 'series_fir'), requiredSeries(filter, 'series_fir')];
  if (values === null || factors === null || factors.length === 0) return null;
  const negative = factors.some((each) => each < 0);
  if (normalize === true && negative) return null;
  const scale = (normalize ?? !negative) === true ? total(factors) : 1;
  const shift = center === true ? Math.floor(factors.length / 2) : 0;
  return realSeries(values.map((_, index) => dot(factors.map((each) => each / scale), factors.map((__, at) => values[index + shift - at] ?? 0))));
});

/** A call that is already checked to give JSON. */
function dynamic(sql: string, args: readonly SqlValue[]): SqlValue {
  return { sql: `CAST(${sql} AS JSON)`, type: 'dynamic', constant: constant(args) };
}

/** Measures and filters with one result. */
export const measureFunctions: Readonly<Record<string, ScalarFunction>> = {
  series_sum: realOf('series_sum', total),
  series_product: realOf('series_product', (values) => values.reduce((product, each) => product * each, 1)),
  series_magnitude: realOf('series_magnitude', magnitude),
  series_dot_product: realOfTwo('series_dot_product', dot),
  series_pearson_correlation: realOfTwo('series_pearson_correlation', correlation),
  series_cosine_similarity: (args, context) => {
    const magnitudes = [2, 3].map((index) => (args[index] === undefined ? 'NULL' : convert(args[index], 'real').sql));
    return { sql: nativeSql(cosine, [seriesArgument(args, 0, context).sql, seriesArgument(args, 1, context).sql, ...magnitudes]), type: 'real', constant: constant(args) };
  },
  series_stats_dynamic: statsBag,
  series_iir: (args, context) => dynamic(nativeSql(iir, [0, 1, 2].map((index) => seriesArgument(args, index, context).sql)), args),
  series_fir: (args, context) => {
    const options = [2, 3].map((index) => (args[index] === undefined ? 'NULL' : convert(args[index], 'bool').sql));
    return dynamic(nativeSql(fir, [seriesArgument(args, 0, context).sql, seriesArgument(args, 1, context).sql, ...options]), args);
  },
};

/** Measures with several output columns. */
export const measureTuples: Readonly<Record<string, TupleFunction>> = { series_stats: seriesStats };

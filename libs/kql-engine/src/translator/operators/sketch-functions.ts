import { hllSize, isTdigest, mergeSketches, pairsOf } from '../aggregates/native-aggregates.js';
import { asDynamic, convert, typeNamed } from '../scalars/convert.js';
import { type Json, writeDynamic } from '../scalars/native/json-value.js';
import { native, nativeSql } from '../scalars/support.js';
import type { FunctionContext, KustoType, ScalarFunction, SqlValue } from '../sql-value.js';
import { dynamicOf } from './series/series-values.js';

/** Functions that read hll and t-digest sketches. The sketches hold all values, so that what is read is exact. */

function constant(args: readonly SqlValue[]): boolean {
  return args.every((each) => each.constant);
}

function sketch(args: readonly SqlValue[], context: FunctionContext): SqlValue {
  const [value] = args;
  if (value?.type !== 'dynamic') throw context.invalid('needs a sketch');
  return value;
}

const merge = native('merge_sketches', [], 'text', (...sketches) => writeDynamic(mergeSketches(sketches.map(dynamicOf))), 'text');

const merged: ScalarFunction = (args, context) => {
  sketch(args, context);
  return { sql: `CAST(${nativeSql(merge, args.map((each) => asDynamic(each).sql))} AS JSON)`, type: 'dynamic', constant: constant(args) };
};

const size = native('hll_size', ['text'], 'long', (text) => BigInt(hllSize(dynamicOf(text)) ?? 0));

/** The value at a percentile by nearest rank; its weight says how often a value counts. */
export function percentileOf(digest: Json, percentile: number): number | null {
  const pairs = pairsOf(digest);
  const wanted = (percentile * pairs.reduce((sum, [, weight]) => sum + weight, 0)) / 100;
  let reached = 0;
  for (const [value, weight] of pairs) {
    reached += weight;
    if (reached >= wanted) return value;
  }
  return pairs.at(-1)?.[0] ?? null;
}

const percentile = native('tdigest_percentile', ['text', 'real'], 'real', (text, percent) => percentileOf(dynamicOf(text), Number(percent)));

/** How many values are no greater than the value. */
const rank = native('tdigest_rank', ['text', 'real'], 'real', (text, value) => {
  const digest = dynamicOf(text);
  if (!isTdigest(digest) || value === null) return null;
  return pairsOf(digest).reduce((sum, [each, weight]) => (each <= Number(value) ? sum + weight : sum), 0);
});

const weightOf = native('tdigest_weight', ['text'], 'real', (text) => pairsOf(dynamicOf(text)).reduce((sum, [, weight]) => sum + weight, 0));

function real(sql: string, args: readonly SqlValue[]): SqlValue {
  return { sql, type: 'real', constant: constant(args) };
}

/** Sketches keep times as ticks; a type asked for turns them back. */
function typed(value: SqlValue, type: KustoType, context: FunctionContext): SqlValue {
  if (type === 'datetime' || type === 'timespan') return { ...value, sql: `CAST(${value.sql} AS BIGINT)`, type };
  if (type === 'real' || type === 'long' || type === 'int' || type === 'decimal') return convert(value, type);
  throw context.unsupported(`as ${type}`);
}

function percentilesOf(args: readonly SqlValue[], context: FunctionContext): SqlValue[] {
  const [, second] = args;
  if (args.length === 2 && second?.type === 'dynamic') {
    if (!Array.isArray(second.literal)) throw context.unsupported('with percentiles that are not constant');
    return second.literal.map((each: unknown): SqlValue => ({ sql: `${Number(each)}::DOUBLE`, type: 'real', constant: true }));
  }
  return args.slice(1).map((each) => convert(each, 'real'));
}

/** The sketch functions by their name in KQL. */
export const sketchFunctions: Readonly<Record<string, ScalarFunction>> = {
  hll_merge: merged,
  tdigest_merge: merged,
  merge_tdigest: merged,
  dcount_hll: (args, context) => ({ sql: nativeSql(size, [sketch(args, context).sql]), type: 'long', constant: constant(args) }),
  percentile_tdigest: (args, context) => {
    const [, percent, type] = args;
    if (percent === undefined) throw context.invalid('needs a percentile');
    const value = real(nativeSql(percentile, [sketch(args, context).sql, convert(percent, 'real').sql]), args);
    return type === undefined ? value : typed(value, typeNamed(type, context), context);
  },
  percentiles_array_tdigest: (args, context) => {
    const digest = sketch(args, context).sql;
    const values = percentilesOf(args, context).map((each) => asDynamic(real(nativeSql(percentile, [digest, each.sql]), args)).sql);
    return { sql: `to_json([${values.map((each) => `CAST(${each} AS JSON)`).join(', ')}])`, type: 'dynamic', constant: constant(args) };
  },
  rank_tdigest: (args, context) => {
    const [, value] = args;
    if (value === undefined) throw context.invalid('needs a value');
    return real(nativeSql(rank, [sketch(args, context).sql, `CAST(${value.sql} AS DOUBLE)`]), args);
  },
  percentrank_tdigest: (args, context) => {
    const [, value] = args;
    if (value === undefined) throw context.invalid('needs a value');
    const digest = sketch(args, context).sql;
    return real(`(100.0::DOUBLE * ${nativeSql(rank, [digest, `CAST(${value.sql} AS DOUBLE)`])} / ${nativeSql(weightOf, [digest])})`, args);
  },
};


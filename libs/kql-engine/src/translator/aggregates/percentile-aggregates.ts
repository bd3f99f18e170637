import { nativeSql } from '../scalars/support.js';
import type { KustoType, SqlValue } from '../sql-value.js';
import { argument, jsonElement, numberArgument } from './aggregate-arguments.js';
import type { Aggregate, AggregateContext, MultiAggregate } from './aggregate-context.js';
import { weightedRank } from './native-aggregates.js';

/**
 * Percentiles by nearest rank: the smallest value so that at least p percent of the values are no greater. Kusto
 * estimates this with t-digests over many values; here it is exact.
 */

const supported: ReadonlySet<KustoType> = new Set(['int', 'long', 'real', 'decimal', 'datetime', 'timespan']);

/** The value as Kusto types the result: int gives long, decimal gives real. */
function ranked(args: readonly SqlValue[], context: AggregateContext): SqlValue {
  const value = argument(args, 0, context);
  if (!supported.has(value.type)) throw context.unsupported(`over values of type ${value.type}`);
  if (value.type === 'int') return { ...value, sql: `CAST(${value.sql} AS BIGINT)`, type: 'long' };
  if (value.type === 'decimal') return { ...value, sql: `CAST(${value.sql} AS DOUBLE)`, type: 'real' };
  return value;
}

function checked(percentile: number, context: AggregateContext): number {
  if (!(percentile >= 0 && percentile <= 100)) throw context.invalid('needs percentiles between 0 and 100');
  return percentile;
}

/** The percentiles asked for from argument `from` on: numbers, or one array of numbers. */
function percentilesFrom(args: readonly SqlValue[], from: number, context: AggregateContext): number[] {
  const only = args[from];
  if (args.length === from + 1 && only?.type === 'dynamic') {
    if (!Array.isArray(only.literal)) throw context.unsupported('with percentiles that are not constant');
    return only.literal.map((each: unknown) => {
      const percentile = typeof each === 'string' || typeof each === 'bigint' ? Number(each) : each;
      if (typeof percentile !== 'number') throw context.invalid('needs an array of numbers as percentiles');
      return checked(percentile, context);
    });
  }
  if (args.length <= from) throw context.invalid('needs a percentile');
  return args.slice(from).map((_, index) => checked(numberArgument(args, from + index, context), context));
}

function plain(value: SqlValue, percentile: number): SqlValue {
  return { sql: `quantile_disc(${value.sql}, ${percentile / 100})`, type: value.type, constant: false };
}

/** Each value counts as often as its weight says. */
function weighted(value: SqlValue, weight: SqlValue, percentile: number): SqlValue {
  const rows = ` ORDER BY ${value.sql}) FILTER (WHERE ${value.sql} IS NOT NULL AND ${weight.sql} > 0)`;
  const rank = nativeSql(weightedRank, [`to_json(list(CAST(${weight.sql} AS DOUBLE)${rows})`, String(percentile)]);
  return { sql: `list(${value.sql}${rows}[${rank}]`, type: value.type, constant: false };
}

function weightArgument(args: readonly SqlValue[], context: AggregateContext): SqlValue {
  const weight = argument(args, 1, context);
  if (!['int', 'long', 'real', 'decimal'].includes(weight.type)) throw context.invalid('needs a number as weight');
  return weight;
}

function array(values: readonly SqlValue[], counted: SqlValue): SqlValue {
  const sql = `(CASE WHEN count(${counted.sql}) = 0 THEN NULL ELSE to_json([${values.map(jsonElement).join(', ')}]) END)`;
  return { sql, type: 'dynamic', constant: false };
}

const percentiles: MultiAggregate = (args, context) => {
  const value = ranked(args, context);
  return percentilesFrom(args, 1, context).map((each) => plain(value, each));
};

const percentilesw: MultiAggregate = (args, context) => {
  const value = ranked(args, context);
  const weight = weightArgument(args, context);
  return percentilesFrom(args, 2, context).map((each) => weighted(value, weight, each));
};

/** The first of the results: for calls inside an expression. */
function first(aggregate: MultiAggregate): Aggregate {
  return (args, context) => argument(aggregate(args, context), 0, context);
}

/** Percentiles with one result. */
export const percentileAggregates: Readonly<Record<string, Aggregate>> = {
  percentile: first(percentiles),
  percentilew: first(percentilesw),
  percentiles_array: (args, context) => array(percentiles(args, context), ranked(args, context)),
  percentilesw_array: (args, context) => array(percentilesw(args, context), ranked(args, context)),
};

/** Percentiles with one output column for each percentile. */
export const multiPercentiles: Readonly<Record<string, MultiAggregate>> = { percentiles, percentilesw };

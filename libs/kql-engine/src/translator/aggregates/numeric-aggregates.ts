import type { KustoType, SqlValue } from '../sql-value.js';
import { argument, predicateFilter, realArgument } from './aggregate-arguments.js';
import type { Aggregate, AggregateContext } from './aggregate-context.js';

/** Aggregates over numbers and times: counts, sums, means, extremes, spread, bits. */

function result(sql: string, type: KustoType): SqlValue {
  return { sql, type, constant: false };
}

/** Sums of long wrap around at 64 bits as in Kusto, where DuckDB widens and then fails. */
function wrapped(sum: string): string {
  return `CAST(((${sum} + 9223372036854775808::HUGEINT) & 18446744073709551615::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT)`;
}

function sumOf(value: SqlValue, filter: string, context: AggregateContext): SqlValue {
  switch (value.type) {
    case 'int':
    case 'long':
      return result(`coalesce(${wrapped(`sum(${value.sql})${filter}`)}, 0)`, 'long');
    case 'timespan':
      return result(`coalesce(${wrapped(`sum(${value.sql})${filter}`)}, 0)`, 'timespan');
    case 'real':
      return result(`coalesce(sum(${value.sql})${filter}, 0.0::DOUBLE)`, 'real');
    case 'decimal':
      return result(`coalesce(CAST(sum(${value.sql})${filter} AS DECIMAL(38,16)), 0::DECIMAL(38,16))`, 'decimal');
    default:
      throw context.unsupported(`over values of type ${value.type}`);
  }
}

/** The mean of nothing is NaN for numbers, and null for times. */
function averageOf(value: SqlValue, filter: string, context: AggregateContext): SqlValue {
  switch (value.type) {
    case 'int':
    case 'long':
    case 'real':
      return result(`coalesce(avg(${value.sql})${filter}, 'nan'::DOUBLE)`, 'real');
    case 'decimal':
      return result(`CAST(avg(${value.sql})${filter} AS DECIMAL(38,16))`, 'decimal');
    case 'timespan':
    case 'datetime':
      return result(`CAST(sum(${value.sql})${filter} // nullif(count(${value.sql})${filter}, 0) AS BIGINT)`, value.type);
    default:
      throw context.unsupported(`over values of type ${value.type}`);
  }
}

const ordered: ReadonlySet<KustoType> = new Set(['bool', 'int', 'long', 'real', 'decimal', 'string', 'datetime', 'timespan']);

function extremeOf(name: 'min' | 'max', value: SqlValue, filter: string, context: AggregateContext): SqlValue {
  if (!ordered.has(value.type)) throw context.unsupported(`over values of type ${value.type}`);
  const sql = `${name}(${value.sql})${filter}`;
  return result(value.type === 'string' ? `coalesce(${sql}, '')` : sql, value.type);
}

/** How many different values there are. Kusto estimates dcount above a few thousand; here it is exact. */
function distinctOf(value: SqlValue, filter: string): SqlValue {
  const sql = value.type === 'dynamic' ? `CAST(${value.sql} AS VARCHAR)` : value.sql;
  return result(`count(DISTINCT ${sql})${filter}`, 'long');
}

/** Spread of fewer than two values is 0, as in Kusto. */
function spread(function_: string, predicateAt?: number): Aggregate {
  return (args, context) => {
    const filter = predicateAt === undefined ? '' : predicateFilter(args, predicateAt, context);
    return result(`coalesce(${function_}(${realArgument(args, 0, context)})${filter}, 0.0::DOUBLE)`, 'real');
  };
}

function jointSpread(function_: string, predicateAt?: number): Aggregate {
  return (args, context) => {
    const filter = predicateAt === undefined ? '' : predicateFilter(args, predicateAt, context);
    return result(`coalesce(${function_}(${realArgument(args, 0, context)}, ${realArgument(args, 1, context)})${filter}, 0.0::DOUBLE)`, 'real');
  };
}

function bits(function_: string): Aggregate {
  return (args, context) => {
    const value = argument(args, 0, context);
    if (value.type !== 'long' && value.type !== 'int') throw context.unsupported(`over values of type ${value.type}`);
    return result(`${function_}(${value.sql})`, value.type);
  };
}

function withPredicate(aggregate: (value: SqlValue, filter: string, context: AggregateContext) => SqlValue): Aggregate {
  return (args, context) => aggregate(argument(args, 0, context), predicateFilter(args, 1, context), context);
}

function alone(aggregate: (value: SqlValue, filter: string, context: AggregateContext) => SqlValue): Aggregate {
  return (args, context) => aggregate(argument(args, 0, context), '', context);
}

/** count() counts rows; count(x) does the same whatever x is, nulls too. */
const count: Aggregate = (args, context) => {
  if (args[0]?.type === 'bool') throw context.unsupported('with a predicate; use countif');
  return result('count(*)', 'long');
};

/** The aggregates over numbers and times. */
export const numericAggregates: Readonly<Record<string, Aggregate>> = {
  count,
  cnt: count,
  countif: (args, context) => result(`count(*)${predicateFilter(args, 0, context)}`, 'long'),
  dcount: alone(distinctOf),
  dcountif: withPredicate(distinctOf),
  count_distinct: alone(distinctOf),
  count_distinctif: withPredicate(distinctOf),
  sum: alone(sumOf),
  sumif: withPredicate(sumOf),
  avg: alone(averageOf),
  avgif: withPredicate(averageOf),
  min: alone((value, filter, context) => extremeOf('min', value, filter, context)),
  minif: withPredicate((value, filter, context) => extremeOf('min', value, filter, context)),
  max: alone((value, filter, context) => extremeOf('max', value, filter, context)),
  maxif: withPredicate((value, filter, context) => extremeOf('max', value, filter, context)),
  stdev: spread('stddev_samp'),
  stdevif: spread('stddev_samp', 1),
  stdevp: spread('stddev_pop'),
  variance: spread('var_samp'),
  varianceif: spread('var_samp', 1),
  variancep: spread('var_pop'),
  variancepif: spread('var_pop', 1),
  covariance: jointSpread('covar_samp'),
  covarianceif: jointSpread('covar_samp', 2),
  covariancep: jointSpread('covar_pop'),
  covariancepif: jointSpread('covar_pop', 2),
  binary_all_and: bits('bit_and'),
  binary_all_or: bits('bit_or'),
  binary_all_xor: bits('bit_xor'),
};

/** Whether values of the type can be ordered by min, max, arg_max and arg_min. */
export function isOrdered(type: KustoType): boolean {
  return ordered.has(type);
}

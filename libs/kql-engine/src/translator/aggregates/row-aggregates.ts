import type { SqlValue } from '../sql-value.js';
import { argument, filterOf, predicate } from './aggregate-arguments.js';
import { inputOrder, type Aggregate, type AggregateContext, type MultiAggregate } from './aggregate-context.js';
import { isOrdered } from './numeric-aggregates.js';

/** Aggregates that pick one row of the group and give values of it. */

/** Several values of one row, packed so that they surely come from the same row. */
function packed(values: readonly SqlValue[]): string {
  return `struct_pack(${values.map((value, index) => `v${index} := ${value.sql}`).join(', ')})`;
}

/** The values out of the row that `row`, an SQL aggregate, picked. Without any row: null, or '' for strings. */
function unpacked(row: string, values: readonly SqlValue[]): SqlValue[] {
  return values.map((value, index) => {
    const field = `(${row}).v${index}`;
    return { sql: value.type === 'string' ? `coalesce(${field}, '')` : field, type: value.type, constant: false };
  });
}

/**
 * The row with the greatest (or least) first value. Rows without one count only when no row has one; among equals the
 * first row of the input wins.
 */
function extremeRow(name: 'arg_max' | 'arg_min'): MultiAggregate {
  return (args, context) => {
    const by = argument(args, 0, context);
    if (!isOrdered(by.type)) throw context.unsupported(`by values of type ${by.type}`);
    const row = packed(args);
    if (context.order === undefined) return unpacked(`coalesce(${name}(${row}, ${by.sql}), any_value(${row}))`, args);
    const direction = name === 'arg_max' ? 'DESC' : 'ASC';
    return unpacked(`first(${row} ORDER BY ${by.sql} ${direction} NULLS LAST, ${context.order})`, args);
  };
}

/** Values that take_any of one column passes over while there are others. */
function filled(value: SqlValue): string {
  return value.type === 'string' ? `${value.sql} <> ''` : `${value.sql} IS NOT NULL`;
}

function anyOf(value: SqlValue, conditions: readonly string[], context: AggregateContext): SqlValue {
  const sql = `first(${value.sql}${inputOrder(context)})${filterOf([filled(value), ...conditions])}`;
  return { sql: value.type === 'string' ? `coalesce(${sql}, '')` : sql, type: value.type, constant: false };
}

const takeAny: Aggregate = (args, context) => anyOf(argument(args, 0, context), [], context);

const takeAnyIf: Aggregate = (args, context) => {
  return anyOf(argument(args, 0, context), [predicate(args, 1, context)], context);
};

/** One column prefers a value that is neither null nor empty; several come from one row. */
const takeAnyRow: MultiAggregate = (args, context) => {
  if (args.length === 1) return [takeAny(args, context)];
  return unpacked(`first(${packed(args)}${inputOrder(context)})`, args);
};

function first(aggregate: MultiAggregate): Aggregate {
  return (args, context) => argument(aggregate(args, context), 0, context);
}

const argMax = extremeRow('arg_max');
const argMin = extremeRow('arg_min');

/** Row aggregates as one value: for calls inside an expression. */
export const rowAggregates: Readonly<Record<string, Aggregate>> = {
  take_any: takeAny,
  any: takeAny,
  take_anyif: takeAnyIf,
  anyif: takeAnyIf,
  arg_max: first(argMax),
  argmax: first(argMax),
  arg_min: first(argMin),
  argmin: first(argMin),
};

/** Row aggregates with one output column for each argument. */
export const multiRowAggregates: Readonly<Record<string, MultiAggregate>> = {
  take_any: takeAnyRow,
  any: takeAnyRow,
  arg_max: argMax,
  argmax: argMax,
  arg_min: argMin,
  argmin: argMin,
};

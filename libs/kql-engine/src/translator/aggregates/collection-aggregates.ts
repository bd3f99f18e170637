import type { NativeFunction } from '../scalars/native/native-function.js';
import { nativeSql } from '../scalars/support.js';
import { sqlString, type SqlValue } from '../sql-value.js';
import { argument, filterOf, jsonElement, numberArgument, predicate, present } from './aggregate-arguments.js';
import { inputOrder, type Aggregate, type AggregateContext } from './aggregate-context.js';
import { distinctElements, mergedBags, mergedSketches, schemaOf } from './native-aggregates.js';

/** Aggregates that collect values into arrays and bags, and the sketches hll and tdigest. */

/** Kusto's own limit on the elements of a list or set. */
const mostElements = 1_048_576;

function dynamic(sql: string): SqlValue {
  return { sql, type: 'dynamic', constant: false };
}

/** A call of a native function that gives JSON. */
function json(called: NativeFunction, ...args: readonly string[]): string {
  return `CAST(${nativeSql(called, args)} AS JSON)`;
}

function limit(args: readonly SqlValue[], index: number, context: AggregateContext): number {
  if (args[index] === undefined) return mostElements;
  const size = Math.trunc(numberArgument(args, index, context));
  return size > 0 && size < mostElements ? size : mostElements;
}

function listed(value: SqlValue, conditions: readonly (string | undefined)[], context: AggregateContext): string {
  return `list(${jsonElement(value)}${inputOrder(context)})${filterOf(conditions)}`;
}

function list(value: SqlValue, conditions: readonly (string | undefined)[], size: number, context: AggregateContext): SqlValue {
  const all = `coalesce(${listed(value, conditions, context)}, [])`;
  return dynamic(`to_json(${size === mostElements ? all : `(${all})[:${size}]`})`);
}

/**
 * Each value once, in the order of first appearance where the input has an order. Arrays among dynamic values count with
 * their elements.
 */
function set(value: SqlValue, conditions: readonly (string | undefined)[], size: number, context: AggregateContext): SqlValue {
  if (context.order === undefined && value.type !== 'dynamic') {
    const all = `coalesce(list(DISTINCT ${value.sql})${filterOf(conditions)}, [])`;
    const element = context.uniqueName('e');
    const limited = size === mostElements ? all : `(${all})[:${size}]`;
    return dynamic(`to_json(list_transform(${limited}, lambda ${element}: ${jsonElement({ sql: element, type: value.type, constant: false })}))`);
  }
  return dynamic(json(distinctElements, `to_json(${listed(value, conditions, context)})`, String(size)));
}

function bag(value: SqlValue, conditions: readonly (string | undefined)[], size: number, context: AggregateContext): SqlValue {
  if (value.type !== 'dynamic') throw context.invalid('needs a dynamic bag');
  return dynamic(json(mergedBags, `to_json(${listed(value, conditions, context)})`, String(size)));
}

/** One letter before the text of a value, so that a number and a string with its digits stay different. */
function sketchText(value: SqlValue): string {
  const letter = value.type === 'int' ? 'l' : value.type.slice(0, 1);
  return `(${sqlString(letter)} || CAST(${value.sql} AS VARCHAR))`;
}

function hll(value: SqlValue, conditions: readonly (string | undefined)[]): SqlValue {
  return dynamic(`(CASE WHEN count(*) = 0 THEN NULL ELSE json_object('$hll', to_json(coalesce(list(DISTINCT ${sketchText(value)})${filterOf(conditions)}, []))) END)`);
}

const tdigest: Aggregate = (args, context) => {
  const value = argument(args, 0, context);
  if (!['int', 'long', 'real', 'decimal', 'datetime', 'timespan'].includes(value.type)) throw context.unsupported(`over values of type ${value.type}`);
  const weight = args[1] === undefined ? '1' : argument(args, 1, context).sql;
  const pair = `[CAST(${value.sql} AS DOUBLE), CAST(${weight} AS DOUBLE)]`;
  const rows = `list(${pair} ORDER BY ${value.sql})${filterOf([`${value.sql} IS NOT NULL`, args[1] === undefined ? undefined : `${weight} > 0`])}`;
  return dynamic(`(CASE WHEN count(${value.sql}) = 0 THEN NULL ELSE json_object('$tdigest', to_json(${rows})) END)`);
};

function merged(kind: 'hll' | 'tdigest'): Aggregate {
  return (args, context) => {
    const value = argument(args, 0, context);
    if (value.type !== 'dynamic') throw context.invalid(`needs a ${kind}`);
    return dynamic(json(mergedSketches, `to_json(list(${value.sql})${filterOf([present(value)])})`));
  };
}

const buildschema: Aggregate = (args, context) => {
  const value = argument(args, 0, context);
  if (value.type !== 'dynamic') throw context.invalid('needs a dynamic value');
  return dynamic(json(schemaOf, `to_json(${listed(value, [present(value)], context)})`));
};

const makeList: Aggregate = (args, context) => {
  const value = argument(args, 0, context);
  return list(value, [present(value)], limit(args, 1, context), context);
};

const makeSet: Aggregate = (args, context) => {
  const value = argument(args, 0, context);
  return set(value, [present(value)], limit(args, 1, context), context);
};

const makeBag: Aggregate = (args, context) => {
  const value = argument(args, 0, context);
  return bag(value, [present(value)], limit(args, 1, context), context);
};

/** The aggregates that collect values. */
export const collectionAggregates: Readonly<Record<string, Aggregate>> = {
  make_list: makeList,
  makelist: makeList,
  make_list_if: (args, context) => {
    const value = argument(args, 0, context);
    return list(value, [present(value), predicate(args, 1, context)], limit(args, 2, context), context);
  },
  make_list_with_nulls: (args, context) => list(argument(args, 0, context), [], limit(args, 1, context), context),
  make_set: makeSet,
  makeset: makeSet,
  make_set_if: (args, context) => {
    const value = argument(args, 0, context);
    return set(value, [present(value), predicate(args, 1, context)], limit(args, 2, context), context);
  },
  make_bag: makeBag,
  make_dictionary: makeBag,
  make_bag_if: (args, context) => {
    const value = argument(args, 0, context);
    return bag(value, [present(value), predicate(args, 1, context)], limit(args, 2, context), context);
  },
  buildschema,
  hll: (args, context) => {
    const value = argument(args, 0, context);
    return hll(value, [present(value)]);
  },
  hll_if: (args, context) => {
    const value = argument(args, 0, context);
    return hll(value, [present(value), predicate(args, 1, context)]);
  },
  hll_merge: merged('hll'),
  tdigest,
  tdigest_merge: merged('tdigest'),
  merge_tdigest: merged('tdigest'),
};

import type { KustoType, ScalarFunction, SqlValue } from '../sql-value.js';
import { asDynamic, asLong, asReal, asText, convert } from './convert.js';
import {
  arrayIff, arrayIndexOf, arrayOfLongs, difference, intersection, jaccard, longRange, realRange, repeated, rotateLeft, sameSet, shiftLeft, slice,
  sortArrays, splitAt, sum, treePath, union, zip,
} from './native/arrays.js';
import { type Json, jsonIdentity, readDynamic, writeDynamic } from './native/json-value.js';
import { formatDatetime, formatTimespan } from './native/time-text.js';
import { hasTerm } from './native/text-search.js';
import type { NativeType, NativeValue } from './native/native-function.js';
import { argument, boolLiteral, callNative, type FunctionTable, literalArray, longLiteral, made, native, once, withCount } from './support.js';

/** Functions of dynamic arrays and sets. */

const json = (value: NativeValue | undefined): Json => readDynamic((value ?? null) as string | null);
const arrays = (values: readonly NativeValue[]): Json[] => values.map(json);

function many(name: string, run: (arrays: Json[]) => Json, least: number): ScalarFunction {
  const called = native(name, [], 'text', (...values) => writeDynamic(run(arrays(values))), 'text');
  return withCount(least, 64, (args) => callNative(called, 'dynamic', args.map(asDynamic)));
}

/** An array and whole numbers. */
function counted(name: string, run: (array: Json, count: number) => Json): ScalarFunction {
  const called = native(name, ['text', 'long'], 'text', (array, count) => (count === null ? null : writeDynamic(run(json(array), Number(count)))));
  return withCount(2, 2, (args, context) => callNative(called, 'dynamic', [asDynamic(argument(args, 0, context)), asLong(argument(args, 1, context))]));
}

function shifted(name: string, sign: 1 | -1): ScalarFunction {
  const called = native(name, ['text', 'long', 'text'], 'text', (array, count, fill) =>
    (count === null ? null : writeDynamic(shiftLeft(json(array), sign * Number(count), json(fill)))));
  return withCount(2, 3, (args, context) => {
    const [, , fill] = args;
    const filler: SqlValue = fill === undefined ? { sql: 'NULL::JSON', type: 'dynamic', literal: null, constant: true } : asDynamic(fill);
    return callNative(called, 'dynamic', [asDynamic(argument(args, 0, context)), asLong(argument(args, 1, context)), filler]);
  });
}

const iff = native('array_iff', ['text', 'text', 'text'], 'text', (...values) => {
  const [conditions = null, yes = null, no = null] = arrays(values);
  return writeDynamic(arrayIff(conditions, yes, no));
});
const arrayIf: ScalarFunction = withCount(3, 3, (args) => callNative(iff, 'dynamic', args.map(asDynamic)));

const indexOf = native('array_index_of', ['text', 'text', 'long', 'long', 'long'], 'long', (array, value, start, length, occurrence) => {
  if (start === null || length === null || occurrence === null) return null;
  return arrayIndexOf(json(array), json(value), Number(start), Number(length), Number(occurrence));
});
const arrayIndex: ScalarFunction = withCount(2, 5, (args, context) => {
  const [, , start = longLiteral(0), length = longLiteral(-1), occurrence = longLiteral(1)] = args;
  return callNative(indexOf, 'long', [asDynamic(argument(args, 0, context)), asDynamic(argument(args, 1, context)), asLong(start), asLong(length), asLong(occurrence)]);
});

const arrayLength: ScalarFunction = withCount(1, 1, (args, context) =>
  made('long', once(asDynamic(argument(args, 0, context)).sql, (x) => `CASE WHEN json_type(${x}) = 'ARRAY' THEN CAST(json_array_length(${x}) AS BIGINT) ELSE NULL END`), args));

const reversed = native('array_reverse', ['text'], 'text', (array) => {
  const value = json(array);
  return writeDynamic(Array.isArray(value) ? [...value].reverse() : value);
});
const arraySlice = native('array_slice', ['text', 'long', 'long'], 'text', (array, start, end) => {
  if (start === null || end === null) return null;
  return writeDynamic(slice(json(array), Number(start), Number(end)));
});
const arraySplit = native('array_split', ['text', 'text'], 'text', (array, indexes) => writeDynamic(splitAt(json(array), json(indexes))));
const arraySum = native('array_sum', ['text'], 'real', (array) => sum(json(array)));

const sorted = native('array_sort', ['bool', 'bool', 'long'], 'text', (descending, nullsLast, wanted, ...values) =>
  writeDynamic(sortArrays(arrays(values), descending === true, nullsLast !== false)[Number(wanted)] ?? null), 'text');

/** All arrays of array_sort_asc and array_sort_desc, in the order of the first one. */
export function sortedArrays(args: readonly SqlValue[], descending: boolean): SqlValue[] {
  const last = args.at(-1);
  const flag = last?.type === 'bool' && args.length > 1 ? last : undefined;
  const list = (flag === undefined ? args : args.slice(0, -1)).map(asDynamic);
  const options = [boolLiteral(descending), flag ?? boolLiteral(true)];
  return list.map((_, index) => callNative(sorted, 'dynamic', [...options, longLiteral(index), ...list]));
}

function sorting(descending: boolean): ScalarFunction {
  return (args, context) => {
    const [first, ...others] = sortedArrays(args, descending);
    if (first === undefined) throw context.invalid('needs an array');
    if (others.length === 0) return first;
    throw context.unsupported('of several arrays as one value');
  };
}

const copies = native('repeat', ['text', 'long'], 'text', (value, count) => (count === null ? null : writeDynamic(repeated(json(value), Number(count)))));

function rangeNative(name: string, type: NativeType, make: (start: NativeValue, stop: NativeValue, step: NativeValue) => Json): ReturnType<typeof native> {
  return native(name, [type, type, type], 'text', (start, stop, step) =>
    (start === null || stop === null || step === null || start === undefined || stop === undefined || step === undefined ? null : writeDynamic(make(start, stop, step))));
}
const ticks = (format: (at: bigint) => string) => (start: NativeValue, stop: NativeValue, step: NativeValue): Json =>
  longRange(start as bigint, stop as bigint, step as bigint)?.map(format) ?? null;
const ranges: Partial<Record<KustoType, ReturnType<typeof native>>> = {
  long: rangeNative('range_long', 'long', (start, stop, step) => arrayOfLongs(longRange(start as bigint, stop as bigint, step as bigint))),
  real: rangeNative('range_real', 'real', (start, stop, step) => realRange(start as number, stop as number, step as number)),
  datetime: rangeNative('range_datetime', 'long', ticks(formatDatetime)),
  timespan: rangeNative('range_timespan', 'long', ticks(formatTimespan)),
};

const range: ScalarFunction = withCount(2, 3, (args, context) => {
  const [start, stop, step] = [argument(args, 0, context), argument(args, 1, context), args[2]];
  const time = start.type === 'datetime' || start.type === 'timespan';
  const real = [start, stop, step].some((value) => value?.type === 'real' || value?.type === 'decimal');
  const type: KustoType = time ? start.type : real ? 'real' : 'long';
  const called = ranges[type];
  if (called === undefined) throw context.unsupported(`of ${type}`);
  const hour: SqlValue = { ...longLiteral(36_000_000_000n), type: 'timespan' };
  const by = step === undefined ? (time ? hour : convert(longLiteral(1), type)) : time ? convert(step, 'timespan') : convert(step, type);
  const from = real ? asReal(start) : convert(start, type);
  return callNative(called, 'dynamic', [from, real ? asReal(stop) : convert(stop, type), by]);
});

const hasElement = native('set_has_element', ['text', 'text'], 'bool', (set, value) => {
  const items = json(set);
  if (!Array.isArray(items)) return null;
  const sought = jsonIdentity(json(value));
  return items.some((item) => jsonIdentity(item) === sought);
});
const setHasElement: ScalarFunction = withCount(2, 2, (args, context) => {
  const [set, value] = [argument(args, 0, context), argument(args, 1, context)];
  const items = literalArray(set);
  if (items !== undefined && value.type === 'string' && items.every((item) => typeof item === 'string')) {
    if (items.length === 0) return boolLiteral(false);
    const texts = items.map((item) => `'${String(item).replaceAll("'", "''")}'`);
    if (texts.every((text) => !text.includes('\0'))) return made('bool', `${value.sql} IN (${texts.join(', ')})`, args);
  }
  return callNative(hasElement, 'bool', [asDynamic(set), asDynamic(value)]);
});

const equalSets = native('set_equals', ['text', 'text'], 'bool', (left, right) => sameSet(json(left), json(right)));
const jaccardIndex = native('jaccard_index', ['text', 'text'], 'real', (left, right) => jaccard(json(left), json(right)));
const paths = native('treepath', ['text'], 'text', (value) => writeDynamic(treePath(json(value))));
const one = (called: ReturnType<typeof native>, type: KustoType, count = 1): ScalarFunction => withCount(count, count, (args) => callNative(called, type, args.map(asDynamic)));

const packArray: ScalarFunction = (args) => made('dynamic', `json_array(${args.map((value) => asDynamic(value).sql).join(', ')})`, args);

const wordIndex: ScalarFunction = withCount(2, 2, (args, context) => callNative(firstTerm, 'long', [asText(argument(args, 0, context)), asDynamic(argument(args, 1, context))]));
const firstTerm = native('has_any_index', ['text', 'text'], 'long', (text, list) => {
  const items = json(list);
  if (!Array.isArray(items)) return -1n;
  const found = items.findIndex((item) => typeof item === 'string' && hasTerm(String(text), item));
  return BigInt(found);
});

export const collectionFunctions: FunctionTable = {
  array_concat: many('array_concat', (values) => {
    const lists = values.filter(Array.isArray);
    return lists.length === 0 ? null : lists.flat(1);
  }, 1),
  array_iff: arrayIf,
  array_iif: arrayIf,
  array_index_of: arrayIndex,
  array_length: arrayLength,
  arraylength: arrayLength,
  array_reverse: one(reversed, 'dynamic'),
  array_rotate_left: counted('array_rotate_left', rotateLeft),
  array_rotate_right: counted('array_rotate_right', (array, count) => rotateLeft(array, -count)),
  array_shift_left: shifted('array_shift_left', 1),
  array_shift_right: shifted('array_shift_right', -1),
  array_slice: withCount(3, 3, (args, context) =>
    callNative(arraySlice, 'dynamic', [asDynamic(argument(args, 0, context)), asLong(argument(args, 1, context)), asLong(argument(args, 2, context))])),
  array_sort_asc: sorting(false),
  array_sort_desc: sorting(true),
  array_split: one(arraySplit, 'dynamic', 2),
  array_sum: one(arraySum, 'real'),
  has_any_index: wordIndex,
  jaccard_index: one(jaccardIndex, 'real', 2),
  pack_array: packArray,
  range,
  repeat: withCount(2, 2, (args, context) => callNative(copies, 'dynamic', [asDynamic(argument(args, 0, context)), asLong(argument(args, 1, context))])),
  set_difference: many('set_difference', difference, 2),
  set_equals: one(equalSets, 'bool', 2),
  set_has_element: setHasElement,
  set_intersect: many('set_intersect', intersection, 2),
  set_union: many('set_union', union, 2),
  treepath: one(paths, 'dynamic'),
  zip: many('zip', zip, 2),
};


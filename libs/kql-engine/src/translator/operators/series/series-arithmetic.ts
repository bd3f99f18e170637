import { asDynamic } from '../../scalars/convert.js';
import { type Json, JsonNumber, realJson, writeDynamic } from '../../scalars/native/json-value.js';
import { native, nativeSql } from '../../scalars/support.js';
import type { ScalarFunction, SqlValue } from '../../sql-value.js';
import { dynamicOf, elementwise, integersOf, numberOf, valueOf, wrappedLong } from './series-values.js';

/** Functions that work on each element of a series by itself. */

type Combine = Parameters<typeof elementwise>[2];

function dynamic(sql: string, from: readonly SqlValue[]): SqlValue {
  return { sql: `CAST(${sql} AS JSON)`, type: 'dynamic', constant: from.every((each) => each.constant) };
}

function binary(name: string, combine: Combine): ScalarFunction {
  const declared = native(name, ['text', 'text'], 'text', (left, right) => elementwise(dynamicOf(left), dynamicOf(right), combine));
  return (args, context) => {
    const [left, right] = args;
    if (left === undefined || right === undefined || args.length > 2) throw context.invalid('takes two series');
    return dynamic(nativeSql(declared, [asDynamic(left).sql, asDynamic(right).sql]), args);
  };
}

/** Integers give integers, anything else reals. */
function arithmetic(integers: (left: bigint, right: bigint) => bigint, reals: (left: number, right: number) => number): Combine {
  return (left, right) => {
    const both = integersOf(left, right);
    return both === undefined ? realJson(reals(valueOf(left), valueOf(right))) : wrappedLong(integers(...both));
  };
}

function real(combine: (left: number, right: number) => number): Combine {
  return (left, right) => realJson(combine(valueOf(left), valueOf(right)));
}

function comparison(holds: (left: number | bigint, right: number | bigint) => boolean): Combine {
  return (left, right) => {
    const both = integersOf(left, right);
    return both === undefined ? holds(valueOf(left), valueOf(right)) : holds(...both);
  };
}

function unary(name: string, each: (value: number) => number, keepIntegers?: (value: bigint) => bigint): ScalarFunction {
  const one = (value: Json): Json => {
    if (keepIntegers !== undefined && value instanceof JsonNumber && value.integer) return wrappedLong(keepIntegers(BigInt(value.text)));
    const number = numberOf(value);
    return number === null ? null : realJson(each(number));
  };
  const declared = native(name, ['text'], 'text', (text) => {
    const value = dynamicOf(text);
    return Array.isArray(value) ? writeDynamic(value.map(one)) : null;
  });
  return (args, context) => {
    const [value] = args;
    if (value === undefined || args.length > 1) throw context.invalid('takes one series');
    return dynamic(nativeSql(declared, [asDynamic(value).sql]), args);
  };
}

/** Series functions of one element each, by their name in KQL. */
export const elementFunctions: Readonly<Record<string, ScalarFunction>> = {
  series_add: binary('series_add', arithmetic((left, right) => left + right, (left, right) => left + right)),
  series_subtract: binary('series_subtract', arithmetic((left, right) => left - right, (left, right) => left - right)),
  series_multiply: binary('series_multiply', arithmetic((left, right) => left * right, (left, right) => left * right)),
  series_divide: binary('series_divide', real((left, right) => left / right)),
  series_pow: binary('series_pow', real((left, right) => left ** right)),
  series_equals: binary('series_equals', comparison((left, right) => left === right)),
  series_not_equals: binary('series_not_equals', comparison((left, right) => left !== right)),
  series_greater: binary('series_greater', comparison((left, right) => left > right)),
  series_greater_equals: binary('series_greater_equals', comparison((left, right) => left >= right)),
  series_less: binary('series_less', comparison((left, right) => left < right)),
  series_less_equals: binary('series_less_equals', comparison((left, right) => left <= right)),
  series_abs: unary('series_abs', Math.abs, (value) => (value < 0n ? -value : value)),
  series_sign: unary('series_sign', (value) => (value === 0 ? 0 : Math.sign(value))),
  series_exp: unary('series_exp', Math.exp),
  series_log: unary('series_log', Math.log),
  series_floor: unary('series_floor', Math.floor),
  series_ceiling: unary('series_ceiling', (value) => Math.ceil(value) + 0),
  series_sin: unary('series_sin', Math.sin),
  series_cos: unary('series_cos', Math.cos),
  series_tan: unary('series_tan', Math.tan),
  series_asin: unary('series_asin', Math.asin),
  series_acos: unary('series_acos', Math.acos),
  series_atan: unary('series_atan', Math.atan),
};

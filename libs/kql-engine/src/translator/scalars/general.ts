import type { FunctionContext, KustoType, ScalarFunction, SqlValue } from '../sql-value.js';
import { asDynamic, asLong, asText, canConvert, convert } from './convert.js';
import { widest } from './maths.js';
import { JsonNumber, readDynamic, readJson, writeJson, type Json, isBag } from './native/json-value.js';
import {
  argument, boolLiteral, callNative, type FunctionTable, isNumeric, literalText, made, native, nullOf, once, textLiteral, withCount,
} from './support.js';

/** Conversions, conditions and tests. */

function conversion(to: KustoType): ScalarFunction {
  return withCount(1, 1, (args, context) => {
    const value = argument(args, 0, context);
    if (!canConvert(value.type, to)) throw context.invalid(`cannot convert ${value.type} to ${to}`);
    return convert(value, to);
  });
}

/** The type that values of a choice share: what is dynamic becomes the type of the others. */
export function commonType(values: readonly SqlValue[], context: FunctionContext): KustoType {
  let common: KustoType | undefined;
  for (const { type } of values) {
    if (type === 'dynamic' || type === common) continue;
    if (common === undefined) common = type;
    else if (isNumeric(common) && isNumeric(type)) common = widest(common, type);
    else throw context.invalid(`has values of different types, ${common} and ${type}`);
  }
  return common ?? 'dynamic';
}

function condition(value: SqlValue): string {
  return convert(value, 'bool').sql;
}

const iff: ScalarFunction = withCount(3, 3, (args, context) => {
  const [predicate, yes, no] = [argument(args, 0, context), argument(args, 1, context), argument(args, 2, context)];
  const type = commonType([yes, no], context);
  return made(type, `CASE WHEN ${condition(predicate)} THEN ${convert(yes, type).sql} ELSE ${convert(no, type).sql} END`, args);
});

const choose: ScalarFunction = (args, context) => {
  if (args.length < 3 || args.length % 2 === 0) throw context.invalid('takes pairs of a condition and a value, and one value more');
  const last = argument(args, args.length - 1, context);
  const values = args.filter((_, index) => index % 2 === 1 || index === args.length - 1);
  const type = commonType(values, context);
  const branches: string[] = [];
  for (let index = 0; index + 1 < args.length; index += 2) {
    branches.push(`WHEN ${condition(argument(args, index, context))} THEN ${convert(argument(args, index + 1, context), type).sql}`);
  }
  return made(type, `CASE ${branches.join(' ')} ELSE ${convert(last, type).sql} END`, args);
};

const coalesce: ScalarFunction = (args, context) => {
  if (args.length < 2 || args.length > 64) throw context.invalid('takes 2 to 64 arguments');
  const type = commonType(args, context);
  const values = args.map((value) => convert(value, type).sql);
  if (type !== 'string') return made(type, `coalesce(${values.join(', ')})`, args);
  return made(type, `coalesce(${values.map((sql) => `nullif(${sql}, '')`).join(', ')}, '')`, args);
};

function nullTest(negated: boolean): ScalarFunction {
  return withCount(1, 1, (args, context) => {
    const value = argument(args, 0, context);
    if (value.type === 'string') return boolLiteral(negated);
    return made('bool', `${value.sql} IS ${negated ? 'NOT ' : ''}NULL`, args);
  });
}

function emptyTest(negated: boolean): ScalarFunction {
  return withCount(1, 1, (args, context) => {
    const value = argument(args, 0, context);
    if (value.type === 'string') return made('bool', `${value.sql} ${negated ? '<>' : '='} ''`, args);
    if (value.type === 'dynamic') return made('bool', `${asText(value).sql} ${negated ? '<>' : '='} ''`, args);
    return made('bool', `${value.sql} IS ${negated ? 'NOT ' : ''}NULL`, args);
  });
}

const not: ScalarFunction = withCount(1, 1, (args, context) => made('bool', `NOT ${condition(argument(args, 0, context))}`, args));

const assert: ScalarFunction = withCount(2, 2, (args, context) => {
  const message = asText(argument(args, 1, context)).sql;
  return made('bool', `CASE WHEN ${condition(argument(args, 0, context))} THEN true ELSE CAST(error(${message}) AS BOOLEAN) END`, args);
});

function typeOfDynamic(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isBag(value)) return 'dictionary';
  if (value instanceof JsonNumber) return numberType(value);
  return typeof value === 'boolean' ? 'bool' : 'string';
}

function numberType(value: JsonNumber): string {
  if (!value.integer) return 'double';
  return Math.abs(value.value) < 2 ** 31 ? 'int' : 'long';
}

const typeOf = native('gettype', ['text'], 'text', (text) => typeOfDynamic(readDynamic(text as string | null)));

const getType: ScalarFunction = withCount(1, 1, (args, context) => {
  const value = argument(args, 0, context);
  return value.type === 'dynamic' ? callNative(typeOf, 'string', args) : textLiteral(value.type);
});

/** parse_json(): text becomes the value it says, or a string when it is no JSON; a dynamic value stays. */
export const parseJson: ScalarFunction = withCount(1, 1, (args, context) => {
  const value = argument(args, 0, context);
  if (value.type !== 'string') return asDynamic(value);
  const literal = literalText(value);
  const parsed = literal === undefined ? undefined : readJson(literal);
  if (parsed === null || literal === '') return nullOf('dynamic');
  if (parsed !== undefined) {
    return { ...made('dynamic', `${textLiteral(writeJson(parsed)).sql}::JSON`, args), literal: JSON.parse(writeJson(parsed)) as never };
  }
  return made('dynamic', once(value.sql, (x) => `kql_parse_json(${x})`), args);
});

const toHex: ScalarFunction = withCount(1, 2, (args, context) => {
  const value = argument(args, 0, context);
  const hex = value.type === 'int' ? `lower(hex(CAST(${value.sql} AS BIGINT) & 4294967295))` : `lower(hex(${asLong(value).sql}))`;
  const [, least] = args;
  const sql = least === undefined ? hex : once(hex, (x) => `lpad(${x}, CAST(greatest(length(${x}), ${asLong(least).sql}) AS INTEGER), '0')`);
  return made('string', `coalesce(${sql}, '')`, args);
});

const newGuid: ScalarFunction = withCount(0, 0, () => ({ sql: 'CAST(uuid() AS VARCHAR)', type: 'guid', constant: false }));

const estimateSize: ScalarFunction = (args) => {
  const sizes = args.map((value) => {
    if (value.type === 'string') return `strlen(${value.sql})`;
    if (value.type === 'dynamic') return `coalesce(strlen(CAST(${value.sql} AS VARCHAR)), 0)`;
    if (value.type === 'guid' || value.type === 'decimal') return '16';
    if (value.type === 'int') return '4';
    return value.type === 'bool' ? '1' : '8';
  });
  return made('long', `CAST(${sizes.join(' + ') || '0'} AS BIGINT)`, args);
};

const toGuid = conversion('guid');
const toBool = conversion('bool');
const toReal = conversion('real');
const toTimespan = conversion('timespan');

export const generalFunctions: FunctionTable = {
  tostring: conversion('string'),
  tolong: conversion('long'),
  toint: conversion('int'),
  toreal: toReal,
  todouble: toReal,
  todecimal: conversion('decimal'),
  todatetime: conversion('datetime'),
  totimespan: toTimespan,
  totime: toTimespan,
  tobool: toBool,
  toboolean: toBool,
  toguid: toGuid,
  todynamic: parseJson,
  toobject: parseJson,
  parse_json: parseJson,
  parsejson: parseJson,
  tohex: toHex,
  gettype: getType,
  iff,
  iif: iff,
  case: choose,
  coalesce,
  not,
  assert,
  isnull: nullTest(false),
  isnotnull: nullTest(true),
  notnull: nullTest(true),
  isempty: emptyTest(false),
  isnotempty: emptyTest(true),
  notempty: emptyTest(true),
  new_guid: newGuid,
  estimate_data_size: estimateSize,
};

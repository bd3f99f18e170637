import { type FunctionContext, type KustoType, type LiteralValue, type ScalarFunction, type SqlValue, sqlString } from '../sql-value.js';
import type { NativeFunction, NativeType } from './native/native-function.js';

/** Building blocks that every scalar function uses. */

export type FunctionTable = Readonly<Record<string, ScalarFunction>>;

export const duckTypeOf: Readonly<Record<KustoType, string>> = {
  bool: 'BOOLEAN',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  decimal: 'DECIMAL(38,16)',
  string: 'VARCHAR',
  datetime: 'BIGINT',
  timespan: 'BIGINT',
  dynamic: 'JSON',
  guid: 'VARCHAR',
};

/** A value made from others: constant when they all are. */
export function made(type: KustoType, sql: string, from: readonly SqlValue[]): SqlValue {
  return { sql: `(${sql})`, type, constant: from.every((value) => value.constant) };
}

export function textLiteral(text: string): SqlValue {
  return { sql: sqlString(text), type: 'string', literal: text, constant: true };
}

export function longLiteral(value: number | bigint): SqlValue {
  return { sql: `(${value})::BIGINT`, type: 'long', literal: BigInt(value), constant: true };
}

export function boolLiteral(value: boolean): SqlValue {
  return { sql: value ? 'true' : 'false', type: 'bool', literal: value, constant: true };
}

export function nullOf(type: KustoType): SqlValue {
  if (type === 'string') return textLiteral('');
  return { sql: `NULL::${duckTypeOf[type]}`, type, literal: null, constant: true };
}

/** The text of a string literal, undefined for anything else. */
export function literalText(value: SqlValue | undefined): string | undefined {
  return value?.type === 'string' && typeof value.literal === 'string' ? value.literal : undefined;
}

/** The number of an integer literal. */
export function literalInteger(value: SqlValue | undefined): number | undefined {
  if (value === undefined || (value.type !== 'long' && value.type !== 'int')) return undefined;
  if (typeof value.literal === 'bigint') return Number(value.literal);
  return typeof value.literal === 'number' ? value.literal : undefined;
}

export function isNumeric(type: KustoType): boolean {
  return type === 'int' || type === 'long' || type === 'real' || type === 'decimal';
}

/** The argument at `index`; the call is invalid without it. */
export function argument(args: readonly SqlValue[], index: number, context: FunctionContext): SqlValue {
  const value = args[index];
  if (value === undefined) throw context.invalid('has too few arguments');
  return value;
}

export function checkCount(args: readonly unknown[], least: number, most: number, context: FunctionContext): void {
  if (args.length < least || args.length > most) {
    const wanted = least === most ? String(least) : `${least} to ${most === Number.POSITIVE_INFINITY ? 'any number of' : most}`;
    throw context.invalid(`takes ${wanted} argument${wanted === '1' ? '' : 's'}, not ${args.length}`);
  }
}

/** A function of a fixed range of arguments. */
export function withCount(least: number, most: number, make: ScalarFunction): ScalarFunction {
  return (args, context) => {
    checkCount(args, least, most, context);
    return make(args, context);
  };
}

const longestRepeated = 100;

/**
 * SQL that uses an expression several times. A long expression is bound to a name in a lambda, so that nested calls do not grow the
 * query exponentially; a short one just stands there again.
 */
export function once(sql: string, make: (name: string) => string): string {
  if (sql.length <= longestRepeated) return make(sql);
  const probe = make('"~v0"');
  if (!probe.includes('kql_') && probe.split('"~v0"').length <= 2) return make(sql);
  if (/\bSELECT\b/.test(probe)) return make(sql); // DuckDB takes no subquery inside a lambda
  const used = [...`${sql}${probe}`.matchAll(/"~v(\d+)"/g)].map((match) => Number(match[1]));
  const name = `"~v${Math.max(0, ...used) + 1}"`;
  return `list_transform([${sql}], lambda ${name}: ${make(name)})[1]`;
}

const nativeSqlTypes: Readonly<Record<NativeType, string>> = { text: 'VARCHAR', long: 'BIGINT', real: 'DOUBLE', bool: 'BOOLEAN' };
const natives = new Map<string, NativeFunction>();

/** Declares a native function. Its name must be its own. */
export function native(
  name: string,
  parameters: readonly NativeType[],
  returns: NativeType,
  run: NativeFunction['run'],
  rest?: NativeType,
): NativeFunction {
  const declared: NativeFunction = { name: `kql_${name}`, parameters, returns, run, ...(rest === undefined ? {} : { rest }) };
  if (natives.has(declared.name)) throw new Error(`Two native functions are named ${declared.name}.`);
  natives.set(declared.name, declared);
  return declared;
}

/** Every native function that the loaded modules declare. */
export function declaredNatives(): readonly NativeFunction[] {
  return [...natives.values()];
}

/** The SQL that calls a native function. */
export function nativeSql(called: NativeFunction, args: readonly string[]): string {
  const cast = args.map((sql, index) => {
    const type = called.parameters[index] ?? called.rest;
    if (type === undefined) throw new Error(`${called.name} takes fewer arguments.`);
    return `CAST(${sql} AS ${nativeSqlTypes[type]})`;
  });
  return `${called.name}(${cast.join(', ')})`;
}

/** Calls a native function; its result becomes a value of `type`. */
export function callNative(called: NativeFunction, type: KustoType, args: readonly SqlValue[]): SqlValue {
  const sql = nativeSql(called, args.map((value) => value.sql));
  return made(type, castNative(called.returns, type, sql), args);
}

function castNative(returned: NativeType, type: KustoType, sql: string): string {
  if (type === 'string') return `coalesce(${sql}, '')`;
  const same = nativeSqlTypes[returned] === duckTypeOf[type];
  return same ? sql : `CAST(${sql} AS ${duckTypeOf[type]})`;
}

/** Whether a literal stands for null. */
export function isNullLiteral(value: SqlValue): boolean {
  return value.literal === null;
}

/** The elements of a dynamic array literal. */
export function literalArray(value: SqlValue | undefined): readonly LiteralValue[] | undefined {
  return value?.type === 'dynamic' && Array.isArray(value.literal) ? (value.literal as readonly LiteralValue[]) : undefined;
}

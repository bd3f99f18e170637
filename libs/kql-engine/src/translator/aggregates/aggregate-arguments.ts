import { asDynamic, convert } from '../scalars/convert.js';
import type { KustoType, SqlValue } from '../sql-value.js';
import type { AggregateContext } from './aggregate-context.js';

const numbers: ReadonlySet<KustoType> = new Set(['int', 'long', 'real', 'decimal']);

/** Whether arithmetic works on values of the type. */
export function isNumber(type: KustoType): boolean {
  return numbers.has(type);
}

/** The argument at `index`. */
export function argument(args: readonly SqlValue[], index: number, context: AggregateContext): SqlValue {
  const value = args[index];
  if (value === undefined) throw context.invalid(`needs at least ${index + 1} argument${index === 0 ? '' : 's'}`);
  return value;
}

/** The argument at `index` as a DOUBLE expression; only numbers may stand there. */
export function realArgument(args: readonly SqlValue[], index: number, context: AggregateContext): string {
  const value = argument(args, index, context);
  if (!isNumber(value.type)) throw context.unsupported(`over values of type ${value.type}`);
  return value.type === 'real' ? value.sql : `CAST(${value.sql} AS DOUBLE)`;
}

/** The predicate at `index` as an SQL condition. Rows for which it is null do not count. */
export function predicate(args: readonly SqlValue[], index: number, context: AggregateContext): string {
  const value = argument(args, index, context);
  return value.type === 'bool' ? value.sql : convert(value, 'bool').sql;
}

/** ` FILTER (WHERE ...)` for the predicate at `index`. */
export function predicateFilter(args: readonly SqlValue[], index: number, context: AggregateContext): string {
  return ` FILTER (WHERE ${predicate(args, index, context)})`;
}

/** The constant number at `index`. */
export function numberArgument(args: readonly SqlValue[], index: number, context: AggregateContext): number {
  const value = argument(args, index, context);
  const literal = typeof value.literal === 'string' && isNumber(value.type) ? Number(value.literal) : value.literal;
  if (typeof literal === 'bigint') return Number(literal);
  if (typeof literal !== 'number' || !Number.isFinite(literal)) throw context.unsupported('with a number that is not a constant');
  return literal;
}

/** The value as an element of a dynamic array, SQL NULL for null. A string becomes a JSON string; it is not parsed. */
export function jsonElement(value: SqlValue): string {
  return asDynamic(value).sql;
}

/** Whether the value counts for an aggregate that skips nulls, as an SQL condition. Strings are never null. */
export function present(value: SqlValue): string | undefined {
  return value.type === 'string' ? undefined : `${value.sql} IS NOT NULL`;
}

/** ` FILTER (WHERE ...)` of all the conditions there are. */
export function filterOf(conditions: readonly (string | undefined)[]): string {
  const all = conditions.filter((each) => each !== undefined);
  return all.length === 0 ? '' : ` FILTER (WHERE ${all.join(' AND ')})`;
}

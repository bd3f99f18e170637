import { sqlTypeOf, longValue, realValue, integerValue, literalFrom, nullOf } from './literals.js';
import { convert } from './scalars/convert.js';
import type { KustoType, SqlValue } from './sql-value.js';

/** Conversions that operators do by themselves. */

const ranks: Partial<Record<KustoType, number>> = { int: 1, long: 2, real: 3, decimal: 4 };

/** Whether the type is a number. */
export function isNumeric(type: KustoType): boolean {
  return ranks[type] !== undefined;
}

/** The wider of two numeric types. */
export function widerOf(left: KustoType, right: KustoType): KustoType {
  return (ranks[left] ?? 0) >= (ranks[right] ?? 0) ? left : right;
}

/** The value as that type; numbers are cast, everything else is what tostring, tolong ... do. */
export function convertTo(value: SqlValue, type: KustoType): SqlValue {
  if (value.type === type) return value;
  if (value.literal === null) return nullOf(type);
  if (value.literal !== undefined && isNumeric(value.type)) {
    const known = numberAs(value, type);
    if (known !== undefined) return known;
  }
  if (value.type === 'string' && typeof value.literal === 'string' && (type === 'datetime' || type === 'timespan' || type === 'guid')) {
    const known = literalFrom(type, value.literal);
    if (known !== undefined) return known;
  }
  if (isNumeric(value.type) && isNumeric(type) && (ranks[type] ?? 0) > (ranks[value.type] ?? 0)) {
    return { sql: `${type === 'decimal' ? 'TRY_CAST' : 'CAST'}(${value.sql} AS ${sqlTypeOf(type)})`, type, constant: value.constant };
  }
  return convert(value, type);
}

function numberAs(value: SqlValue, type: KustoType): SqlValue | undefined {
  const { literal } = value;
  if (typeof literal !== 'number' && typeof literal !== 'bigint') return undefined;
  if (type === 'real') return realValue(Number(literal));
  if (value.type === 'int' && type === 'long') return longValue(literal);
  if (value.type === 'long' && type === 'int' && BigInt.asIntN(32, BigInt(literal)) === BigInt(literal)) return integerValue(BigInt(literal), 'int');
  return undefined;
}

/** The type in which two operands are compared, or undefined when Kusto does not compare them. */
export function comparisonType(left: KustoType, right: KustoType): KustoType | undefined {
  if (left === right) return left;
  if (isNumeric(left) && isNumeric(right)) return widerOf(left, right);
  if (left === 'dynamic') return right;
  if (right === 'dynamic') return left;
  const pair = new Set([left, right]);
  if (pair.has('bool') && (isNumeric(left) || isNumeric(right))) return isNumeric(left) ? left : right;
  if (pair.has('string')) return left === 'string' ? right : left;
  return undefined;
}

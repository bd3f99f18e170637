import { comparisonType, convertTo } from './coerce.js';
import { literalFrom } from './literals.js';
import type { KustoType, SqlValue } from './sql-value.js';
import type { KqlNode, Scope } from './translation.js';
import type { Translator } from './translator.js';

/** The operators == != < <= > >= and between, with Kusto's null rules. */

/** Whether the text is one of the comparisons of this file. */
export function isComparison(operator: string): boolean {
  return ['==', '!=', '<>', '<', '<=', '>', '>='].includes(operator);
}

/**
 * `left operator right`. Two nulls are neither equal nor unequal (null); one null is unequal. Where only true counts
 * (`filter`) null and false are the same, and a plain comparison lets DuckDB skip rows.
 */
export function compare(t: Translator, node: KqlNode, operator: string, leftValue: SqlValue, rightValue: SqlValue, scope: Scope, filter: boolean): SqlValue {
  if (isDynamicWithInteger(leftValue, rightValue)) return dynamicNumbers(t, node, operator, leftValue, rightValue, scope, filter);
  const [left, right] = sameType(t, node, operator, leftValue, rightValue);
  const constant = left.constant && right.constant;
  const value = (sql: string): SqlValue => ({ sql: `(${sql})`, type: 'bool', constant });
  if (operator === '==') return value(equality(left, right, scope, filter));
  if (operator === '!=' || operator === '<>') return value(inequality(left, right, scope));
  if (left.type === 'dynamic' || left.type === 'bool') throw t.unsupported(node, `The operator ${operator} between ${leftValue.type} and ${rightValue.type}`);
  const plain = `${left.sql} ${operator} ${right.sql}`;
  // DuckDB holds NaN for the greatest number; for Kusto no comparison with it is true
  const checked = left.type === 'real' ? [left, right].filter((side) => side.literal === undefined && couldBeNaN(side)).map((side) => ` AND NOT isnan(${side.sql})`) : [];
  return value(`${plain}${checked.join('')}`);
}

function isDynamicWithInteger(left: SqlValue, right: SqlValue): boolean {
  const isInteger = (value: SqlValue): boolean => value.type === 'int' || value.type === 'long';
  return (left.type === 'dynamic' && isInteger(right)) || (right.type === 'dynamic' && isInteger(left));
}

/** A dynamic number against an integer: as reals where the dynamic one has a fraction, exactly where it has none. */
function dynamicNumbers(t: Translator, node: KqlNode, operator: string, left: SqlValue, right: SqlValue, scope: Scope, filter: boolean): SqlValue {
  const [l, r] = [left, right].map((value) => (value.type === 'dynamic' ? scope.computed(value) : value)) as [SqlValue, SqlValue];
  const dynamic = l.type === 'dynamic' ? l : r;
  const as = (type: KustoType): string => compare(t, node, operator, convertTo(l, type), convertTo(r, type), scope, filter).sql;
  return { sql: `(CASE WHEN json_type(${dynamic.sql}) = 'DOUBLE' THEN ${as('real')} ELSE ${as('long')} END)`, type: 'bool', constant: left.constant && right.constant };
}

function couldBeNaN(value: SqlValue): boolean {
  return !/^CAST\("[^"]*" AS DOUBLE\)$/.test(value.sql);
}

function equality(left: SqlValue, right: SqlValue, scope: Scope, filter: boolean): string {
  if (filter || left.type === 'string' || left.sql === right.sql) return `${left.sql} = ${right.sql}`;
  if (isKnown(left) || isKnown(right)) return `${left.sql} IS NOT DISTINCT FROM ${right.sql}`;
  if (left.literal === null || right.literal === null) return `CASE WHEN ${left.literal === null ? right.sql : left.sql} IS NULL THEN NULL ELSE false END`;
  const [a, b] = [scope.computed(left).sql, scope.computed(right).sql];
  return `CASE WHEN ${a} IS NULL AND ${b} IS NULL THEN NULL ELSE ${a} IS NOT DISTINCT FROM ${b} END`;
}

function inequality(left: SqlValue, right: SqlValue, scope: Scope): string {
  if (left.type === 'string') return `${left.sql} <> ${right.sql}`;
  if (isKnown(left) || isKnown(right)) return `${left.sql} IS DISTINCT FROM ${right.sql}`;
  if (left.literal === null || right.literal === null) return `CASE WHEN ${left.literal === null ? right.sql : left.sql} IS NULL THEN NULL ELSE true END`;
  const [a, b] = [scope.computed(left).sql, scope.computed(right).sql];
  return `CASE WHEN ${a} IS NULL AND ${b} IS NULL THEN NULL ELSE ${a} IS DISTINCT FROM ${b} END`;
}

function isKnown(value: SqlValue): boolean {
  return value.literal !== undefined && value.literal !== null;
}

function sameType(t: Translator, node: KqlNode, operator: string, left: SqlValue, right: SqlValue): [SqlValue, SqlValue] {
  const type = comparisonType(left.type, right.type);
  if (type === undefined) throw t.unsupported(node, `The operator ${operator} between ${left.type} and ${right.type}`);
  if (type === 'dynamic' && left.type === 'dynamic' && right.type === 'dynamic') return [asText(left), asText(right)];
  return [comparable(left, type), comparable(right, type)];
}

/** JSON compares as text in DuckDB, whatever its spacing; what this engine makes is compact. */
function asText(value: SqlValue): SqlValue {
  return { sql: `CAST(${value.sql} AS VARCHAR)`, type: 'dynamic', constant: value.constant, ...(value.literal === undefined ? {} : { literal: value.literal }) };
}

function comparable(value: SqlValue, type: KustoType): SqlValue {
  if (value.type === type) return value;
  if (value.type === 'string' && typeof value.literal === 'string' && type !== 'string' && type !== 'dynamic') return literalFrom(type, value.literal) ?? convertTo(value, type);
  return convertTo(value, type);
}

/** `value between (low .. high)`. A timespan as upper end of a datetime range counts from the lower end. */
export function between(t: Translator, node: KqlNode, operator: string, value: SqlValue, lowValue: SqlValue, highValue: SqlValue): SqlValue {
  let subject = value;
  if (subject.type === 'dynamic') subject = convertTo(subject, lowValue.type === 'int' || lowValue.type === 'long' ? 'real' : lowValue.type);
  const bound = (side: SqlValue): SqlValue => {
    const type = comparisonType(subject.type, side.type);
    if (type === undefined || subject.type === 'dynamic' || subject.type === 'bool') throw t.unsupported(node, `The operator ${operator} between ${value.type} and ${side.type}`);
    return side;
  };
  const low = subject.type === 'datetime' && lowValue.type === 'timespan' ? lowValue : bound(lowValue);
  let high = highValue;
  if (subject.type === 'datetime' && highValue.type === 'timespan') {
    if (low.type === 'datetime') high = endOf(low, highValue);
  } else high = bound(highValue);
  const type = [low, high].reduce<KustoType>((wider, side) => comparisonType(wider, side.type) ?? wider, subject.type);
  const [s, l, h] = [subject, low, high].map((side) => comparable(side, type).sql);
  const constant = value.constant && low.constant && high.constant;
  return { sql: operator === '!between' ? `(NOT (${s} BETWEEN ${l} AND ${h}))` : `(${s} BETWEEN ${l} AND ${h})`, type: 'bool', constant };
}

function endOf(low: SqlValue, span: SqlValue): SqlValue {
  if (typeof low.literal === 'bigint' && typeof span.literal === 'bigint') {
    const ticks = low.literal + span.literal;
    return { sql: `(${ticks}::BIGINT)`, type: 'datetime', literal: ticks, constant: true };
  }
  return { sql: `(${low.sql} + ${span.sql})`, type: 'datetime', constant: low.constant && span.constant };
}

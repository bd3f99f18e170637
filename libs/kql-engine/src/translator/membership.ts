import { convertTo, comparisonType, isNumeric } from './coerce.js';
import { boolValue, longValue, realValue, stringValue } from './literals.js';
import { columnValue } from './relation.js';
import { sqlName, type KustoType, type SqlValue } from './sql-value.js';
import { elements, isTabular, kindOf, unwrapped } from './syntax.js';
import type { KqlNode, Scope } from './translation.js';
import type { Translator } from './translator.js';

/** The operators in and !in; the lists of has_any, has_all and in~ too. */

/** `left in (...)` and `left !in (...)`: the list is of scalars, dynamic arrays, or one table whose first column counts. */
export function membership(t: Translator, node: Kusto.Language.Syntax.InExpression, negate: boolean, scope: Scope): SqlValue {
  const left = t.expression(node.Left as KqlNode, scope);
  const nodes = elements(node.Right?.Expressions);
  const sole = nodes.length === 1 ? tableOf(nodes[0] as KqlNode) : undefined;
  const parts = sole === undefined ? listParts(t, node, left, nodes, scope) : [tableMembership(t, node, left, sole)];
  const constant = left.constant && sole === undefined;
  const any = parts.length === 0 ? 'false' : parts.length === 1 ? (parts[0] as string) : `(${parts.join(' OR ')})`;
  return { sql: negate ? `(NOT ${any})` : `(${any})`, type: 'bool', constant };
}

/** The table that a sole element of a list is, if it is one. */
export function tableOf(node: KqlNode): KqlNode | undefined {
  const inner = unwrapped(node);
  return isTabular(inner) || kindOf(inner) === 'PipeExpression' ? inner : undefined;
}

function tableMembership(t: Translator, node: KqlNode, left: SqlValue, table: KqlNode): string {
  const relation = t.tabular(table);
  const column = relation.columns[0];
  if (column === undefined) throw t.invalid(table, 'The table after "in" has no column');
  if (column.type === 'dynamic') {
    if (left.type !== 'string' && left.type !== 'dynamic') throw t.unsupported(node, 'in (table) whose first column is dynamic');
    const values = `SELECT unnest(CASE WHEN json_type(${sqlName(column.id)}) = 'ARRAY' THEN ${sqlName(column.id)}->>'$[*]' ELSE [${sqlName(column.id)}->>'$'] END) AS "v" FROM (${relation.sql})`;
    return `coalesce(${convertTo(left, 'string').sql} IN (SELECT "v" FROM (${values}) WHERE "v" IS NOT NULL), false)`;
  }
  const type = comparisonType(left.type, column.type);
  if (type === undefined) throw t.unsupported(node, `The operator in between ${left.type} and ${column.type}`);
  const value = convertTo(columnValue(column), type).sql;
  return `coalesce(${convertTo(left, type).sql} IN (SELECT ${value} FROM (${relation.sql}) WHERE ${value} IS NOT NULL), false)`;
}

function listParts(t: Translator, node: KqlNode, left: SqlValue, nodes: readonly KqlNode[], scope: Scope): string[] {
  const items = nodes.flatMap((each) => expanded(t.expression(each, scope)));
  const byType = new Map<KustoType, string[]>();
  const parts: string[] = [];
  for (const item of items) {
    if (item.literal === null) continue;
    if (item.type === 'dynamic') {
      parts.push(...arrayMembership(t, node, left, item, scope));
      continue;
    }
    const type = left.type === 'dynamic' && (item.type === 'int' || item.type === 'long') ? 'real' : comparisonType(left.type, item.type);
    if (type === undefined) throw t.unsupported(node, `The operator in between ${left.type} and ${item.type}`);
    const list = byType.get(type) ?? [];
    if (list.length === 0) byType.set(type, list);
    list.push(convertTo(item, type).sql);
  }
  for (const [type, list] of byType) {
    const test = `${convertTo(left, type).sql} IN (${list.join(', ')})`;
    parts.push(left.type === 'string' ? `(${test})` : `coalesce(${test}, false)`);
  }
  return parts;
}

/** The elements of a constant dynamic array as scalars; any other value as it is. */
export function expanded(value: SqlValue): SqlValue[] {
  if (value.type !== 'dynamic' || value.literal === undefined || value.literal === null) return [value];
  const { literal } = value;
  if (!Array.isArray(literal)) return [scalarOf(literal) ?? value];
  const scalars = literal.map(scalarOf);
  return scalars.every((each) => each !== undefined) ? (scalars as SqlValue[]) : [value];
}

function scalarOf(value: unknown): SqlValue | undefined {
  if (typeof value === 'string') return stringValue(value);
  if (typeof value === 'boolean') return boolValue(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? longValue(value) : realValue(value);
  return undefined;
}

/** A dynamic array (or scalar) that is only known when the query runs. */
function arrayMembership(t: Translator, node: KqlNode, left: SqlValue, item: SqlValue, scope: Scope): string[] {
  const list = scope.computed(item).sql;
  const texts = `CASE WHEN json_type(${list}) = 'ARRAY' THEN ${list}->>'$[*]' ELSE [${list}->>'$'] END`;
  if (left.type === 'string' || left.type === 'guid' || left.type === 'dynamic') return [`coalesce(list_contains(${texts}, ${convertTo(left, 'string').sql}), false)`];
  if (isNumeric(left.type) && left.type !== 'decimal') return [`coalesce(list_contains(TRY_CAST(${texts} AS DOUBLE[]), CAST(${left.sql} AS DOUBLE)), false)`];
  if (left.type === 'datetime' || left.type === 'timespan') return [`coalesce(list_contains(list_transform(${texts}, lambda x: ${convertTo({ sql: 'x', type: 'string', constant: false }, left.type).sql}), ${left.sql}), false)`];
  throw t.unsupported(node, `The operator in between ${left.type} and a dynamic array`);
}

/** The list after has_any, has_all, in~ and !in~: scalars and arrays; a table becomes one dynamic array. */
export function listValues(t: Translator, nodes: readonly KqlNode[], scope: Scope): SqlValue[] {
  const sole = nodes.length === 1 ? tableOf(nodes[0] as KqlNode) : undefined;
  if (sole === undefined) return nodes.map((node) => t.expression(node, scope));
  const relation = t.tabular(sole);
  const column = relation.columns[0];
  if (column === undefined) throw t.invalid(sole, 'The table of the list has no column');
  const value = column.type === 'dynamic' ? `unnest(CASE WHEN json_type(${sqlName(column.id)}) = 'ARRAY' THEN ${sqlName(column.id)}->>'$[*]' ELSE [${sqlName(column.id)}->>'$'] END)` : convertTo(columnValue(column), 'string').sql;
  const list = { ...relation, sql: `SELECT to_json(coalesce(list("v"), [])) AS "l" FROM (SELECT ${value} AS "v" FROM (${relation.sql})) WHERE "v" IS NOT NULL`, columns: [{ name: 'l', type: 'dynamic' as const, id: 'l' }], order: [] };
  return [t.scalarSubquery(list, 'dynamic')];
}

import { stringValue, longValue } from '../literals.js';
import { allColumns, columnNamed, columnValue, extended, projected, type NamedValue, type Relation, type RelationColumn } from '../relation.js';
import type { KustoType } from '../sql-value.js';
import { elements, kindOf, nameOf, resultTypeOf, textOf, typeColumns } from '../syntax.js';
import type { KqlNode, Output } from '../translation.js';
import { unitRelation } from '../relation.js';
import type { Translator } from '../translator.js';
import type { CoreOperator } from './index.js';

/** The operators that choose and compute columns. */

type Listed = { Expressions: unknown };

/** All columns, as what `*` stands for. */
export function starOutputs(relation: Relation): Output[] {
  return allColumns(relation).map((column) => ({ ...column, named: true }));
}

function project(node: Listed & KqlNode, input: Relation, t: Translator): Relation {
  const scope = t.scope(input);
  const outputs = t.outputs(elements(node.Expressions), scope, { prefix: 'Column', star: starOutputs(input) });
  return projected(scope.relation, outputs);
}

/** `extend` and the expressions of `serialize`. */
export function extend(node: Listed & KqlNode, input: Relation, t: Translator): Relation {
  const scope = t.scope(input);
  const nodes = elements(node.Expressions);
  const generated = new Set(input.columns.map((column) => column.name));
  const outputs = t.outputs(nodes, scope, { prefix: 'Column', taken: [...generated].filter((name) => isMadeUp(name) || hasTuple(nodes)) });
  const extension = extended({ ...scope.relation, columns: input.columns }, outputs);
  return extension;
}

function isMadeUp(name: string): boolean {
  return /^Column\d+$/.test(name);
}

function hasTuple(nodes: readonly KqlNode[]): boolean {
  return nodes.some((node) => typeColumns(resultTypeOf(node)) !== undefined);
}

/** Whether the name matches the pattern of project-away and the like, where * stands for any text. */
export function matches(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  const parts = pattern.split('*');
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found === -1 || found + part.length > name.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}

/** The pattern or name that a column reference with wildcards is. */
export function patternOf(node: KqlNode): string {
  if (kindOf(node) === 'StarExpression') return '*';
  const name = (node as { Name?: { Pattern?: { ValueText?: string | null; Text?: string | null } | null } | null }).Name;
  return name?.Pattern?.ValueText ?? name?.Pattern?.Text ?? nameOf(node);
}

function patterns(t: Translator, node: Listed & KqlNode): string[] {
  return elements(node.Expressions).map((each) => {
    const kind = kindOf(each);
    if (kind !== 'NameReference' && kind !== 'StarExpression') throw t.unsupported(each, `"${textOf(each)}" in ${t.describe(node)}`);
    return patternOf(each);
  });
}

function kept(input: Relation, columns: readonly RelationColumn[]): Relation {
  return projected(input, columns.map((column) => ({ name: column.name, value: columnValue(column) })));
}

function projectAway(node: Listed & KqlNode, input: Relation, t: Translator): Relation {
  const away = patterns(t, node);
  return kept(input, input.columns.filter((column) => !away.some((pattern) => matches(pattern, column.name))));
}

function projectKeep(node: Listed & KqlNode, input: Relation, t: Translator): Relation {
  const keep = patterns(t, node);
  return kept(input, input.columns.filter((column) => keep.some((pattern) => matches(pattern, column.name))));
}

function projectRename(node: Listed & KqlNode, input: Relation, t: Translator): Relation {
  const renamed = new Map<string, string>();
  for (const each of elements(node.Expressions)) {
    if (kindOf(each) !== 'SimpleNamedExpression') continue;
    const named = each as Kusto.Language.Syntax.SimpleNamedExpression;
    const old = nameOf(named.Expression);
    if (columnNamed(input, old) === undefined) throw t.invalid(each, `There is no column "${old}"`);
    renamed.set(old, nameOf(named.Name));
  }
  const items = input.columns.map((column) => ({ name: renamed.get(column.name) ?? column.name, value: columnValue(column) }));
  return projected(input, unique(t, node, items));
}

function unique(t: Translator, node: KqlNode, items: readonly NamedValue[]): readonly NamedValue[] {
  const seen = new Set<string>();
  for (const { name } of items) {
    if (seen.has(name)) throw t.invalid(node, `There are two columns with the name "${name}"`);
    seen.add(name);
  }
  return items;
}

function projectReorder(node: Listed & KqlNode, input: Relation): Relation {
  const rest = [...input.columns];
  const first: RelationColumn[] = [];
  for (const each of elements(node.Expressions)) {
    const ordered = kindOf(each) === 'OrderedExpression' ? (each as Kusto.Language.Syntax.OrderedExpression) : undefined;
    const pattern = patternOf(ordered === undefined ? each : (ordered.Expression as KqlNode));
    const group = rest.filter((column) => matches(pattern, column.name));
    const direction = textOf(ordered?.Ordering?.AscOrDescKeyword).trim();
    if (direction !== '') group.sort((a, b) => byName(a.name, b.name, direction.startsWith('granny')) * (direction.endsWith('desc') ? -1 : 1));
    for (const column of group) rest.splice(rest.indexOf(column), 1);
    first.push(...group);
  }
  return kept(input, [...first, ...rest]);
}

/** Granny order compares runs of digits as numbers: a9 before a20. */
function byName(left: string, right: string, granny: boolean): number {
  if (!granny) return left < right ? -1 : left > right ? 1 : 0;
  return left.localeCompare(right, 'en', { numeric: true });
}

function projectByNames(node: KqlNode, input: Relation, t: Translator): Relation {
  const names = elements((node as unknown as Listed).Expressions).flatMap((each) => {
    const { literal } = t.expression(each);
    const list = Array.isArray(literal) ? literal : [literal];
    return list.map((name) => {
      if (typeof name !== 'string') throw t.unsupported(each, 'project-by-names with names that are not constant');
      return name;
    });
  });
  const columns = names.flatMap((name) => input.columns.filter((column) => matches(name, column.name)));
  return kept(input, [...new Set(columns)]);
}

const clrTypes: Record<KustoType, string> = {
  bool: 'System.SByte',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  string: 'System.String',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  guid: 'System.Guid',
  dynamic: 'System.Object',
};

function getSchema(_node: KqlNode, input: Relation): Relation {
  const rows = input.columns.map((column, i) => {
    const values = [stringValue(column.name), longValue(i), stringValue(clrTypes[column.type]), stringValue(column.type)];
    return `(${values.map((value) => value.sql).join(', ')}, ${i})`;
  });
  const ids = ['ColumnName', 'ColumnOrdinal', 'DataType', 'ColumnType'];
  const list = ids.map((id) => `"${id}"`).join(', ');
  const sql = rows.length === 0 ? `${unitRelation.sql} WHERE false` : `SELECT ${list}, "~n" FROM (VALUES ${rows.join(', ')}) AS v(${list}, "~n")`;
  const columns = ids.map((id) => ({ name: id, id, type: id === 'ColumnOrdinal' ? ('long' as const) : ('string' as const) }));
  return { sql, columns, order: [{ id: '~n', descending: false, nullsFirst: false }], serialized: false };
}

/** The operators of this file by the class of their node. */
export const columnOperators: Readonly<Record<string, CoreOperator>> = {
  ProjectOperator: project,
  ExtendOperator: extend,
  ProjectAwayOperator: projectAway,
  ProjectKeepOperator: projectKeep,
  ProjectRenameOperator: projectRename,
  ProjectReorderOperator: projectReorder,
  ProjectByNamesOperator: projectByNames,
  GetSchemaOperator: getSchema,
};

import { carried, columnNamed, numbered, orderBy, projected, type NamedValue, type Relation, type RelationColumn } from '../relation.js';
import { sqlName } from '../sql-value.js';
import type { KqlNode, Translation } from '../translation.js';
import { expandedColumns, expandRows, readExpansion } from './expansion.js';

/**
 * `mv-apply`: the subquery runs over the elements of each row by itself. Columns of the row stand beside what the
 * subquery gives; where the subquery gives a column of that name, its value counts.
 */
export function translateMvApply(node: Kusto.Language.Syntax.MvApplyOperator, input: Relation, t: Translation): Relation {
  if (node.ContextIdClause !== null && node.ContextIdClause !== undefined) throw t.unsupported(node.ContextIdClause, 'The id of mv-apply');
  const outer = t.uniqueName('outer');
  const scope = t.scope(numbered(input, `~${t.uniqueName('o')}`));
  const expansion = readExpansion(node, scope, t);
  const source = scope.relation;
  const inner = subqueryInput(source, outer, expansion, t);
  const subquery = node.Subquery as Kusto.Language.Syntax.MvApplySubqueryExpression;
  const result = t.lateral(outer, () => t.tabular(subquery.Expression as KqlNode, inner));
  return joined(source, outer, result, expansion.arrays.map((array) => array.replaces), t);
}

/** The rows that the subquery works on: one for each element, beside the columns of the outer row. */
function subqueryInput(source: Relation, outer: string, expansion: ReturnType<typeof readExpansion>, t: Translation): Relation {
  const here = source.columns.map((column) => `${outer}.${sqlName(column.id)}`);
  const row = `SELECT ${[...new Set([...here, ...expansion.arrays.flatMap((array) => hiddenColumns(array.list, source, outer))])].join(', ') || '1'}`;
  const rows = expandRows(row, expansion, t);
  const base: Relation = { sql: rows.sql, columns: source.columns, order: [{ id: rows.indexId, descending: false, nullsFirst: false }], serialized: true };
  return projected(base, expandedColumns(source, expansion, rows));
}

/** Columns that the list needs and that are hidden from the user: values computed in a step before. */
function hiddenColumns(list: string, source: Relation, outer: string): string[] {
  const visible = new Set(source.columns.map((column) => sqlName(column.id)));
  const used = list.match(/"~(?:[^"]|"")*"/g) ?? [];
  return used.filter((name) => !visible.has(name)).map((name) => `${outer}.${name}`);
}

function joined(source: Relation, outer: string, result: Relation, replaced: readonly (RelationColumn | undefined)[], t: Translation): Relation {
  const alias = t.uniqueName('q');
  const place = `~${t.uniqueName('n')}`;
  const kept = source.columns.filter((column) => !replaced.includes(column));
  const select = [
    ...kept.filter((column) => columnNamed(result, column.name) === undefined).map((column) => `${outer}.${sqlName(column.id)} AS ${sqlName(`p~${column.id}`)}`),
    ...carried(source).map((id) => `${outer}.${sqlName(id)} AS ${sqlName(`p~${id}`)}`),
    ...result.columns.map((column) => `${alias}.${sqlName(column.id)} AS ${sqlName(`q~${column.id}`)}`),
    `${alias}.${sqlName(place)} AS ${sqlName(place)}`,
  ];
  const numberedResult = `SELECT *, row_number() OVER (${orderBy(result)}) AS ${sqlName(place)} FROM (${result.sql})`;
  const sql = `SELECT ${select.join(', ')} FROM (${source.sql}) ${outer}, LATERAL (${numberedResult}) ${alias}`;
  const order = [
    ...source.order.map((key) => ({ ...key, id: `p~${key.id}` })),
    { id: place, descending: false, nullsFirst: false },
  ];
  const fromResult = (column: RelationColumn): NamedValue => ({ name: column.name, value: { sql: sqlName(`q~${column.id}`), type: column.type, constant: false } });
  const before = kept.map((column): NamedValue => {
    const own = columnNamed(result, column.name);
    return own === undefined ? { name: column.name, value: { sql: sqlName(`p~${column.id}`), type: column.type, constant: false } } : fromResult(own);
  });
  const names = new Set(before.map((each) => each.name));
  const after = result.columns.filter((column) => !names.has(column.name)).map(fromResult);
  const base: Relation = { sql, columns: [], order, serialized: source.serialized };
  return projected(base, [...before, ...after]);
}

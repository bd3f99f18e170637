import { aggregateFunctions } from '../../aggregates/index.js';
import { convert } from '../../scalars/convert.js';
import { nullOf } from '../../literals.js';
import { columnNamed, projected, type NamedValue, type Relation } from '../../relation.js';
import { sqlName, sqlString, type KustoType, type SqlValue } from '../../sql-value.js';
import { elements, kindOf, nameOf } from '../../syntax.js';
import type { KqlNode, Translation } from '../../translation.js';
import { boundNames, givenSchema, probed, requiredArgument, type PluginCall } from './plugin-call.js';

/** `evaluate pivot(column, aggregate, ...)`: a column for each value of a column. */

/** Aggregates that give 0 where there are no rows. */
const counting: ReadonlySet<string> = new Set(['count', 'countif', 'dcount', 'dcountif', 'sum', 'sumif', 'count_distinct', 'count_distinctif']);

/** More columns than this are refused. */
const mostColumns = 1000;

interface Cell {
  readonly value: SqlValue;
  /** What a group has that has no rows of that value. */
  readonly empty: string;
}

function readCell(node: KqlNode | undefined, relation: ReturnType<Translation['scope']>, t: Translation, call: PluginCall): Cell {
  if (node === undefined) return { value: { sql: 'count(*)', type: 'long', constant: false }, empty: '0' };
  const name = kindOf(node) === 'FunctionCallExpression' ? nameOf((node as Kusto.Language.Syntax.FunctionCallExpression).Name) : '';
  if (!Object.hasOwn(aggregateFunctions, name)) throw t.invalid(call.node, 'pivot needs an aggregate');
  const value = t.aggregate(node, relation);
  const zero = { int: '0', long: '0', real: '0.0', decimal: '0', timespan: '0' }[value.type as string];
  return { value, empty: counting.has(name) && zero !== undefined ? zero : nullOf(value.type).sql };
}

/** The columns that the groups are made of: those listed, or all that pivot itself does not use. */
function keyNames(call: PluginCall, input: Relation, hasAggregate: boolean): string[] {
  const listed = call.args.slice(hasAggregate ? 2 : 1);
  if (listed.length > 0) return listed.map(nameOf);
  const names = boundNames(call);
  if (call.node.Schema === null || call.node.Schema === undefined) return names;
  const used = new Set<string>();
  for (const argument of call.args) columnsIn(argument, used);
  return input.columns.map((column) => column.name).filter((name) => !used.has(name));
}

function columnsIn(node: KqlNode, names: Set<string>): void {
  if (kindOf(node) === 'NameReference') names.add(nameOf(node));
  if (kindOf(node) === 'FunctionCallExpression') for (const each of elements((node as Kusto.Language.Syntax.FunctionCallExpression).ArgumentList?.Expressions)) columnsIn(each, names);
}

function isAggregateCall(node: KqlNode | undefined): boolean {
  return kindOf(node) === 'FunctionCallExpression' && Object.hasOwn(aggregateFunctions, nameOf((node as unknown as Kusto.Language.Syntax.FunctionCallExpression).Name));
}

/** Translates pivot. */
export function translatePivot(call: PluginCall, input: Relation, t: Translation): Relation {
  const scope = t.scope(input);
  const pivoted = t.expression(requiredArgument(call, 0, t), scope);
  const aggregateNode = isAggregateCall(call.args[1]) ? call.args[1] : undefined;
  const schema = givenSchema(call, t);
  const keys = keyNames(call, input, aggregateNode !== undefined).map((name) => {
    const column = columnNamed(input, name);
    if (column === undefined) throw t.invalid(call.node, `There is no column ${name}`);
    return column;
  });
  const cell = readCell(aggregateNode, scope, t, call);
  const text = convert(pivoted, 'string').sql;
  const groupIds = [...keys.map((_, index) => `"~k${index}"`), '"~p"'];
  const select = [...keys.map((column, index) => `${sqlName(column.id)} AS "~k${index}"`), `${text} AS "~p"`, `${cell.value.sql} AS "~v"`];
  const groups = `SELECT ${select.join(', ')} FROM (${scope.relation.sql}) GROUP BY ${groupIds.map((_, index) => index + 1).join(', ')}`;
  const grouped = t.shared({ sql: groups, columns: [...groupIds, '"~v"'].map((id) => ({ name: id.slice(1, -1), id: id.slice(1, -1), type: 'string' })), order: [], serialized: false });
  const outputs = outputColumns();
  const pivotSql = outputs.map(({ value }, index) => (value === undefined ? undefined : `coalesce(any_value("~v") FILTER (WHERE "~p" = ${sqlString(value)}), ${cell.empty}) AS "~c${index}"`)).filter((each) => each !== undefined);
  const keySql = keys.map((_, index) => `"~k${index}"`);
  const body = [...keySql, ...pivotSql].join(', ');
  const sql = `SELECT ${body === '' ? '1 AS "~"' : body} FROM (${grouped.sql})${keySql.length === 0 ? ' HAVING count(*) > 0' : ` GROUP BY ${keySql.join(', ')}`}`;
  const items = outputs.map(({ name, key, type }, index): NamedValue => {
    const own = key === undefined ? { sql: `"~c${index}"`, type: cell.value.type, constant: false } : { sql: `"~k${key}"`, type: keys[key]?.type as KustoType, constant: false };
    return { name, value: type === undefined ? own : convert(own, type) };
  });
  return projected({ sql, columns: [], order: [], serialized: false }, items);

  function outputColumns(): { name: string; key?: number; value?: string; type?: KustoType }[] {
    if (schema !== undefined) {
      const left = keys.find((column) => !schema.columns.some(({ name }) => name === column.name));
      if (left !== undefined) throw t.invalid(call.node, `The schema of pivot leaves out the column ${left.name}`);
      return schema.columns.map(({ name, type }) => {
        const key = keys.findIndex((column) => column.name === name);
        return key === -1 ? { name, value: name, type } : { name, key, type };
      });
    }
    const values = probed(`SELECT DISTINCT "~p" FROM (${grouped.sql}) ORDER BY 1 LIMIT ${mostColumns + 1}`, call, t).map(([value]) => value ?? '');
    if (values.length > mostColumns) throw t.unsupported(call.node, `pivot into more than ${mostColumns} columns`);
    return [...keys.map((column, key) => ({ name: column.name, key })), ...values.map((value) => ({ name: value, value }))];
  }
}


import { callUserFunction, userFunction } from './functions.js';
import { boolValue, dynamicValue, longValue, nullOf } from './literals.js';
import { columnValue, ingestedId, type Relation } from './relation.js';
import { scalarFunction } from './registry.js';
import { packBag } from './scalars/bags.js';
import { sqlName, type KustoType, type SqlValue } from './sql-value.js';
import { elements, kindOf, nameOf } from './syntax.js';
import type { KqlNode, Scope } from './translation.js';
import type { Translator } from './translator.js';

/** Calls whose arguments are more than values: names of columns, all columns, tables. */

type Call = Kusto.Language.Syntax.FunctionCallExpression;
type SpecialForm = (t: Translator, node: Call, scope: Scope) => SqlValue;

function argumentsOf(node: Call): KqlNode[] {
  return elements(node.ArgumentList?.Expressions);
}

function columnIfExists(t: Translator, node: Call, scope: Scope): SqlValue {
  const [nameNode, otherwise] = argumentsOf(node);
  if (nameNode === undefined || otherwise === undefined) throw t.invalid(node, 'column_ifexists takes a name and a default');
  return scope.column(columnName(t, nameNode, scope)) ?? t.expression(otherwise, scope);
}

function columnName(t: Translator, node: KqlNode, scope: Scope): string {
  const { literal } = t.expression(node, scope);
  if (typeof literal !== 'string') throw t.unsupported(node, 'A name of a column that is not a constant');
  return literal;
}

function columnExists(t: Translator, node: Call, scope: Scope): SqlValue {
  const [nameNode] = argumentsOf(node);
  if (nameNode === undefined) throw t.invalid(node, `${nameOf(node.Name)} takes a name`);
  return boolValue(scope.column(columnName(t, nameNode, scope)) !== undefined);
}

function packAll(t: Translator, node: Call, scope: Scope): SqlValue {
  const [ignore] = argumentsOf(node);
  const without = ignore === undefined ? false : t.constant(ignore, 'ignore_null_empty') === true;
  return packBag(scope.relation.columns.map((column) => [column.name, columnValue(column)]), without);
}

function packColumns(t: Translator, node: Call, scope: Scope): SqlValue {
  return packBag(argumentsOf(node).map((each) => [t.resultName(each), t.expression(each, scope)]), false);
}

function columnNamesOf(t: Translator, node: Call): SqlValue {
  const [table] = argumentsOf(node);
  if (table === undefined) throw t.invalid(node, 'column_names_of takes a table');
  return dynamicValue(JSON.stringify(tableOf(t, table).columns.map((column) => column.name)));
}

function tableOf(t: Translator, node: KqlNode): Relation {
  if (kindOf(node) !== 'FunctionCallExpression') return t.tabular(node);
  const call = node as Call;
  const called = userFunction(t, call, nameOf(call.Name));
  const result = called === undefined ? undefined : callUserFunction(t, call, called, argumentsOf(call), t.scope({ sql: 'SELECT 1', columns: [], order: [], serialized: false }));
  return result !== undefined && 'columns' in result ? result : t.tabular(node);
}

const sizes: Partial<Record<KustoType, number>> = { bool: 1, int: 4, long: 8, real: 8, datetime: 8, timespan: 8, guid: 16, decimal: 34 };

/** The bytes that the values take: fixed for most types, the UTF-8 text of strings. */
function estimateDataSize(t: Translator, node: Call, scope: Scope): SqlValue {
  const values = argumentsOf(node).flatMap((each) => (kindOf(each) === 'StarExpression' ? scope.relation.columns.map((column) => columnValue(column)) : [t.expression(each, scope)]));
  let fixed = 0;
  const parts: string[] = [];
  for (const { sql, type } of values) {
    const size = sizes[type];
    if (size !== undefined) fixed += size;
    else if (type === 'string') parts.push(`strlen(${sql})`);
    else throw t.unsupported(node, `The function ${nameOf(node.Name)} of a dynamic value`);
  }
  if (parts.length === 0) return longValue(fixed);
  return { sql: `(${[...parts, `${fixed}::BIGINT`].join(' + ')})`, type: 'long', constant: false };
}

/** When the row came in; null once the rows are no longer those of one table. */
function ingestionTime(_t: Translator, _node: Call, scope: Scope): SqlValue {
  const ingested = ingestedId(scope.relation);
  return ingested === undefined ? nullOf('datetime') : { sql: sqlName(ingested), type: 'datetime', constant: false };
}

/** `bin_auto(x)`: bin or bin_at by the options of the query. */
function binAuto(t: Translator, node: Call, scope: Scope): SqlValue {
  const [value] = argumentsOf(node);
  const size = t.queryOptions.get('query_bin_auto_size');
  const at = t.queryOptions.get('query_bin_auto_at');
  if (value === undefined || size === undefined) throw t.unsupported(node, 'bin_auto without "set query_bin_auto_size"');
  const name = at === undefined ? 'bin' : 'bin_at';
  const translate = scalarFunction(name);
  if (translate === undefined) throw t.unsupported(node, `The function ${name}`);
  return translate([t.expression(value, scope), size, ...(at === undefined ? [] : [at])], t.functionContext(node, 'bin_auto'));
}

/** The special forms by name. */
export const specialForms: Readonly<Record<string, SpecialForm>> = {
  column_ifexists: columnIfExists,
  columnifexists: columnIfExists,
  iscolumnexists: columnExists,
  pack_all: packAll,
  bag_pack_columns: packColumns,
  column_names_of: columnNamesOf,
  estimate_data_size: estimateDataSize,
  ingestion_time: ingestionTime,
  bin_auto: binAuto,
};

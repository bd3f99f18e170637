import { callUserFunction, userFunction } from '../functions.js';
import { convertTo } from '../coerce.js';
import { KqlError, KqlErrorCode, positionOf } from '../../kql.error.js';
import { databaseName } from '../../schema/globals.js';
import { literalFrom, nullOf, sqlTypeOf } from '../literals.js';
import { tabularFunction } from '../registry.js';
import { IdSource, type Relation, type RelationColumn } from '../relation.js';
import { EmptyScope } from '../scope.js';
import { sqlName, type KustoType, type SqlValue } from '../sql-value.js';
import { elements, kindOf, nameOf, scalarTypeNamed, textOf } from '../syntax.js';
import type { KqlNode } from '../translation.js';
import { unitRelation } from '../relation.js';
import type { Translator } from '../translator.js';
import type { CoreOperator } from './index.js';

/** Where rows come from: tables, let names, calls, datatable, range. */

type TableExpression = (node: never, t: Translator, input: Relation | undefined) => Relation;
type Call = Kusto.Language.Syntax.FunctionCallExpression;

function named(node: Kusto.Language.Syntax.NameReference, t: Translator): Relation {
  return byName(t, node, nameOf(node));
}

function byName(t: Translator, node: KqlNode, name: string): Relation {
  const binding = t.environment.get(name);
  if (binding?.kind === 'tabular') return binding.relation();
  const called = userFunction(t, node, name);
  if (called !== undefined) return tableOf(t, node, callUserFunction(t, node, called, [], new EmptyScope(unitRelation)));
  return tableNamed(t, node, name);
}

function tableNamed(t: Translator, node: KqlNode, name: string): Relation {
  const table = t.options.table(name);
  if (table === undefined) throw t.invalid(node, `There is no table "${name}"`);
  return table.relation();
}

function tableOf(t: Translator, node: KqlNode, result: SqlValue | Relation): Relation {
  if (!('columns' in result)) throw t.invalid(node, 'A value stands where a table is expected');
  return result;
}

function call(node: Call, t: Translator, input: Relation | undefined): Relation {
  const name = nameOf(node.Name);
  const args = elements(node.ArgumentList?.Expressions);
  const translate = tabularFunction(name);
  // what a stored enrichment function declares only tells the binder its columns
  const called = translate !== undefined && t.environment.get(name) === undefined ? undefined : userFunction(t, node, name);
  if (called !== undefined) return tableOf(t, node, callUserFunction(t, node, called, args, new EmptyScope(unitRelation)));
  if (translate !== undefined) return translate(node, input, t);
  if (name === 'table' && args.length === 1) return byName(t, node, String(t.constant(args[0] as KqlNode, 'A table name')));
  if (name === 'database' || name === 'cluster' || name === 'external_table' || name === 'stored_query_result') throw forbidden(t, node, `${name}()`);
  throw t.unsupported(node, `The function ${name}`);
}

function forbidden(t: Translator, node: KqlNode, what: string): KqlError {
  return new KqlError(KqlErrorCode.Forbidden, `${what} reads from outside; a query may only read the tables of its own database.`, positionOf(t.options.text, node.TextStart, node.Width));
}

/** `database("hunting").T`: only the own database. */
function qualified(node: Kusto.Language.Syntax.PathExpression, t: Translator, input: Relation | undefined): Relation {
  const owner = node.Expression as KqlNode;
  const selector = node.Selector as KqlNode;
  const name = kindOf(owner) === 'FunctionCallExpression' ? nameOf((owner as Call).Name) : '';
  const [database] = name === 'database' ? elements((owner as Call).ArgumentList?.Expressions) : [];
  if (database === undefined || t.constant(database, 'A database name') !== databaseName) throw forbidden(t, node, textOf(owner));
  return kindOf(selector) === 'FunctionCallExpression' ? call(selector as Call, t, input) : tableNamed(t, selector, nameOf(selector));
}

function dataTable(node: Kusto.Language.Syntax.DataTableExpression, t: Translator): Relation {
  const declared = elements<Kusto.Language.Syntax.NameAndTypeDeclaration>(node.Schema?.Columns);
  const ids = new IdSource(['~n']);
  const columns = declared.map((column): RelationColumn => {
    const type = scalarTypeNamed(textOf(column.Type).trim());
    if (type === undefined) throw t.unsupported(column, `The type ${textOf(column.Type)}`);
    const name = nameOf(column.Name);
    return { name, type, id: ids.next(name) };
  });
  const cells = elements(node.Values);
  if (columns.length === 0) throw t.invalid(node, 'A datatable needs columns');
  if (cells.length % columns.length !== 0) throw t.invalid(node, 'The values of the datatable do not fill its last row');
  const rows: string[] = [];
  for (let at = 0; at < cells.length; at += columns.length) {
    const values = columns.map((column, i) => cell(t, cells[at + i] as KqlNode, column.type));
    rows.push(`(${values.join(', ')}, ${at / columns.length})`);
  }
  const names = columns.map((column) => sqlName(column.id)).join(', ');
  const order = [{ id: '~n', descending: false, nullsFirst: false }];
  if (rows.length > 0) return { sql: `SELECT ${names}, "~n" FROM (VALUES ${rows.join(', ')}) AS v(${names}, "~n")`, columns, order, serialized: false };
  const empty = columns.map((column) => `NULL::${sqlTypeOf(column.type)} AS ${sqlName(column.id)}`).join(', ');
  return { sql: `SELECT ${empty}, 0 AS "~n" WHERE false`, columns, order, serialized: false };
}

function cell(t: Translator, node: KqlNode, type: KustoType): string {
  const value = t.expression(node);
  const { literal } = value;
  let typed = value;
  if (value.type !== type) {
    const text = typeof literal === 'string' || typeof literal === 'number' || typeof literal === 'bigint' || typeof literal === 'boolean' ? String(literal) : undefined;
    const parsed = type === 'dynamic' || type === 'string' || text === undefined || value.type === 'datetime' || value.type === 'timespan' ? undefined : literalFrom(type, text);
    typed = literal === null ? nullOf(type) : text === '' && type !== 'string' && type !== 'dynamic' ? nullOf(type) : (parsed ?? convertTo(value, type));
  }
  return `${typed.sql}::${sqlTypeOf(type)}`;
}

/** `range x from a to b step s`: whole steps counted, so that reals do not drift. */
function range(node: Kusto.Language.Syntax.RangeOperator, _input: Relation, t: Translator): Relation {
  const [from, to, step] = [node.From, node.To, node.Step].map((each) => t.expression(each as KqlNode)) as [SqlValue, SqlValue, SqlValue];
  const type = rangeType(t, node, from, to, step);
  const typed = (value: SqlValue): string => convertTo(value, type === 'datetime' && value === step ? 'timespan' : type).sql;
  const inner = `SELECT ${typed(from)} AS f, ${typed(to)} AS t, ${typed(step)} AS s`;
  const steps = type === 'real' || type === 'decimal' ? 'CAST(floor((t - f) / s + 1e-9) AS BIGINT)' : '(t - f) // s';
  const whole = `CASE WHEN s = 0 OR (t - f) * sign(s) < 0 THEN 0 ELSE ${steps} + 1 END`;
  const name = nameOf(node.Name);
  const id = new IdSource(['~n']).next(name);
  const count = rangeCount(from, to, step);
  if (count !== undefined && count > mostRangeRows) throw t.tooLarge(node, `A range of ${count} rows`);
  // counted here where it can be: as a table the numbers are made while they are read, as a list they all stand in memory first
  const numbers = count === undefined ? `SELECT f, s, unnest(range(0, coalesce(${whole}, 0))) AS "~n" FROM (${inner})` : `SELECT f, s, r.range AS "~n" FROM (${inner}), range(${count}) AS r`;
  const sql = `SELECT f + "~n" * s AS ${sqlName(id)}, "~n" FROM (${numbers})`;
  const cast = type === 'int' || type === 'real' ? `SELECT CAST(${sqlName(id)} AS ${sqlTypeOf(type)}) AS ${sqlName(id)}, "~n" FROM (${sql})` : sql;
  return { sql: cast, columns: [{ name, type, id }], order: [{ id: '~n', descending: false, nullsFirst: false }], serialized: true };
}

/** More rows than any hunt can look at; Kusto has no limit here. */
const mostRangeRows = 10_000_000_000n;

/** How many rows a range of whole numbers, moments or spans has, where its ends are known now. */
function rangeCount(...ends: readonly [SqlValue, SqlValue, SqlValue]): bigint | undefined {
  if (ends.some(({ type, literal }) => type === 'real' || type === 'decimal' || type === 'dynamic' || (typeof literal !== 'bigint' && typeof literal !== 'number'))) return undefined;
  const [from, to, step] = ends.map(({ literal }) => BigInt(literal as number)) as [bigint, bigint, bigint];
  if (step === 0n || (step > 0n ? to < from : to > from)) return 0n;
  return (to - from) / step + 1n;
}

function rangeType(t: Translator, node: KqlNode, from: SqlValue, to: SqlValue, step: SqlValue): KustoType {
  const types = [from.type, to.type, step.type];
  if (types.includes('datetime')) return 'datetime';
  if (types.includes('timespan')) return 'timespan';
  for (const type of ['decimal', 'real', 'long', 'int'] as const) if (types.includes(type)) return type;
  throw t.unsupported(node, `range from ${from.type} to ${to.type}`);
}

function invoke(node: Kusto.Language.Syntax.InvokeOperator, input: Relation, t: Translator): Relation {
  const invoked = node.Function as Call;
  const name = nameOf(invoked.Name);
  const translate = tabularFunction(name);
  if (translate !== undefined && t.environment.get(name) === undefined) return translate(invoked, input, t);
  const called = userFunction(t, invoked, name);
  if (called === undefined) throw t.unsupported(node, `invoke ${name}`);
  return tableOf(t, node, callUserFunction(t, invoked, called, elements(invoked.ArgumentList?.Expressions), new EmptyScope(unitRelation), input));
}

function outside(node: KqlNode, t: Translator): Relation {
  throw forbidden(t, node, t.describe(node));
}

/** Expressions that are tables by themselves, by the class of their node. */
export const tableExpressions: Readonly<Record<string, TableExpression>> = {
  NameReference: named,
  FunctionCallExpression: call,
  PathExpression: qualified,
  DataTableExpression: dataTable,
  MaterializeExpression: (node: Kusto.Language.Syntax.MaterializeExpression, t) => t.shared(t.tabular(node.Expression as KqlNode), true),
  DataScopeExpression: (node: Kusto.Language.Syntax.DataScopeExpression, t, input) => t.tabular(node.Expression as KqlNode, input),
  ExternalDataExpression: outside,
  InlineExternalTableExpression: outside,
};

/** The operators of this file by the class of their node. */
export const sourceOperators: Readonly<Record<string, CoreOperator>> = { RangeOperator: range, InvokeOperator: invoke };

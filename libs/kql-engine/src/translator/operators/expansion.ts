import { convert } from '../scalars/convert.js';
import { isBag, readDynamic, writeJson, type Json } from '../scalars/native/json-value.js';
import { native, nativeSql } from '../scalars/support.js';
import { columnNamed, type NamedValue, type Relation, type RelationColumn } from '../relation.js';
import { sqlName, type KustoType } from '../sql-value.js';
import { elements, kindOf, nameOf, namedParameters, parameterText, scalarTypeNamed, textOf } from '../syntax.js';
import type { KqlNode, Scope, Translation } from '../translation.js';

/** How mv-expand and mv-apply turn arrays and bags into rows. */

/** Which form the properties of a bag take: bags of one property each, or arrays of key and value. */
type BagForm = 'bag' | 'array';

const properties = native('bag_properties', ['text', 'text'], 'text', (text, form) => {
  const value = readDynamic(typeof text === 'string' ? text : null);
  if (!isBag(value)) return null;
  const parts: Json[] = [...value].map(([key, item]) => (form === 'array' ? [key, item] : new Map([[key, item]])));
  return writeJson(parts);
});

/** One array to expand. */
export interface Expanded {
  /** The name of the column that holds the elements. */
  readonly name: string;
  /** The input column that the elements replace, if they replace one. */
  readonly replaces: RelationColumn | undefined;
  /** An SQL list of the elements as JSON. */
  readonly list: string;
  /** The type that `to typeof()` gives the elements. */
  readonly type: KustoType;
}

/** What mv-expand and mv-apply say about the arrays. */
export interface Expansion {
  readonly arrays: readonly Expanded[];
  readonly index: string | undefined;
  /** At most so many rows for one row of the input. */
  readonly limit: number | undefined;
}

type ExpandNode = Kusto.Language.Syntax.MvExpandOperator | Kusto.Language.Syntax.MvApplyOperator;

/** The old spelling `mvexpand` gives at most so many rows unless it says otherwise. */
const legacyLimit = 128;

function bagForm(parameters: Map<string, KqlNode>, node: KqlNode, t: Translation): BagForm {
  const form = (parameterText(parameters.get('bagexpansion') ?? parameters.get('kind')) ?? 'bag').toLowerCase();
  if (form !== 'bag' && form !== 'array') throw t.unsupported(node, `kind=${form} of mv-expand`);
  return form;
}

/**
 * Null gives one row with null; an empty array or bag gives no row; what is neither array nor bag gives itself. A range
 * of DuckDB reads JSON once, so large arrays stay linear.
 */
function listOf(json: string, form: BagForm): string {
  const bag = nativeSql(properties, [json, `'${form}'`]);
  return `(CASE json_type(${json}) WHEN 'ARRAY' THEN CAST(${json} AS JSON[]) WHEN 'OBJECT' THEN CAST(CAST(${bag} AS JSON) AS JSON[]) ELSE [${json}] END)`;
}

/** Reads the arrays of the operator over the columns of `scope`. */
export function readExpansion(node: ExpandNode, scope: Scope, t: Translation): Expansion {
  const parameters = namedParameters(node.Parameters);
  const form = bagForm(parameters, node, t);
  const arrays = elements<Kusto.Language.Syntax.MvExpandExpression>(node.Expressions).map((each): Expanded => {
    const expression = each.Expression as KqlNode;
    const output = t.outputs([expression], scope)[0];
    if (output === undefined || output.value.type !== 'dynamic') throw t.invalid(expression, 'Only dynamic values can be expanded');
    return {
      name: output.name,
      replaces: columnNamed(scope.relation, output.name),
      list: listOf(scope.computed(output.value).sql, form),
      type: elementType(each.ToTypeOf, t),
    };
  });
  const index = parameters.get('with_itemindex');
  return {
    arrays,
    index: index === undefined ? undefined : nameOf(index),
    limit: rowLimit(node, t),
  };
}

function elementType(clause: Kusto.Language.Syntax.ToTypeOfClause | null, t: Translation): KustoType {
  if (clause === null || clause === undefined) return 'dynamic';
  const types = elements((clause.TypeOf as Kusto.Language.Syntax.TypeOfLiteralExpression).Types);
  const type = scalarTypeNamed(textOf(types[0]).trim().toLowerCase());
  if (types.length !== 1 || type === undefined) throw t.invalid(clause, `${textOf(clause)} names no type`);
  return type;
}

function rowLimit(node: ExpandNode, t: Translation): number | undefined {
  const clause = node.RowLimitClause;
  if (clause === null || clause === undefined) {
    const legacy = kindOf(node) === 'MvExpandOperator' && textOf((node as Kusto.Language.Syntax.MvExpandOperator).MvExpandKeyword) === 'mvexpand';
    return legacy ? legacyLimit : undefined;
  }
  const limit = Number(t.constant(clause.RowLimit as KqlNode, 'The limit of mv-expand'));
  if (!Number.isInteger(limit) || limit < 0) throw t.invalid(clause, 'The limit of mv-expand has to be a whole number');
  return limit;
}

/** The rows of an expansion: the SELECT that makes them, and where its values stand. */
export interface ExpandedRows {
  /** A SELECT with all columns of the source, the elements and the index. */
  readonly sql: string;
  /** The elements, one for each array, converted to their type. */
  readonly values: readonly NamedValue[];
  /** The column with the place of the element, from 0. */
  readonly indexId: string;
}

/** Expands the rows of `source`, which is SQL, in parallel over all arrays; shorter arrays are filled up with null. */
export function expandRows(source: string, expansion: Expansion, t: Translation): ExpandedRows {
  const lists = expansion.arrays.map(() => `~${t.uniqueName('l')}`);
  const items = expansion.arrays.map(() => `~${t.uniqueName('e')}`);
  const indexId = `~${t.uniqueName('i')}`;
  const limit = expansion.limit === undefined ? '' : `[:${expansion.limit}]`;
  const inner = expansion.arrays.map((array, index) => `${array.list}${limit} AS ${sqlName(lists[index] ?? '')}`);
  const unnested = items.map((item, index) => `unnest(${sqlName(lists[index] ?? '')}) AS ${sqlName(item)}`);
  const lengths = lists.map((list) => `len(${sqlName(list)})`).join(', ');
  const sql = `SELECT *, ${unnested.join(', ')}, unnest(range(greatest(${lengths}))) AS ${sqlName(indexId)} FROM (SELECT *, ${inner.join(', ')} FROM (${source}))`;
  const values = expansion.arrays.map((array, index): NamedValue => {
    const element = `(CASE WHEN CAST(${sqlName(items[index] ?? '')} AS VARCHAR) = 'null' THEN NULL ELSE ${sqlName(items[index] ?? '')} END)`;
    return { name: array.name, value: convert({ sql: element, type: 'dynamic', constant: false }, array.type) };
  });
  return { sql, values, indexId };
}

/** `name`, or `name1`, `name2` ... where columns have it already. */
export function freeName(name: string, taken: Iterable<string>): string {
  const names = new Set(taken);
  let free = name;
  for (let n = 1; names.has(free); n += 1) free = `${name}${n}`;
  return free;
}

/** The input columns with the elements in place of those they replace, then the other elements, then the index. */
export function expandedColumns(input: Relation, expansion: Expansion, rows: ExpandedRows): NamedValue[] {
  const result: NamedValue[] = input.columns.map((column) => {
    const at = expansion.arrays.findIndex((array) => array.replaces === column);
    return (at === -1 ? undefined : rows.values[at]) ?? { name: column.name, value: { sql: sqlName(column.id), type: column.type, constant: false } };
  });
  for (const [at, array] of expansion.arrays.entries()) {
    const value = rows.values[at];
    if (array.replaces === undefined && value !== undefined) result.push(value);
  }
  if (expansion.index !== undefined) {
    const name = freeName(expansion.index, result.map((each) => each.name));
    result.push({ name, value: { sql: sqlName(rows.indexId), type: 'long', constant: false } });
  }
  return result;
}

import { distinctRows, translateSummarize } from '../aggregate-calls.js';
import { filtered, numbered, orderBy, projected, stillIngested, type Relation, type SortKey } from '../relation.js';
import { elements, kindOf, nameOf, parameterText, namedParameters, textOf } from '../syntax.js';
import type { KqlNode, Scope } from '../translation.js';
import type { Translator } from '../translator.js';
import { extend, starOutputs } from './columns.js';
import type { CoreOperator } from './index.js';

/** The operators that choose, order, count and group rows. */

type Syntax<K extends keyof typeof Kusto.Language.Syntax> = (typeof Kusto.Language.Syntax)[K] extends { prototype: infer T } ? T : never;

function where(node: Syntax<'FilterOperator'>, input: Relation, t: Translator): Relation {
  const scope = t.scope(input);
  const condition = t.condition(node.Condition as KqlNode, scope);
  return filtered({ ...scope.relation, columns: input.columns }, condition);
}

/** The sort keys of a list of ordered expressions. Ties keep the place they have in the input where it is known. */
export function sortKeys(t: Translator, nodes: readonly KqlNode[], scope: Scope): SortKey[] {
  return nodes.map((node) => {
    const ordering = kindOf(node) === 'OrderedExpression' ? (node as Kusto.Language.Syntax.OrderedExpression).Ordering : undefined;
    const descending = textOf(ordering?.AscOrDescKeyword).trim() !== 'asc';
    const nulls = textOf(ordering?.NullsClause?.FirstOrLastKeyword).trim();
    const value = t.expression(node, scope);
    const column = scope.computed(value.constant ? { ...value, constant: false, sql: `(${value.sql})` } : value);
    return { id: idOf(column.sql), descending, nullsFirst: nulls === '' ? !descending : nulls === 'first' };
  });
}

function idOf(name: string): string {
  return name.slice(1, -1).replaceAll('""', '"');
}

function sorted(t: Translator, nodes: readonly KqlNode[], input: Relation): Relation {
  const scope = t.scope(input);
  const keys = sortKeys(t, nodes, scope);
  const known = new Set(keys.map((key) => key.id));
  const ties = input.serialized ? [] : input.order.filter((key) => !known.has(key.id));
  return { ...scope.relation, columns: input.columns, order: [...keys, ...ties], serialized: true };
}

function sort(node: Syntax<'SortOperator'>, input: Relation, t: Translator): Relation {
  return sorted(t, elements(node.Expressions), input);
}

function limited(t: Translator, count: KqlNode, input: Relation): Relation {
  const value = t.expression(count);
  const limit = value.literal === undefined ? `greatest(0, coalesce(CAST(${value.sql} AS BIGINT), 0))` : String(BigInt(Math.max(0, Math.trunc(Number(value.literal)))));
  const by = orderBy(input);
  const sql = `SELECT * FROM (${input.sql})${by === '' ? '' : ` ${by}`} LIMIT ${limit}`;
  return { ...input, sql, ...stillIngested(input, sql) };
}

function take(node: Syntax<'TakeOperator'>, input: Relation, t: Translator): Relation {
  return limited(t, node.Expression as KqlNode, input);
}

function top(node: Syntax<'TopOperator'>, input: Relation, t: Translator): Relation {
  return limited(t, node.Expression as KqlNode, sorted(t, [node.ByExpression as KqlNode], input));
}

function count(node: Syntax<'CountOperator'>, input: Relation): Relation {
  const name = textOf(node.AsIdentifier?.Identifier).trim() || 'Count';
  return { sql: `SELECT count(*) AS "Count" FROM (${input.sql})`, columns: [{ name, id: 'Count', type: 'long' }], order: [], serialized: false };
}

function distinct(node: Syntax<'DistinctOperator'>, input: Relation, t: Translator): Relation {
  const scope = t.scope(input);
  const outputs = t.outputs(elements(node.Expressions), scope, { prefix: 'Column', star: starOutputs(input) });
  return distinctRows(t, scope, outputs);
}

function summarize(node: Syntax<'SummarizeOperator'>, input: Relation, t: Translator): Relation {
  const by = node.ByClause;
  const bin = by?.BinClause;
  if (bin !== null && bin !== undefined && textOf(bin) !== '') throw t.unsupported(bin, 'summarize ... bin=');
  return translateSummarize(t, elements(node.Aggregates), elements(by?.Expressions), input);
}

function serialize(node: Syntax<'SerializeOperator'>, input: Relation, t: Translator): Relation {
  const ordered = input.order.length > 0 ? input : numbered(input, `~${t.uniqueName('n')}`);
  const serialized = { ...ordered, serialized: true };
  return elements(node.Expressions).length === 0 ? serialized : extend(node as never, serialized, t);
}

function as(node: Syntax<'AsOperator'>, input: Relation, t: Translator): Relation {
  const shared = t.shared(input);
  t.environment.set(nameOf(node.Name), { kind: 'tabular', relation: () => shared });
  return shared;
}

function render(node: Syntax<'RenderOperator'>, input: Relation, t: Translator): Relation {
  const properties: Record<string, string> = {};
  for (const list of [node.Parameters, node.WithClause?.Properties]) {
    for (const [name, value] of namedParameters(list)) properties[name] = kindOf(value).includes('List') ? textOf(value) : (parameterText(value) ?? textOf(value));
  }
  t.visualization = { kind: textOf(node.ChartType).trim(), properties };
  return input;
}

function consume(_node: KqlNode, input: Relation): Relation {
  return { ...input, sql: `SELECT 1 AS "~" FROM (${input.sql}) WHERE false`, columns: [], order: [], serialized: false };
}

function print(node: Syntax<'PrintOperator'>, input: Relation, t: Translator): Relation {
  const unit = { ...input, columns: [], order: [], serialized: true };
  const scope = t.scope(unit);
  return projected(scope.relation, t.outputs(elements(node.Expressions), scope, { prefix: 'print_' }));
}

function sameRows(_node: KqlNode, input: Relation): Relation {
  return input;
}

/** The operators of this file by the class of their node. */
export const rowOperators: Readonly<Record<string, CoreOperator>> = {
  FilterOperator: where,
  SortOperator: sort,
  TakeOperator: take,
  TopOperator: top,
  CountOperator: count,
  DistinctOperator: distinct,
  SummarizeOperator: summarize,
  SerializeOperator: serialize,
  AsOperator: as,
  RenderOperator: render,
  ConsumeOperator: consume,
  PrintOperator: print,
  AssertSchemaOperator: sameRows,
};

import { numericAggregates } from '../aggregates/numeric-aggregates.js';
import { carried, columnValue, projected, type NamedValue, type Relation } from '../relation.js';
import { sqlName } from '../sql-value.js';
import { resultTypeOf, typeColumns } from '../syntax.js';
import type { KqlNode, Translation } from '../translation.js';

/** Operators that pick rows or values: sample, sample-distinct, top-hitters. */

function limit(node: KqlNode, t: Translation): string {
  const value = t.expression(node);
  if (value.type !== 'long' && value.type !== 'int') throw t.invalid(node, 'The number of rows has to be a whole number');
  return `greatest(0, ${value.sql})`;
}

/** `sample`: rows at random; which ones is not determined, in Kusto neither. */
export function translateSample(node: Kusto.Language.Syntax.SampleOperator, input: Relation, t: Translation): Relation {
  const columns = [...input.columns.map((column) => columnValue(column).sql), ...carried(input).map(sqlName)];
  const select = columns.length === 0 ? '*' : columns.join(', ');
  const sql = `SELECT ${select} FROM (${input.sql}) ORDER BY random() LIMIT ${limit(node.Expression as KqlNode, t)}`;
  return { ...input, sql, serialized: false };
}

/** `sample-distinct`: different values of a column, whichever. */
export function translateSampleDistinct(node: Kusto.Language.Syntax.SampleDistinctOperator, input: Relation, t: Translation): Relation {
  const scope = t.scope(input);
  const output = t.outputs([node.OfExpression as KqlNode], scope)[0];
  if (output === undefined) throw t.invalid(node, 'sample-distinct needs a column');
  const sql = `SELECT DISTINCT ${output.value.sql} AS "v" FROM (${scope.relation.sql}) LIMIT ${limit(node.Expression as KqlNode, t)}`;
  return projected({ sql, columns: [], order: [], serialized: false }, [{ name: output.name, value: { sql: '"v"', type: output.value.type, constant: false } }]);
}

/** `top-hitters`: the values that occur most often, or have the largest sum. Exact here, where Kusto estimates. */
export function translateTopHitters(node: Kusto.Language.Syntax.TopHittersOperator, input: Relation, t: Translation): Relation {
  const scope = t.scope(input);
  const of = t.outputs([node.OfExpression as KqlNode], scope)[0];
  if (of === undefined) throw t.invalid(node, 'top-hitters needs a column');
  const by = node.ByClause === null || node.ByClause === undefined ? undefined : t.expression(node.ByClause.Expression as KqlNode, scope);
  const context = t.functionContext(node, 'top-hitters');
  const total = by === undefined ? numericAggregates.count?.([], context) : numericAggregates.sum?.([by], context);
  if (total === undefined) throw t.unsupported(node, 'top-hitters');
  const names = (typeColumns(resultTypeOf(node)) ?? []).map((column) => column.name);
  const sql = `SELECT ${of.value.sql} AS "v", ${total.sql} AS "n" FROM (${scope.relation.sql}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limit(node.Expression as KqlNode, t)}`;
  const items: NamedValue[] = [
    { name: names[0] ?? of.name, value: { sql: '"v"', type: of.value.type, constant: false } },
    { name: names[1] ?? 'approximate_count', value: { sql: '"n"', type: total.type, constant: false } },
  ];
  return projected({ sql, columns: [], order: [{ id: 'n', descending: true, nullsFirst: false }], serialized: false }, items);
}

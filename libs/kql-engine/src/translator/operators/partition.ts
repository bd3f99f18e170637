import { columnValue, orderBy, type Relation } from '../relation.js';
import { sqlName } from '../sql-value.js';
import { kindOf, namedParameters, parameterText } from '../syntax.js';
import type { KqlNode, Translation } from '../translation.js';

/** `partition by`: the subquery runs over the rows of each value of a column by itself. */
export function translatePartition(node: Kusto.Language.Syntax.PartitionOperator, input: Relation, t: Translation): Relation {
  if (kindOf(node.Operand) !== 'PartitionSubquery') throw t.unsupported(node, 'partition with a query in braces');
  if (node.Scope !== null && node.Scope !== undefined) throw t.unsupported(node, 'partition in a scope');
  const strategy = parameterText(namedParameters(node.Parameters).get('hint.strategy'))?.toLowerCase();
  if (strategy !== undefined && !['native', 'shuffle', 'legacy', 'auto'].includes(strategy)) throw t.unsupported(node, `The strategy ${strategy} of partition`);
  const scope = t.scope(input);
  const key = scope.computed(t.expression(node.ByExpression as KqlNode, scope));
  const source = t.shared(scope.relation);
  const outer = t.uniqueName('outer');
  const rows: Relation = { ...source, sql: `SELECT * FROM (${source.sql}) WHERE ${key.sql} IS NOT DISTINCT FROM ${outer}."k"` };
  const subquery = node.Operand as Kusto.Language.Syntax.PartitionSubquery;
  const result = t.lateral(outer, () => t.tabular(subquery.Subquery as KqlNode, rows));
  const alias = t.uniqueName('q');
  const [first, place] = [`~${t.uniqueName('k')}`, `~${t.uniqueName('n')}`];
  const keys = `SELECT "k", row_number() OVER () AS ${sqlName(first)} FROM (SELECT DISTINCT ${key.sql} AS "k" FROM (${source.sql}) ORDER BY 1)`;
  const inner = `SELECT *, row_number() OVER (${orderBy(result)}) AS ${sqlName(place)} FROM (${result.sql})`;
  const columns = result.columns.map((column) => columnValue(column, alias).sql);
  const select = [...columns, `${outer}.${sqlName(first)}`, `${alias}.${sqlName(place)}`];
  return {
    sql: `SELECT ${select.join(', ')} FROM (${keys}) ${outer}, LATERAL (${inner}) ${alias}`,
    columns: result.columns,
    order: [first, place].map((id) => ({ id, descending: false, nullsFirst: false })),
    serialized: false,
  };
}

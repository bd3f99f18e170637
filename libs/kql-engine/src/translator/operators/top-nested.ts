import { convert } from '../scalars/convert.js';
import { nullOf } from '../literals.js';
import { projected, type NamedValue, type Relation } from '../relation.js';
import { sqlName, type SqlValue } from '../sql-value.js';
import { elements, kindOf, resultTypeOf, textOf, typeColumns } from '../syntax.js';
import type { KqlNode, Scope, Translation } from '../translation.js';

/** `top-nested`: the top values of a column, within each the top values of the next, and so on. */

interface Level {
  readonly key: SqlValue;
  readonly keyName: string;
  readonly aggregate: SqlValue;
  readonly aggregateName: string;
  readonly count: number | undefined;
  readonly others: string | undefined;
  readonly ascending: boolean;
}

type Clause = Kusto.Language.Syntax.TopNestedClause;

function readLevel(clause: Clause, index: number, names: readonly string[], scope: Scope, t: Translation): Level {
  const key = t.outputs([clause.OfExpression as KqlNode], scope)[0];
  let by = clause.ByExpression as KqlNode;
  let ascending = false;
  if (kindOf(by) === 'OrderedExpression') {
    const ordered = by as Kusto.Language.Syntax.OrderedExpression;
    ascending = textOf(ordered.Ordering?.AscOrDescKeyword).trim() === 'asc';
    by = ordered.Expression as KqlNode;
  }
  if (kindOf(by) === 'SimpleNamedExpression') by = (by as Kusto.Language.Syntax.SimpleNamedExpression).Expression as KqlNode;
  const aggregate = t.aggregate(by, scope);
  if (key === undefined) throw t.invalid(clause, 'top-nested needs a column');
  const others = clause.WithOthersClause;
  return {
    key: scope.computed(key.value),
    keyName: names[2 * index] || key.name,
    aggregate,
    aggregateName: names[2 * index + 1] || `aggregated_${key.name}`,
    count: clause.Expression === null || clause.Expression === undefined ? undefined : rowCount(clause.Expression as KqlNode, t),
    others: others === null || others === undefined ? undefined : convert(t.expression(others.Expression as KqlNode), key.value.type).sql,
    ascending,
  };
}

function rowCount(node: KqlNode, t: Translation): number {
  const count = Number(t.constant(node, 'The number of values'));
  if (!Number.isInteger(count) || count < 0) throw t.invalid(node, 'The number of values has to be a whole number');
  return count;
}

const key = (index: number): string => sqlName(`~k${index}`);
const aggregateId = (index: number): string => sqlName(`~a${index}`);
const rank = (index: number): string => sqlName(`~r${index}`);

/** The top groups of a level with those of the levels above: keys, aggregates, ranks. */
function topGroups(levels: readonly Level[], at: number, source: string, above: string | undefined): string {
  const level = levels[at] as Level;
  const keys = levels.slice(0, at + 1).map((_, index) => key(index));
  const grouped = `SELECT ${keys.join(', ')}, ${level.aggregate.sql} AS ${aggregateId(at)} FROM (${source}) GROUP BY ${keys.join(', ')}`;
  const direction = level.ascending ? 'ASC NULLS FIRST' : 'DESC NULLS LAST';
  const before = levels.slice(0, at).flatMap((_, index) => [`p.${key(index)}`, `p.${aggregateId(index)}`, `p.${rank(index)}`]);
  const partition = at === 0 ? '' : `PARTITION BY ${levels.slice(0, at).map((_, index) => `p.${rank(index)}`).join(', ')} `;
  const ranked = `row_number() OVER (${partition}ORDER BY g.${aggregateId(at)} ${direction}, g.${key(at)}) AS ${rank(at)}`;
  const from = above === undefined ? `(${grouped}) g` : `${above} p JOIN (${grouped}) g ON ${sameKeys('p', 'g', at)}`;
  const all = `SELECT ${[...before, `g.${key(at)}`, `g.${aggregateId(at)}`, ranked].join(', ')} FROM ${from}`;
  return level.count === undefined ? all : `SELECT * FROM (${all}) WHERE ${rank(at)} <= ${level.count}`;
}

function sameKeys(left: string, right: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${left}.${key(index)} IS NOT DISTINCT FROM ${right}.${key(index)}`).join(' AND ');
}

/** One row for each group above with what is not among its top values; deeper levels give a row of others or nothing. */
function otherGroups(levels: readonly Level[], at: number, source: string, tops: readonly string[]): string {
  const above = at === 0 ? undefined : tops[at - 1];
  const group = at === 0 ? '0' : 'p."~g"';
  const numberedAbove = above === undefined ? '' : ` JOIN (SELECT *, row_number() OVER () AS "~g" FROM ${above}) p ON ${sameKeys('s', 'p', at)}`;
  const rest = `SELECT s.*, ${group} AS "~g" FROM (${source}) s${numberedAbove} WHERE NOT EXISTS (SELECT 1 FROM ${tops[at]} x WHERE ${sameKeys('s', 'x', at + 1)})`;
  const sums = levels.slice(at).map((level, index) => `${level.aggregate.sql} AS ${aggregateId(at + index)}`);
  const totals = `SELECT "~g", ${sums.join(', ')} FROM (${rest}) GROUP BY "~g"`;
  const columns = levels.flatMap((level, index) => {
    if (index < at) return [`p.${key(index)}`, `p.${aggregateId(index)}`, `p.${rank(index)}`];
    if (level.others === undefined) return [`${nullOf(level.key.type).sql} AS ${key(index)}`, `NULL AS ${aggregateId(index)}`, `NULL AS ${rank(index)}`];
    return [`${level.others} AS ${key(index)}`, `o.${aggregateId(index)}`, `NULL AS ${rank(index)}`];
  });
  const join = above === undefined ? '' : ` JOIN (SELECT *, row_number() OVER () AS "~g" FROM ${above}) p ON p."~g" = o."~g"`;
  return `SELECT ${columns.join(', ')} FROM (${totals}) o${join}`;
}

/** Translates top-nested. */
export function translateTopNested(node: Kusto.Language.Syntax.TopNestedOperator, input: Relation, t: Translation): Relation {
  const clauses = elements<Clause>(node.Clauses);
  const names = (typeColumns(resultTypeOf(node)) ?? []).map((column) => column.name);
  const scope = t.scope(input);
  const levels = clauses.map((clause, index) => readLevel(clause, index, names, scope, t));
  const keys = levels.map((level, index) => `${level.key.sql} AS ${key(index)}`);
  const source = `SELECT *, ${keys.join(', ')} FROM (${scope.relation.sql})`;
  const tops = levels.map(() => t.uniqueName('n'));
  const ctes = levels.map((_, at) => `${tops[at]} AS MATERIALIZED (${topGroups(levels, at, source, at === 0 ? undefined : tops[at - 1])})`);
  const last = levels.length - 1;
  const ids = levels.flatMap((_, index) => [key(index), aggregateId(index), rank(index)]).join(', ');
  const parts = [`SELECT ${ids} FROM ${tops[last]}`, ...levels.flatMap((level, at) => (level.others === undefined ? [] : [otherGroups(levels, at, source, tops)]))];
  const items = levels.flatMap((level, index): NamedValue[] => [
    { name: level.keyName, value: { sql: key(index), type: level.key.type, constant: false } },
    { name: level.aggregateName, value: { sql: aggregateId(index), type: level.aggregate.type, constant: false } },
  ]);
  const order = levels.map((_, index) => ({ id: `~r${index}`, descending: false, nullsFirst: false }));
  return projected({ sql: `WITH ${ctes.join(', ')} ${parts.map((part) => `(${part})`).join(' UNION ALL ')}`, columns: [], order, serialized: false }, items);
}

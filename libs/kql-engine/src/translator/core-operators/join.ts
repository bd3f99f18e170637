import { comparisonType, convertTo } from '../coerce.js';
import { columnNamed, columnValue, IdSource, orderBy, type Relation, type RelationColumn, type SortKey } from '../relation.js';
import { flattened } from '../scope.js';
import { sqlName, type SqlValue } from '../sql-value.js';
import { elements, kindOf, nameOf, namedParameters, parameterText, textOf, unwrapped } from '../syntax.js';
import type { KqlNode } from '../translation.js';
import type { Translator } from '../translator.js';
import type { CoreOperator } from './index.js';

/** join and lookup. */

interface Pair {
  readonly left: RelationColumn;
  readonly right: RelationColumn;
}

type Kind = 'innerunique' | 'inner' | 'leftouter' | 'rightouter' | 'fullouter' | 'leftsemi' | 'rightsemi' | 'leftanti' | 'rightanti';

const kinds: Readonly<Record<string, Kind>> = {
  innerunique: 'innerunique', inner: 'inner', leftouter: 'leftouter', rightouter: 'rightouter', fullouter: 'fullouter', leftsemi: 'leftsemi',
  rightsemi: 'rightsemi', leftanti: 'leftanti', anti: 'leftanti', leftantisemi: 'leftanti', rightanti: 'rightanti', rightantisemi: 'rightanti',
};

const sqlJoins: Readonly<Record<Kind, string>> = {
  innerunique: 'JOIN', inner: 'JOIN', leftouter: 'LEFT JOIN', rightouter: 'RIGHT JOIN', fullouter: 'FULL JOIN',
  leftsemi: 'SEMI JOIN', leftanti: 'ANTI JOIN', rightsemi: 'SEMI JOIN', rightanti: 'ANTI JOIN',
};

function kindNamed(t: Translator, node: KqlNode, name: string): Kind {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined) throw t.unsupported(node, `join kind=${name}`);
  return kind;
}

function join(node: Kusto.Language.Syntax.JoinOperator, left: Relation, t: Translator): Relation {
  const parameters = namedParameters(node.Parameters);
  const kind = kindNamed(t, node, parameterText(parameters.get('kind'))?.toLowerCase() ?? 'innerunique');
  const right = t.tabular(node.Expression as KqlNode);
  const pairs = conditions(t, node, node.ConditionClause, left, right);
  switch (kind) {
    case 'leftsemi':
    case 'leftanti':
      return oneSided(t, node, kind, left, right, pairs);
    case 'rightsemi':
    case 'rightanti':
      return oneSided(t, node, kind, right, left, pairs.map((pair) => ({ left: pair.right, right: pair.left })));
    default:
      return joined(t, node, kind, left, right, pairs, right.columns);
  }
}

function lookup(node: Kusto.Language.Syntax.LookupOperator, left: Relation, t: Translator): Relation {
  const kind = parameterText(namedParameters(node.Parameters).get('kind'))?.toLowerCase() ?? 'leftouter';
  if (kind !== 'leftouter' && kind !== 'inner') throw t.unsupported(node, `lookup kind=${kind}`);
  const right = t.tabular(node.Expression as KqlNode);
  const pairs = conditions(t, node, node.LookupClause, left, right);
  const keys = new Set(pairs.map((pair) => pair.right));
  return joined(t, node, kind, left, right, pairs, right.columns.filter((column) => !keys.has(column)));
}

function conditions(t: Translator, node: KqlNode, clause: KqlNode | null, left: Relation, right: Relation): Pair[] {
  if (kindOf(clause) !== 'JoinOnClause') throw t.unsupported(node, 'A join without "on"');
  const parts = elements((clause as Kusto.Language.Syntax.JoinOnClause).Expressions).flatMap((each) => flattened(each, operatorOf, 'and', unwrapped));
  if (parts.length === 0) throw t.unsupported(node, 'A join without a condition');
  return parts.map((part) => pairOf(t, part, left, right));
}

function operatorOf(node: KqlNode): string | undefined {
  return kindOf(node) === 'BinaryExpression' ? textOf((node as Kusto.Language.Syntax.BinaryExpression).Operator).trim() : undefined;
}

function pairOf(t: Translator, node: KqlNode, left: Relation, right: Relation): Pair {
  if (kindOf(node) === 'NameReference') return { left: columnOf(t, node, left, nameOf(node)), right: columnOf(t, node, right, nameOf(node)) };
  const { Left: first, Right: second } = node as Kusto.Language.Syntax.BinaryExpression;
  const sides = operatorOf(node) === '==' ? [first, second].map((side) => sided(unwrapped(side as KqlNode))) : [];
  const [a, b] = sides;
  if (a === undefined || b === undefined || a.side === b.side) throw t.unsupported(node, `The join condition "${textOf(node)}"`);
  const [l, r] = a.side === '$left' ? [a, b] : [b, a];
  return { left: columnOf(t, node, left, l.name), right: columnOf(t, node, right, r.name) };
}

/** `$left.x` or `$right['x']`. */
function sided(node: KqlNode): { side: string; name: string } | undefined {
  if (kindOf(node) !== 'PathExpression' && kindOf(node) !== 'ElementExpression') return undefined;
  const { Expression: owner, Selector: selector } = node as Kusto.Language.Syntax.PathExpression;
  const side = nameOf(owner);
  if (side !== '$left' && side !== '$right') return undefined;
  if (kindOf(selector) === 'NameReference') return { side, name: nameOf(selector) };
  const inner = (selector as unknown as Kusto.Language.Syntax.BracketedExpression | null)?.Expression as { LiteralValue?: unknown } | null | undefined;
  return typeof inner?.LiteralValue === 'string' ? { side, name: inner.LiteralValue } : undefined;
}

function columnOf(t: Translator, node: KqlNode, relation: Relation, name: string): RelationColumn {
  const column = columnNamed(relation, name);
  if (column === undefined) throw t.invalid(node, `There is no column "${name}" on that side of the join`);
  return column;
}

function conditionSql(t: Translator, node: KqlNode, pairs: readonly Pair[]): string {
  return pairs
    .map(({ left, right }) => {
      const type = comparisonType(left.type, right.type);
      if (type === undefined) throw t.unsupported(node, `A join of ${left.type} with ${right.type}`);
      const side = (column: RelationColumn, alias: string): string => {
        const value: SqlValue = columnValue(column, alias);
        return type === 'dynamic' ? `CAST(${value.sql} AS VARCHAR)` : convertTo(value, type).sql;
      };
      return `${side(left, 'l')} = ${side(right, 'r')}`;
    })
    .join(' AND ');
}

function oneSided(t: Translator, node: KqlNode, kind: Kind, kept: Relation, other: Relation, pairs: readonly Pair[]): Relation {
  const select = [...new Set([...kept.columns.map((column) => column.id), ...kept.order.map((key) => key.id)])].map((id) => `l.${sqlName(id)}`);
  return { ...kept, sql: `SELECT ${select.join(', ')} FROM (${kept.sql}) AS l ${sqlJoins[kind]} (${other.sql}) AS r ON ${conditionSql(t, node, pairs)}` };
}

function joined(t: Translator, node: KqlNode, kind: Kind, left: Relation, right: Relation, pairs: readonly Pair[], rightColumns: readonly RelationColumn[]): Relation {
  const ids = new IdSource();
  const names = new Set(left.columns.map((column) => column.name));
  const columns: RelationColumn[] = [];
  const select: string[] = [];
  const add = (column: RelationColumn, alias: string, name: string, optional: boolean): void => {
    const id = ids.next(name);
    columns.push({ name, type: column.type, id });
    const value = columnValue(column, alias).sql;
    select.push(`${optional && column.type === 'string' ? `coalesce(${value}, '')` : value} AS ${sqlName(id)}`);
  };
  for (const column of left.columns) add(column, 'l', column.name, kind === 'rightouter' || kind === 'fullouter');
  for (const column of rightColumns) {
    let name = column.name;
    for (let n = 1; names.has(name); n += 1) name = `${column.name}${n}`;
    names.add(name);
    add(column, 'r', name, kind === 'leftouter' || kind === 'fullouter');
  }
  const order: SortKey[] = [];
  for (const [relation, alias] of [[left, 'l'], [right, 'r']] as const) {
    for (const key of relation.order) {
      const id = `~${t.uniqueName('j')}`;
      order.push({ ...key, id, nullsFirst: false });
      select.push(`${alias}.${sqlName(key.id)} AS ${sqlName(id)}`);
    }
  }
  const from = kind === 'innerunique' ? onePerKey(left, pairs) : left.sql;
  const sql = `SELECT ${select.join(', ')} FROM (${from}) AS l ${sqlJoins[kind]} (${right.sql}) AS r ON ${conditionSql(t, node, pairs)}`;
  return { sql, columns, order, serialized: false };
}

/** The first row of the left side for each key, which is what innerunique joins. */
function onePerKey(left: Relation, pairs: readonly Pair[]): string {
  const keys = [...new Set(pairs.map((pair) => sqlName(pair.left.id)))].join(', ');
  return `SELECT DISTINCT ON (${keys}) * FROM (${left.sql}) ${orderBy(left)}`;
}

/** The operators of this file by the class of their node. */
export const joinOperators: Readonly<Record<string, CoreOperator>> = { JoinOperator: join, LookupOperator: lookup };

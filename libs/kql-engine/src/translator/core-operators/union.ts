import { KqlError, KqlErrorCode } from '../../kql.error.js';
import { nullOf } from '../literals.js';
import { columnNamed, columnValue, IdSource, type Relation, type RelationColumn } from '../relation.js';
import { sqlName, sqlString, type KustoType } from '../sql-value.js';
import { elements, kindOf, nameOf, namedParameters, parameterText, unwrapped } from '../syntax.js';
import type { KqlNode } from '../translation.js';
import { unitRelation } from '../relation.js';
import type { Translator } from '../translator.js';
import { matches, patternOf } from './columns.js';
import type { CoreOperator } from './index.js';

/** union. */

interface Branch {
  readonly name: string;
  readonly relation: Relation;
}

interface Merged {
  readonly name: string;
  readonly type: KustoType;
  /** The name that the column has in the branches. */
  readonly source: string;
}

function union(node: Kusto.Language.Syntax.UnionOperator, input: Relation, t: Translator): Relation {
  const parameters = namedParameters(node.Parameters);
  const kind = parameterText(parameters.get('kind'))?.toLowerCase() ?? 'outer';
  if (kind !== 'outer' && kind !== 'inner') throw t.unsupported(node, `union kind=${kind}`);
  const fuzzy = parameterText(parameters.get('isfuzzy'))?.toLowerCase() === 'true';
  const branches: Branch[] = input === unitRelation ? [] : [{ name: pipedName(node), relation: input }];
  for (const each of elements(node.Expressions)) branches.push(...branchesOf(t, each, fuzzy, branches.length));
  if (branches.length === 0) throw t.invalid(node, 'None of the tables of the union exists');
  const withSource = parameters.get('withsource') ?? parameters.get('with_source');
  return unioned(t, branches, kind === 'inner', withSource === undefined ? undefined : (parameterText(withSource) as string));
}

function pipedName(node: KqlNode): string {
  const pipe = node.Parent as unknown as Kusto.Language.Syntax.PipeExpression | null;
  const head = kindOf(pipe) === 'PipeExpression' ? unwrapped(pipe?.Expression as KqlNode) : undefined;
  return kindOf(head) === 'NameReference' ? nameOf(head) : 'union_arg0';
}

function branchesOf(t: Translator, node: KqlNode, fuzzy: boolean, position: number): Branch[] {
  const inner = unwrapped(node);
  if (kindOf(inner) !== 'NameReference') return fuzzily(fuzzy, () => [{ name: asName(inner) ?? `union_arg${position}`, relation: t.tabular(inner) }]);
  const pattern = patternOf(inner);
  if (!pattern.includes('*')) {
    if (fuzzy && t.environment.get(pattern) === undefined && t.options.table(pattern) === undefined) return [];
    return [{ name: pattern, relation: t.tabular(inner) }];
  }
  const found = t.tables().filter((table) => matches(pattern, table.name));
  if (found.length === 0 && !fuzzy) throw t.invalid(node, `No table matches "${pattern}"`);
  return found.map((table) => ({ name: table.name, relation: table.relation() }));
}

/** The name that the branch gives itself with a last `as`. */
function asName(node: KqlNode): string | undefined {
  const last = kindOf(node) === 'PipeExpression' ? (node as Kusto.Language.Syntax.PipeExpression).Operator : undefined;
  return kindOf(last) === 'AsOperator' ? nameOf((last as unknown as Kusto.Language.Syntax.AsOperator).Name) : undefined;
}

/** `isfuzzy`: a branch whose tables do not exist is left out. */
function fuzzily(fuzzy: boolean, make: () => Branch[]): Branch[] {
  try {
    return make();
  } catch (error) {
    if (fuzzy && error instanceof KqlError && error.code === KqlErrorCode.Invalid) return [];
    throw error;
  }
}

/** The rows of all branches. Columns of one name and several types become one column for each type, `name_type`. */
export function unioned(t: Translator, branches: readonly Branch[], common: boolean, sourceColumn: string | undefined): Relation {
  const merged = mergedColumns(branches, common);
  const ids = new IdSource();
  const source: RelationColumn | undefined = sourceColumn === undefined ? undefined : { name: sourceColumn, type: 'string', id: ids.next(sourceColumn) };
  const columns = merged.map((column): RelationColumn => ({ name: column.name, type: column.type, id: ids.next(column.name) }));
  const placed = branches.every(({ relation }) => relation.order.length === 1 && relation.order[0]?.descending === false && relation.order[0].id.startsWith('~'));
  const [branchId, rowId] = [`~${t.uniqueName('b')}`, `~${t.uniqueName('n')}`];
  const selects = branches.map(({ name, relation }, i) => {
    const values = merged.map((column, at) => {
      const own = columnNamed(relation, column.source);
      const value = own?.type === column.type ? columnValue(own).sql : nullOf(column.type).sql;
      return `${value} AS ${sqlName(columns[at]?.id ?? '')}`;
    });
    if (source !== undefined) values.unshift(`${sqlString(name)} AS ${sqlName(source.id)}`);
    if (placed) values.push(`${i} AS ${sqlName(branchId)}`, `${sqlName(relation.order[0]?.id ?? '')} AS ${sqlName(rowId)}`);
    return `SELECT ${values.length === 0 ? '1 AS "~"' : values.join(', ')} FROM (${relation.sql})`;
  });
  const order = placed ? [branchId, rowId].map((id) => ({ id, descending: false, nullsFirst: false })) : [];
  return { sql: selects.map((select) => `(${select})`).join(' UNION ALL '), columns: source === undefined ? columns : [source, ...columns], order, serialized: false };
}

function mergedColumns(branches: readonly Branch[], common: boolean): Merged[] {
  const types = new Map<string, KustoType[]>();
  for (const { relation } of branches) {
    for (const { name, type } of relation.columns) {
      const known = types.get(name) ?? [];
      if (known.length === 0) types.set(name, known);
      if (!known.includes(type)) known.push(type);
    }
  }
  const result: Merged[] = [];
  for (const [name, found] of types) {
    if (common && !(found.length === 1 && branches.every(({ relation }) => columnNamed(relation, name) !== undefined))) continue;
    if (found.length === 1) result.push({ name, type: found[0] as KustoType, source: name });
    else result.push(...found.map((type) => ({ name: `${name}_${type}`, type, source: name })));
  }
  return result;
}

/** The operators of this file by the class of their node. */
export const unionOperators: Readonly<Record<string, CoreOperator>> = { UnionOperator: union };

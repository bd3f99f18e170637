import { unioned } from '../core-operators/union.js';
import { nullOf } from '../literals.js';
import { columnNamed, columnValue, extended, filtered, projected, unitRelation, type NamedValue, type Relation } from '../relation.js';
import { packBag } from '../scalars/bags.js';
import { convert } from '../scalars/convert.js';
import { textOperators } from '../scalars/text-operators.js';
import { sqlString, type KustoType, type SqlValue } from '../sql-value.js';
import { elements, kindOf, nameOf, namedParameters, parameterText, resultTypeOf, scalarTypeNamed, textOf, typeColumns, unwrapped } from '../syntax.js';
import type { KqlNode, Scope, Translation } from '../translation.js';
import type { Translator } from '../translator.js';

/** `search` and `find`: rows of many tables that a predicate fits; a text alone means: some column has it. */

interface Source {
  readonly name: string;
  readonly relation: Relation;
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`, 's');
}

/** The tables of `in (...)`, or all. */
function sourcesOf(clause: Kusto.Language.Syntax.FindInClause | null | undefined, t: Translation): Source[] {
  if (clause === null || clause === undefined) return t.tables().map(({ name, relation }) => ({ name, relation: relation() }));
  return elements(clause.Expressions).flatMap((node, index): Source[] => {
    const inner = unwrapped(node);
    if (kindOf(inner) !== 'NameReference') return [{ name: `union_arg${index}`, relation: t.tabular(inner) }];
    const name = textOf((inner as Kusto.Language.Syntax.NameReference).Name).trim();
    if (!name.includes('*')) return [{ name: nameOf(inner), relation: t.tabular(inner) }];
    return t.tables().filter((table) => wildcard(name).test(table.name)).map((table) => ({ name: table.name, relation: table.relation() }));
  });
}

/** The name of the table that the pipe before the operator begins with. */
function pipedName(node: KqlNode, t: Translation): string {
  let head = (node.Parent as unknown as { Expression?: KqlNode } | null)?.Expression;
  while (head !== undefined && (kindOf(head) === 'PipeExpression' || kindOf(head) === 'ParenthesizedExpression')) head = (head as unknown as { Expression: KqlNode }).Expression;
  if (head === undefined || kindOf(head) !== 'NameReference') throw t.unsupported(node, 'search over rows that come from no named table');
  return nameOf(head);
}

/** A scope in which columns that only other tables have are null. */
function patchedScope(scope: Scope, others: ReadonlyMap<string, KustoType>): Scope {
  return {
    get relation() {
      return scope.relation;
    },
    column: (name) => scope.column(name) ?? (others.has(name) ? nullOf(others.get(name) as KustoType) : undefined),
    computed: (value) => scope.computed(value),
  };
}

class SearchPredicate {
  constructor(
    private readonly t: Translation,
    private readonly caseSensitive: boolean,
  ) {}

  condition(node: KqlNode, scope: Scope): string {
    const inner = unwrapped(node);
    const kind = kindOf(inner);
    if (kind === 'StarExpression') return 'true';
    if (kind === 'BinaryExpression') return this.binary(inner as Kusto.Language.Syntax.BinaryExpression, scope);
    if (kind === 'FunctionCallExpression' && nameOf((inner as Kusto.Language.Syntax.FunctionCallExpression).Name) === 'not') {
      const [argument] = elements((inner as Kusto.Language.Syntax.FunctionCallExpression).ArgumentList?.Expressions);
      if (argument !== undefined) return `(NOT coalesce(${this.condition(argument, scope)}, false))`;
    }
    const text = this.text(inner);
    return text === undefined ? this.t.condition(inner, scope) : this.anywhere(text, inner, scope);
  }

  private binary(node: Kusto.Language.Syntax.BinaryExpression, scope: Scope): string {
    const operator = textOf(node.Operator).trim();
    const [left, right] = [node.Left as KqlNode, node.Right as KqlNode];
    if (operator === 'and' || operator === 'or') return `(${this.condition(left, scope)} ${operator.toUpperCase()} ${this.condition(right, scope)})`;
    const star = kindOf(left) === 'StarExpression';
    if (operator !== ':' && !(star && this.textual(operator))) return this.t.condition(node as KqlNode, scope);
    const wanted = operator === ':' ? this.text(right) : undefined;
    if (operator === ':') {
      const text = wanted ?? String(this.t.constant(right, 'What is looked for'));
      return star ? this.anywhere(text, right, scope) : this.has(this.t.expression(left, scope), text, right);
    }
    const value = this.t.expression(right, scope);
    return this.any(scope, (column) => this.call(operator, column, value, right));
  }

  private textual(operator: string): boolean {
    return Object.hasOwn(textOperators, operator);
  }

  /** The text of a string literal, which the binder types as bool here; undefined for other expressions. */
  private text(node: KqlNode): string | undefined {
    if (kindOf(node) !== 'LiteralExpression' && kindOf(node) !== 'CompoundStringLiteralExpression') return undefined;
    const value: unknown = (node as Kusto.Language.Syntax.Expression).LiteralValue;
    return typeof value === 'string' ? value : undefined;
  }

  private anywhere(text: string, node: KqlNode, scope: Scope): string {
    if (/^\**$/.test(text)) return 'true';
    return this.any(scope, (column) => this.has(column, text, node));
  }

  private any(scope: Scope, condition: (column: SqlValue) => string): string {
    const parts = scope.relation.columns.map((column) => condition(columnValue(column)));
    return parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`;
  }

  /** A star at an end of the text frees that end from being the end of a term. */
  private has(column: SqlValue, text: string, node: KqlNode): string {
    const [before, after] = [text.startsWith('*'), text.endsWith('*') && text.length > 1];
    const core = text.slice(before ? 1 : 0, after ? -1 : undefined);
    if (core.includes('*')) throw this.t.unsupported(node, 'search with * within a term');
    const operator = before && after ? 'contains' : before ? 'hassuffix' : after ? 'hasprefix' : 'has';
    return this.call(this.caseSensitive ? `${operator}_cs` : operator, column, { sql: sqlString(core), type: 'string', literal: core, constant: true }, node);
  }

  private call(operator: string, column: SqlValue, value: SqlValue, node: KqlNode): string {
    const translate = Object.hasOwn(textOperators, operator) ? textOperators[operator] : undefined;
    if (translate === undefined) throw this.t.unsupported(node, `The operator ${operator} over all columns`);
    return translate(convert(column, 'string'), [value], this.t.functionContext(node, operator)).sql;
  }
}

function sensitive(node: KqlNode, parameters: Map<string, KqlNode>, t: Translation): boolean {
  const kind = parameterText(parameters.get('kind'))?.toLowerCase() ?? 'default';
  if (!['default', 'case_insensitive', 'case_sensitive'].includes(kind)) throw t.invalid(node, `search has no kind ${kind}`);
  return kind === 'case_sensitive';
}

/** The rows of each source that the condition fits. */
function found(sources: readonly Source[], condition: KqlNode | null | undefined, caseSensitive: boolean, t: Translation): Source[] {
  const types = new Map<string, KustoType>();
  for (const { relation } of sources) for (const column of relation.columns) if (!types.has(column.name)) types.set(column.name, column.type);
  const predicate = new SearchPredicate(t, caseSensitive);
  return sources.map(({ name, relation }) => {
    if (condition === null || condition === undefined) return { name, relation };
    const scope = patchedScope(t.scope(relation), types);
    const sql = predicate.condition(condition, scope);
    return { name, relation: filtered(scope.relation, sql) };
  });
}

/** Translates search. */
export function translateSearch(node: Kusto.Language.Syntax.SearchOperator, input: Relation, t: Translation): Relation {
  const caseSensitive = sensitive(node, namedParameters(node.Parameters), t);
  const sources = input === unitRelation ? sourcesOf(node.InClause, t) : [{ name: pipedName(node, t), relation: input }];
  return unioned(t as Translator, found(sources, node.Condition as KqlNode, caseSensitive, t), false, '$table');
}

/** Translates find. */
export function translateFind(node: Kusto.Language.Syntax.FindOperator, input: Relation, t: Translation): Relation {
  if (input !== unitRelation) throw t.unsupported(node, 'find after a pipe');
  const parameters = namedParameters(node.Parameters);
  const sourceColumn = parameterText(parameters.get('withsource') ?? parameters.get('with_source')) ?? 'source_';
  const listed = textOf(node.Project?.ProjectKeyword).trim() === 'project' ? elements(node.Project?.Columns) : smartColumns(node, sourceColumn);
  const names = new Set(listed.map((each) => (typeof each === 'string' ? each : columnNameOf(each))));
  const isPack = (each: KqlNode | string): boolean => (typeof each === 'string' ? each === packColumn : kindOf(each) === 'PackExpression');
  const all = found(sourcesOf(node.InClause, t), node.Condition as KqlNode, false, t);
  const result = unioned(t as Translator, listed.some(isPack) ? all.map((source) => ({ ...source, relation: packed(source.relation, names) })) : all, false, sourceColumn);
  const items = listed.map((each): NamedValue => (isPack(each) ? columnOf(packColumn, result, node, t) : typeof each === 'string' ? columnOf(each, result, node, t) : projectedColumn(each, result, t)));
  const [source] = result.columns;
  return projected(result, withoutAway(node, source === undefined ? items : [{ name: source.name, value: columnValue(source) }, ...items]));
}

const packColumn = 'pack_';

/** What find has without project: the columns that every table has or the predicate names, and `pack_` with the rest where some table has more. The binder knows them. */
function smartColumns(node: Kusto.Language.Syntax.FindOperator, sourceColumn: string): string[] {
  return (typeColumns(resultTypeOf(node as KqlNode)) ?? []).map(({ name }) => name).filter((name) => name !== sourceColumn);
}

/** The rows with a bag of those of their own columns that have no name in the result. */
function packed(relation: Relation, names: ReadonlySet<string>): Relation {
  const rest = relation.columns.filter(({ name }) => !names.has(name));
  return extended(relation, [{ name: packColumn, value: packBag(rest.map((column) => [column.name, columnValue(column)] as const), false) }]);
}

function columnOf(name: string, result: Relation, node: Kusto.Language.Syntax.FindOperator, t: Translation): NamedValue {
  const column = columnNamed(result, name);
  if (column === undefined) throw t.unsupported(node, `find with the column ${name} of several types`);
  return { name, value: columnValue(column) };
}

function columnNameOf(node: KqlNode): string {
  return nameOf(kindOf(node) === 'TypedColumnReference' ? ((node as Kusto.Language.Syntax.TypedColumnReference).Column as KqlNode) : node);
}

function projectedColumn(node: KqlNode, result: Relation, t: Translation): NamedValue {
  const typed = kindOf(node) === 'TypedColumnReference' ? (node as Kusto.Language.Syntax.TypedColumnReference) : undefined;
  if (typed === undefined && kindOf(node) !== 'NameReference') throw t.unsupported(node, `find with ${textOf(node).trim()} in project`);
  const name = nameOf(typed === undefined ? node : (typed.Column as KqlNode));
  const column = columnNamed(result, name);
  const type = typed === undefined ? undefined : scalarTypeNamed(textOf(typed.Type).trim().toLowerCase());
  if (column === undefined) {
    if (typed === undefined || type === undefined) throw t.unsupported(node, `find with the column ${name} of several types`);
    return { name, value: nullOf(type) };
  }
  return { name, value: type === undefined ? columnValue(column) : convert(columnValue(column), type) };
}

function withoutAway(node: Kusto.Language.Syntax.FindOperator, items: readonly NamedValue[]): readonly NamedValue[] {
  const away = elements(node.ProjectAway?.Columns).map((each) => textOf(each).trim());
  return items.filter((item) => !away.some((name) => wildcard(name).test(item.name)));
}

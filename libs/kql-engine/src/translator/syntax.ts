/// <reference types="@kusto/language-service-next" />
import type { KqlNode } from './translation.js';
import type { KustoType } from './sql-value.js';

/** Reading the bound tree: Bridge gives lists with `Count` and `getItem`, and says the class of a node in `$$name`. */

type SyntaxElement = Kusto.Language.Syntax.SyntaxElement;

/** `IncludeTrivia.Interior`: the enum itself is only there once the language service is loaded. */
const interiorTrivia = 1;

interface List {
  readonly Count: number;
  getItem?(index: number): unknown;
  getItem$1?(index: number): unknown;
}

/** The class of the node without its namespace, for example `FilterOperator`. */
export function kindOf(node: SyntaxElement | null | undefined): string {
  const name = (node?.constructor as { $$name?: string } | undefined)?.$$name ?? '';
  const generic = name.indexOf('$');
  const plain = generic === -1 ? name : name.slice(0, generic);
  return plain.slice(plain.lastIndexOf('.') + 1);
}

/** The elements of a syntax list, without separators. */
export function elements<T extends KqlNode = KqlNode>(list: unknown): T[] {
  if (list === null || list === undefined) return [];
  const { Count: count } = list as List;
  const result: T[] = [];
  for (let i = 0; i < count; i += 1) {
    const item = itemAt(list as List, i);
    const element = (item as { Element$1?: T; Element?: T }).Element$1 ?? (kindOf(item as SyntaxElement) === 'SeparatedElement' ? (item as { Element?: T }).Element : undefined);
    result.push((element ?? item) as T);
  }
  return result;
}

function itemAt(list: List, index: number): unknown {
  if (list.getItem$1 !== undefined) return list.getItem$1(index);
  return list.getItem?.(index);
}

/** The text of the node as the user wrote it, without what surrounds it. */
export function textOf(node: SyntaxElement | null | undefined): string {
  if (node === null || node === undefined) return '';
  return (node.IsToken ? (node as Kusto.Language.Syntax.SyntaxToken).Text : node.ToString(interiorTrivia as Kusto.Language.Syntax.IncludeTrivia)) ?? '';
}

/** The name that a name node (reference, declaration, named expression) holds, without brackets and quotes. */
export function nameOf(node: SyntaxElement | null | undefined): string {
  return (node as { SimpleName?: string } | null | undefined)?.SimpleName ?? textOf(node);
}

/** `name = value` parameters of an operator (`kind=inner`), names in lower case. */
export function namedParameters(list: unknown): Map<string, KqlNode> {
  const result = new Map<string, KqlNode>();
  for (const parameter of elements<Kusto.Language.Syntax.NamedParameter>(list)) {
    if (kindOf(parameter) !== 'NamedParameter' || parameter.Expression === null) continue;
    result.set(nameOf(parameter.Name).toLowerCase(), parameter.Expression);
  }
  return result;
}

/** The word or literal that a parameter has: `inner` of `kind=inner`, `true` of `isfuzzy=true`. */
export function parameterText(node: KqlNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  const literal = node as { Token?: { ValueText?: string; Text?: string } | null };
  const text = literal.Token?.ValueText ?? literal.Token?.Text ?? (nameOf(node) || textOf(node));
  return text.trim();
}

/** `node` without the parentheses around it. */
export function unwrapped(node: KqlNode): KqlNode {
  let inner = node;
  while (kindOf(inner) === 'ParenthesizedExpression') inner = (inner as Kusto.Language.Syntax.ParenthesizedExpression).Expression as KqlNode;
  return inner;
}

/** The result type that the binder gave the expression. */
export function resultTypeOf(node: KqlNode): Kusto.Language.Symbols.TypeSymbol | undefined {
  return (node as Kusto.Language.Syntax.Expression).ResultType ?? undefined;
}

const scalarTypes: ReadonlySet<string> = new Set(['bool', 'int', 'long', 'real', 'decimal', 'string', 'datetime', 'timespan', 'dynamic', 'guid']);

/** The Kusto scalar type of that symbol, if it is one. */
export function scalarTypeNamed(name: string | null | undefined): KustoType | undefined {
  if (name === null || name === undefined) return undefined;
  if (scalarTypes.has(name)) return name as KustoType;
  const aliases: Record<string, KustoType> = { boolean: 'bool', double: 'real', float: 'real', date: 'datetime', time: 'timespan', uniqueid: 'guid', uuid: 'guid' };
  return Object.hasOwn(aliases, name) ? aliases[name] : undefined;
}

/** The scalar type that the binder gave the expression, if it gave one. */
export function scalarTypeOf(node: KqlNode): KustoType | undefined {
  return scalarTypeNamed(resultTypeOf(node)?.Name);
}

/** The columns of a table or tuple type, in order. */
export function typeColumns(type: Kusto.Language.Symbols.TypeSymbol | undefined): { name: string; type: KustoType | undefined }[] | undefined {
  const columns = (type as unknown as { Columns?: List } | undefined)?.Columns;
  if (columns === undefined || columns === null) return undefined;
  return Array.from({ length: columns.Count }, (_, i) => {
    const column = itemAt(columns, i) as { Name: string; Type?: { Name?: string } };
    return { name: column.Name, type: scalarTypeNamed(column.Type?.Name) };
  });
}

/** Whether the expression gives a table, or the graph that make-graph makes of tables, rather than a value. */
export function isTabular(node: KqlNode): boolean {
  const type = resultTypeOf(node) as unknown as { IsTabular?: boolean } | undefined;
  return type?.IsTabular === true || kindOf(type as unknown as SyntaxElement) === 'GraphSymbol';
}

/** The short class name of the symbol that a name refers to: `ColumnSymbol`, `VariableSymbol` ... */
export function symbolKind(node: KqlNode): string {
  const symbol = (node as { ReferencedSymbol?: object | null }).ReferencedSymbol;
  const name = (symbol?.constructor as { $$name?: string } | undefined)?.$$name ?? '';
  return name.slice(name.lastIndexOf('.') + 1);
}

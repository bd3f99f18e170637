/// <reference types="@kusto/language-service-next" />

/** Reading what Bridge made of C# lists and classes. */

export type SyntaxElement = Kusto.Language.Syntax.SyntaxElement;
export type SyntaxNode = Kusto.Language.Syntax.SyntaxNode;

/** The items of a Bridge list or array. */
export function listItems<T>(list: unknown): T[] {
  if (list === null || list === undefined) return [];
  if (Array.isArray(list)) return list as T[];
  const { Count: count, getItem } = list as { Count: number; getItem(index: number): T };
  return Array.from({ length: count }, (_, index) => getItem.call(list, index));
}

/** The class of a node or symbol without namespace and type arguments: `FilterOperator`, `TableSymbol`. */
export function className(of: unknown): string {
  const name = (of as { constructor?: { $$name?: string } } | null | undefined)?.constructor?.$$name ?? '';
  const generic = name.indexOf('$');
  const plain = generic === -1 ? name : name.slice(0, generic);
  return plain.slice(plain.lastIndexOf('.') + 1);
}

/** Calls `visit` for every node under `root` in the order of the text. Keeps its own stack: a tree may be deeper than that of the thread. */
export function walkNodes(root: SyntaxElement | null | undefined, visit: (node: SyntaxNode) => void): void {
  const pending: SyntaxElement[] = root === null || root === undefined ? [] : [root];
  while (pending.length > 0) {
    const element = pending.pop() as SyntaxElement;
    if (element.IsToken) continue;
    visit(element as SyntaxNode);
    for (let at = element.ChildCount - 1; at >= 0; at -= 1) {
      const child = element.GetChild(at);
      if (child !== null && !child.IsToken) pending.push(child);
    }
  }
}

/** The nearest of `element` and what it stands in that is of one of the classes. */
export function enclosing(element: SyntaxElement | null | undefined, ...classes: readonly string[]): SyntaxNode | undefined {
  for (let at: SyntaxElement | null | undefined = element; at !== null && at !== undefined; at = at.Parent) {
    if (classes.includes(className(at))) return at as SyntaxNode;
  }
  return undefined;
}

/** The innermost node at `offset`. */
export function elementAt(code: Kusto.Language.KustoCode, offset: number): SyntaxElement | undefined {
  return code.Syntax?.GetTokenAt(offset)?.Parent ?? undefined;
}

/** The symbol that the binder resolved a name or call to. */
export function symbolOf(node: SyntaxElement | null | undefined): Kusto.Language.Symbols.Symbol | undefined {
  return (node as { ReferencedSymbol?: Kusto.Language.Symbols.Symbol | null } | null | undefined)?.ReferencedSymbol ?? undefined;
}

/** The columns of a table symbol; nothing for any other. */
export function columnsOf(type: Kusto.Language.Symbols.Symbol | null | undefined): Kusto.Language.Symbols.ColumnSymbol[] {
  return className(type) === 'TableSymbol' ? listItems<Kusto.Language.Symbols.ColumnSymbol>((type as Kusto.Language.Symbols.TableSymbol).Columns) : [];
}

/** The name of a name node or a call, without brackets and quotes. */
export function simpleName(node: SyntaxElement | null | undefined): string {
  return (node as { SimpleName?: string | null } | null | undefined)?.SimpleName ?? '';
}

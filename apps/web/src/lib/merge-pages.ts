/** What a page of a connection carries; other fields of it come from the newest page. */
export interface Page<Item> {
  nodes?: readonly Item[];
  edges?: readonly Item[];
  pageInfo?: unknown;
  totalCount?: number;
}

/**
 * Joins the next page to what is held. A page without a cursor starts anew. Items seen before are not repeated,
 * so a list that moved while it was being paged shows each item once.
 */
export function mergePages<Item>(held: Page<Item> | undefined, next: Page<Item>, after: string | null | undefined, keyOf: (item: Item) => string): Page<Item> {
  if (!held || !after) return next;
  return {
    ...next,
    ...(next.nodes && { nodes: join(held.nodes ?? [], next.nodes, keyOf) }),
    ...(next.edges && { edges: join(held.edges ?? [], next.edges, keyOf) }),
  };
}

function join<Item>(held: readonly Item[], next: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const seen = new Set(held.map(keyOf));
  return [...held, ...next.filter((item) => !seen.has(keyOf(item)))];
}

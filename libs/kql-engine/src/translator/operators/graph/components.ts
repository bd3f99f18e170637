/**
 * The component of each node, numbered from 0 in the order in which the components first appear among the nodes. Edges to nodes that are not
 * listed count for nothing. Weak components take edges both ways; in strong ones every node reaches every other.
 */
export function components(nodes: readonly string[], edges: readonly (readonly [string, string])[], strong: boolean): number[] {
  const place = new Map(nodes.map((node, at) => [node, at]));
  const next: number[][] = nodes.map(() => []);
  for (const [from, to] of edges) {
    const [a, b] = [place.get(from), place.get(to)];
    if (a === undefined || b === undefined) continue;
    next[a]?.push(b);
    if (!strong) next[b]?.push(a);
  }
  return renumbered(strong ? strongComponents(next) : weakComponents(next));
}

function renumbered(roots: readonly number[]): number[] {
  const numbers = new Map<number, number>();
  return roots.map((root) => {
    if (!numbers.has(root)) numbers.set(root, numbers.size);
    return numbers.get(root) as number;
  });
}

function weakComponents(next: readonly (readonly number[])[]): number[] {
  const found: number[] = next.map(() => -1);
  for (const start of next.keys()) {
    const pending = found[start] === -1 ? [start] : [];
    while (pending.length > 0) {
      const at = pending.pop() as number;
      if (found[at] !== -1) continue;
      found[at] = start;
      for (const each of next[at] ?? []) if (found[each] === -1) pending.push(each);
    }
  }
  return found;
}

/** Tarjan's algorithm with a stack of its own: a chain of a million nodes must not end the thread. */
function strongComponents(next: readonly (readonly number[])[]): number[] {
  const index: number[] = next.map(() => -1);
  const low: number[] = next.map(() => 0);
  const found: number[] = next.map(() => -1);
  const open: number[] = [];
  let count = 0;
  const enter = (node: number): void => {
    index[node] = low[node] = count++;
    open.push(node);
  };
  for (const start of next.keys()) {
    if (index[start] !== -1) continue;
    const path: { node: number; edge: number }[] = [{ node: start, edge: 0 }];
    enter(start);
    while (path.length > 0) {
      const step = path.at(-1) as { node: number; edge: number };
      const { node } = step;
      const to = next[node]?.[step.edge++];
      if (to !== undefined) {
        if (index[to] === -1) {
          enter(to);
          path.push({ node: to, edge: 0 });
        } else if (found[to] === -1) low[node] = Math.min(low[node] as number, index[to] as number);
        continue;
      }
      path.pop();
      const parent = path.at(-1)?.node;
      if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[node] as number);
      if (low[node] !== index[node]) continue;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        found[member] = node;
        if (member === node) break;
      }
    }
  }
  return found;
}

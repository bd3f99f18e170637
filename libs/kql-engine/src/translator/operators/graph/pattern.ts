import type { Graph } from '../../relation.js';
import { elements, kindOf, nameOf, textOf } from '../../syntax.js';
import type { KqlNode, Translation } from '../../translation.js';

/** The pattern of graph-match and graph-shortest-paths as data: nodes with edges between them. */

/** A node of the pattern; nodes of one name are one node. */
export interface NodeStep {
  readonly name: string | undefined;
  /** Its alias in SQL. */
  readonly alias: string;
}

/** An edge, or a chain of edges where it has a range. */
export interface EdgeStep {
  readonly name: string | undefined;
  readonly alias: string;
  readonly direction: 'forward' | 'backward' | 'any';
  readonly range?: { readonly least: number; readonly most: number };
}

/** Nodes and the edges between them: edge `i` joins node `i` and node `i + 1`. */
export interface Pattern {
  readonly nodes: readonly NodeStep[];
  readonly edges: readonly EdgeStep[];
}

/** Longer chains than this are refused. */
const longestChain = 100;

function readRange(node: Kusto.Language.Syntax.GraphMatchPatternEdgeRange | null, t: Translation): EdgeStep['range'] {
  if (node === null || node === undefined || textOf(node).trim() === '') return undefined;
  // the binder leaves these literals without a type
  const ends = [node.RangeStart, node.RangeEnd ?? node.RangeStart].map((end) => (/^\d+$/.test(textOf(end).trim()) ? Number(textOf(end)) : undefined));
  const [least, most] = ends;
  if (least === undefined || most === undefined || !Number.isInteger(least) || !Number.isInteger(most)) throw t.unsupported(node, 'A path without both lengths');
  if (least < 1 || most < least) throw t.unsupported(node, `A path of ${least} to ${most} edges`);
  if (most > longestChain) throw t.unsupported(node, `A path of more than ${longestChain} edges`);
  return { least, most };
}

function readEdge(node: Kusto.Language.Syntax.GraphMatchPatternEdge, t: Translation): EdgeStep {
  const [first, last] = [textOf(node.FirstToken).trim(), textOf(node.LastToken).trim()];
  const [back, forth] = [first.startsWith('<'), (last === '' ? first : last).endsWith('>')];
  if (back && forth) throw t.unsupported(node, `An edge ${first}${last}`);
  const range = readRange(node.Range, t);
  const name = node.Name === null || node.Name === undefined ? '' : nameOf(node.Name);
  return {
    name: name === '' ? undefined : name,
    alias: t.uniqueName('e'),
    direction: back ? 'backward' : forth ? 'forward' : 'any',
    ...(range === undefined ? {} : { range }),
  };
}

/** How the operator is called in messages. */
export function operatorName(node: KqlNode): string {
  return kindOf(node) === 'GraphMatchOperator' ? 'graph-match' : 'graph-shortest-paths';
}

/** Reads the only pattern of the operator. */
export function readPattern(patterns: unknown, node: KqlNode, t: Translation): Pattern {
  const [pattern, ...others] = elements<Kusto.Language.Syntax.GraphMatchPattern>(patterns);
  if (pattern === undefined || others.length > 0) throw t.unsupported(node, `${operatorName(node)} with several patterns`);
  const named = new Map<string, NodeStep>();
  const nodes: NodeStep[] = [];
  const edges: EdgeStep[] = [];
  for (const element of elements(pattern.PatternElements)) {
    if (kindOf(element) === 'GraphMatchPatternEdge') {
      edges.push(readEdge(element as unknown as Kusto.Language.Syntax.GraphMatchPatternEdge, t));
      continue;
    }
    const { Name } = element as unknown as Kusto.Language.Syntax.GraphMatchPatternNode;
    const name = Name === null || Name === undefined ? '' : nameOf(Name);
    const step = named.get(name) ?? { name: name === '' ? undefined : name, alias: t.uniqueName('n') };
    if (name !== '') named.set(name, step);
    nodes.push(step);
  }
  if (nodes.length !== edges.length + 1) throw t.invalid(node, 'The pattern has to be nodes with edges between them');
  return { nodes, edges };
}

/** How often an edge or a node may come again within one match. */
export type Cycles = 'all' | 'none' | 'unique_edges';

/** The relation of the edges as a pattern walks them: `~s` is where it comes from, `~t` where it goes. */
export function walked(edges: Graph['edges'], direction: EdgeStep['direction']): string {
  const turned = `SELECT * REPLACE ("~t" AS "~s", "~s" AS "~t") FROM (${edges.sql})`;
  if (direction === 'forward') return edges.sql;
  return direction === 'backward' ? turned : `${edges.sql} UNION ALL SELECT * FROM (${turned}) WHERE "~s" IS DISTINCT FROM "~t"`;
}

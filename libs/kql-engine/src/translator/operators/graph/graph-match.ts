import { projected, type Graph, type Relation } from '../../relation.js';
import { sqlName } from '../../sql-value.js';
import { elements, kindOf, namedParameters, nameOf, parameterText, unwrapped } from '../../syntax.js';
import { flattened } from '../../scope.js';
import type { KqlNode, Translation } from '../../translation.js';
import { GraphScope, pathColumns, stepColumn } from './graph-scope.js';
import { graphOf } from './make-graph.js';
import { operatorName, readPattern, walked, type Cycles, type EdgeStep, type NodeStep, type Pattern } from './pattern.js';

/**
 * graph-match and graph-shortest-paths: a join for each edge of the pattern, and a recursive query for each path of
 * several edges.
 */

type Clauses = Pick<Kusto.Language.Syntax.GraphMatchOperator, 'WhereClause' | 'ProjectClause'>;

interface Match {
  readonly graph: Graph;
  readonly pattern: Pattern;
  readonly cycles: Cycles;
}

const nodeKeys = ['~id', '~in', '~out'] as const;

function struct(alias: string, ids: readonly string[]): string {
  return ids.length === 0 ? 'struct_pack("~" := 1)' : `struct_pack(${ids.map((id) => `${sqlName(id)} := ${alias}.${sqlName(id)}`).join(', ')})`;
}

/** The chains of edges that a path of several edges may be: their ends, edges, and the nodes between. `starts` keeps to those that begin at its keys. */
function chains({ graph, cycles }: Match, { direction, range }: EdgeStep, starts: string | undefined, t: Translation): string {
  const [steps, chain] = [t.uniqueName('s'), t.uniqueName('p')];
  const edge = (alias: string): string => struct(alias, graph.edges.columns.map((column) => column.id));
  const inner = struct('n', [...graph.nodes.columns.map((column) => column.id), '~in', '~out']);
  const { edges: es, inner: ns, numbers, keys, length } = { edges: '"~es"', inner: '"~ns"', numbers: '"~ids"', keys: '"~ks"', length: '"~len"' };
  const empty = `list_filter([${inner}], lambda x: false)`;
  const from = starts === undefined ? '' : ` WHERE s."~s" IN (${starts})`;
  const first = `SELECT s."~s", s."~t", [${edge('s')}] AS ${es}, ${empty} AS ${ns}, [s."~e"] AS ${numbers}, [s."~s", s."~t"] AS ${keys}, 1 AS ${length} FROM ${steps} s JOIN (${graph.nodes.sql}) n ON n."~id" = s."~s"${from}`;
  const once = { all: '', none: ` AND NOT list_contains(c.${keys}, s."~t")`, unique_edges: ` AND NOT list_contains(c.${numbers}, s."~e")` }[cycles];
  const next = `SELECT c."~s", s."~t", list_append(c.${es}, ${edge('s')}), list_append(c.${ns}, ${inner}), list_append(c.${numbers}, s."~e"), list_append(c.${keys}, s."~t"), c.${length} + 1 FROM ${chain} c JOIN ${steps} s ON s."~s" = c."~t" JOIN (${graph.nodes.sql}) n ON n."~id" = c."~t" WHERE c.${length} < ${range?.most ?? 1}${once}`;
  const none = cycles === 'none' ? ' AND len(list_distinct("~ks")) = len("~ks")' : '';
  return `WITH RECURSIVE ${steps} AS (${walked(graph.edges, direction)}), ${chain} AS (${first} UNION ALL ${next}) SELECT * FROM ${chain} WHERE ${length} >= ${range?.least ?? 1}${none}`;
}

/** What the rows of matches have of a step, under names of their own. */
function selected({ graph }: Match, step: NodeStep | EdgeStep, isNode: boolean): string[] {
  const path = !isNode && (step as EdgeStep).range !== undefined;
  const ids = path ? Object.values(pathColumns) : isNode ? [...graph.nodes.columns.map((column) => column.id), ...nodeKeys] : [...graph.edges.columns.map((column) => column.id), '~e'];
  return ids.map((id) => `${step.alias}.${sqlName(id)} AS ${stepColumn(step.alias, id)}`);
}

/** The conditions that keep edges or nodes from coming again in one match. */
function differences({ pattern, cycles }: Match): string[] {
  if (cycles === 'all') return [];
  const result: string[] = [];
  if (cycles === 'none') {
    const lists = pattern.edges.map((edge, at) => (edge.range === undefined ? `[${pattern.nodes[at + 1]?.alias ?? ''}."~id"]` : `${edge.alias}."~ks"[2:]`));
    const all = [`[${pattern.nodes[0]?.alias ?? ''}."~id"]`, ...lists].reduce((left, right) => `list_concat(${left}, ${right})`);
    return [`len(list_distinct(${all})) = len(${all})`];
  }
  const numbers = pattern.edges.map((edge) => (edge.range === undefined ? `[${edge.alias}."~e"]` : `${edge.alias}."~ids"`));
  for (const [at, left] of numbers.entries()) for (const right of numbers.slice(at + 1)) result.push(`NOT list_has_any(${left}, ${right})`);
  return result;
}

/** One row for each match, with all that expressions may ask of it. */
function matches(match: Match, filters: ReadonlyMap<string, string>, t: Translation): Relation {
  const { graph, pattern } = match;
  const nodeSql = (step: NodeStep): string => {
    const filter = filters.get(step.alias);
    return filter === undefined ? graph.nodes.sql : `SELECT * FROM (${graph.nodes.sql}) ${step.alias} WHERE ${filter}`;
  };
  const [first] = pattern.nodes as [NodeStep];
  const joins = [`(${nodeSql(first)}) ${first.alias}`];
  const seen = new Set([first.alias]);
  const select = selected(match, first, true);
  for (const [at, edge] of pattern.edges.entries()) {
    const [from, to] = [pattern.nodes[at] as NodeStep, pattern.nodes[at + 1] as NodeStep];
    const starts = filters.has(from.alias) ? `SELECT "~id" FROM (${nodeSql(from)})` : undefined;
    const steps = edge.range === undefined ? walked(graph.edges, edge.direction) : chains(match, edge, starts, t);
    const known = seen.has(to.alias);
    joins.push(`JOIN (${steps}) ${edge.alias} ON ${edge.alias}."~s" = ${from.alias}."~id"${known ? ` AND ${edge.alias}."~t" = ${to.alias}."~id"` : ''}`);
    if (!known) joins.push(`JOIN (${nodeSql(to)}) ${to.alias} ON ${edge.alias}."~t" = ${to.alias}."~id"`);
    select.push(...selected(match, edge, false), ...(known ? [] : selected(match, to, true)));
    seen.add(to.alias);
  }
  const conditions = differences(match);
  const sql = `SELECT ${select.join(', ')} FROM ${joins.join(' ')}${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}`;
  return { sql, columns: [], order: [], serialized: false };
}

/**
 * The parts of the condition that speak of one node alone, by its alias: they are tried before any edge is walked. They
 * stand in the whole condition too, so that leaving one out here is never wrong.
 */
function nodeFilters(match: Match, condition: KqlNode | undefined, t: Translation): Map<string, string> {
  const filters = new Map<string, string>();
  if (condition === undefined) return filters;
  const isAnd = (node: KqlNode): string | undefined => (kindOf(node) === 'BinaryExpression' ? ((node as Kusto.Language.Syntax.BinaryExpression).Operator?.Text ?? undefined) : undefined);
  for (const part of flattened(condition, isAnd, 'and', unwrapped)) {
    const rows = t.scope({ sql: 'SELECT 1', columns: [], order: [], serialized: false });
    const sql = t.condition(part, new GraphScope(match.graph, match.pattern, rows, t));
    const steps = [...match.pattern.nodes, ...match.pattern.edges].filter(({ alias }) => sql.includes(`"${alias}.`) || sql.includes(`"${alias}~`));
    const [only] = [...new Set(steps.map(({ alias }) => alias))];
    const isNode = match.pattern.nodes.some(({ alias }) => alias === only);
    if (only === undefined || !isNode || new Set(steps.map(({ alias }) => alias)).size !== 1 || rows.relation.sql !== 'SELECT 1' || /\bSELECT\b/.test(sql)) continue;
    const inner = [...match.graph.nodes.columns.map((column) => column.id), ...nodeKeys].reduce((text, id) => text.replaceAll(stepColumn(only, id), `${only}.${sqlName(id)}`), sql);
    filters.set(only, filters.has(only) ? `${filters.get(only) ?? ''} AND ${inner}` : inner);
  }
  return filters;
}

function result(match: Match, { WhereClause: where, ProjectClause: project }: Clauses, node: KqlNode, t: Translation, among: (rows: Relation) => Relation): Relation {
  const condition = (where?.Condition ?? undefined) as KqlNode | undefined;
  let rows = matches(match, nodeFilters(match, condition, t), t);
  if (condition !== undefined) {
    const scope = new GraphScope(match.graph, match.pattern, t.scope(rows), t);
    const sql = t.condition(condition, scope);
    rows = { ...rows, sql: `SELECT * FROM (${scope.relation.sql}) WHERE ${sql}` };
  }
  if (project === null || project === undefined) throw t.unsupported(node, `${operatorName(node)} without project`);
  const scope = new GraphScope(match.graph, match.pattern, t.scope(among(rows)), t);
  const outputs = t.outputs(elements(project.Expressions), scope, { prefix: 'Column', nameOf: (expression) => propertyName(expression, match.pattern) });
  return projected(scope.relation, outputs);
}

/** `host.Name` of a node or an edge is called `host_Name`. */
function propertyName(expression: KqlNode, { nodes, edges }: Pattern): string | undefined {
  const names: string[] = [];
  let at = expression;
  while (kindOf(at) === 'PathExpression') {
    const { Expression: owner, Selector: selector } = at as Kusto.Language.Syntax.PathExpression;
    names.unshift(nameOf(selector));
    at = owner as KqlNode;
  }
  const element = kindOf(at) === 'NameReference' ? nameOf(at) : '';
  if (names.length === 0 || ![...nodes, ...edges].some(({ name }) => name === element)) return undefined;
  return names.includes('') ? undefined : [element, ...names].join('_');
}

/** Translates graph-match. */
export function translateGraphMatch(node: Kusto.Language.Syntax.GraphMatchOperator, input: Relation, t: Translation): Relation {
  const cycles = parameterText(namedParameters(node.Parameters).get('cycles'))?.toLowerCase() ?? 'unique_edges';
  if (cycles !== 'all' && cycles !== 'none' && cycles !== 'unique_edges') throw t.unsupported(node, `graph-match cycles=${cycles}`);
  return result({ graph: graphOf(node, input, t), pattern: readPattern(node.Patterns, node, t), cycles }, node, node, t, (rows) => rows);
}

/** Translates graph-shortest-paths: of the matches from one node to another those with the fewest edges, one of them or all. */
export function translateShortestPaths(node: Kusto.Language.Syntax.GraphShortestPathsOperator, input: Relation, t: Translation): Relation {
  const output = parameterText(namedParameters(node.Parameters).get('output'))?.toLowerCase() ?? 'any';
  if (output !== 'any' && output !== 'all') throw t.unsupported(node, `graph-shortest-paths output=${output}`);
  const pattern = readPattern(node.Patterns, node, t);
  const [edge] = pattern.edges;
  if (pattern.edges.length !== 1 || edge?.range === undefined) throw t.unsupported(node, 'graph-shortest-paths over anything but one path of several edges');
  const ends = pattern.nodes.map(({ alias }) => stepColumn(alias, '~id')).join(', ');
  const rank = output === 'any' ? 'row_number' : 'rank';
  const order = `${stepColumn(edge.alias, '~len')}${output === 'any' ? `, ${stepColumn(edge.alias, '~ids')}` : ''}`;
  const shortest = (rows: Relation): Relation => ({ ...rows, sql: `SELECT * FROM (${rows.sql}) QUALIFY ${rank}() OVER (PARTITION BY ${ends} ORDER BY ${order}) = 1` });
  return result({ graph: graphOf(node, input, t), pattern, cycles: 'unique_edges' }, node, node, t, shortest);
}

import { nullOf } from '../../literals.js';
import { columnNamed, IdSource, numbered, unitRelation, type Graph, type Relation, type RelationColumn } from '../../relation.js';
import { sqlName, type KustoType } from '../../sql-value.js';
import { elements, kindOf, nameOf, textOf } from '../../syntax.js';
import type { KqlNode, Translation } from '../../translation.js';

/**
 * `make-graph`: edges and nodes as two relations with hidden keys. A node is known by its key `~id` and has the number of
 * edges that come in and go out; an edge has the keys of its ends `~s` and `~t` and a number `~e`.
 */

type Keys = Readonly<Record<string, KustoType>>;

/** The relation under a name of its own, with the hidden keys kept: its SQL stands once however often it is joined. */
function kept(sql: string, columns: readonly RelationColumn[], keys: Keys, t: Translation): Graph['nodes'] {
  const hidden = Object.entries(keys).map(([id, type]): RelationColumn => ({ name: id, type, id }));
  return { sql: t.shared({ sql, columns: [...columns, ...hidden], order: [], serialized: false }).sql, columns };
}

function edgesOf(node: Kusto.Language.Syntax.MakeGraphOperator, input: Relation, t: Translation): { edges: Graph['edges']; key: KustoType } {
  const [source, target] = [node.SourceColumn, node.TargetColumn].map((name) => columnNamed(input, nameOf(name)));
  if (source === undefined || target === undefined) throw t.invalid(node, 'make-graph names a column that the edges do not have');
  if (source.type !== target.type) throw t.unsupported(node, `make-graph from ${source.type} to ${target.type}`);
  const place = `~${t.uniqueName('o')}`;
  const rows = numbered(input, place);
  const ids = input.columns.map((column) => sqlName(column.id));
  const sql = `SELECT ${[...ids, `${sqlName(source.id)} AS "~s"`, `${sqlName(target.id)} AS "~t"`, `${sqlName(place)} AS "~e"`].join(', ')} FROM (${rows.sql})`;
  return { edges: kept(sql, input.columns, { '~s': source.type, '~t': target.type, '~e': 'long' }, t), key: source.type };
}

interface NodeTable {
  readonly relation: Relation;
  readonly key: RelationColumn;
}

function tablesOf(clause: KqlNode | null, key: KustoType, t: Translation): NodeTable[] {
  if (kindOf(clause) !== 'MakeGraphWithTablesAndKeysClause') return [];
  const given = elements<Kusto.Language.Syntax.MakeGraphTableAndKeyClause>((clause as Kusto.Language.Syntax.MakeGraphWithTablesAndKeysClause).TablesAndKeys);
  return given.map((each) => {
    const relation = t.tabular(each.Table as KqlNode);
    const column = columnNamed(relation, nameOf(each.Column));
    if (column === undefined) throw t.invalid(each, `The nodes have no column ${nameOf(each.Column)}`);
    if (column.type !== key) throw t.unsupported(each, `make-graph with keys of ${column.type} for edges of ${key}`);
    return { relation, key: column };
  });
}

/** The columns of all tables of nodes, each once. */
function mergedColumns(node: KqlNode, tables: readonly NodeTable[], t: Translation): RelationColumn[] {
  const ids = new IdSource(['~id', '~in', '~out', '~n']);
  const columns: RelationColumn[] = [];
  for (const { relation } of tables) {
    for (const { name, type } of relation.columns) {
      const known = columns.find((column) => column.name === name);
      if (known === undefined) columns.push({ name, type, id: ids.next(name) });
      else if (known.type !== type) throw t.unsupported(node, `make-graph with tables in which ${name} has different types`);
    }
  }
  return columns;
}

function nodesOf(node: Kusto.Language.Syntax.MakeGraphOperator, edges: Graph['edges'], key: KustoType, t: Translation): Graph['nodes'] {
  const clause = node.WithClause as KqlNode | null;
  const implicit = kindOf(clause) === 'MakeGraphWithImplicitIdClause' ? nameOf((clause as Kusto.Language.Syntax.MakeGraphWithImplicitIdClause).Name) : undefined;
  const tables = tablesOf(clause, key, t);
  const [first] = tables;
  if (tables.some((table) => table.key.name !== first?.key.name)) throw t.unsupported(node, 'make-graph with tables whose keys have different names');
  const columns = implicit === undefined ? mergedColumns(node, tables, t) : [{ name: implicit, type: key, id: new IdSource(['~id', '~in', '~out', '~n']).next(implicit) }];
  const keyName = implicit ?? first?.key.name;
  const parts = tables.map(({ relation, key: own }, at) => {
    const values = columns.map((column) => {
      const has = columnNamed(relation, column.name);
      return `${has === undefined ? nullOf(column.type).sql : sqlName(has.id)} AS ${sqlName(column.id)}`;
    });
    const source = numbered(relation, '~p');
    return `SELECT ${[...values, `${sqlName(own.id)} AS "~k"`, `${at} AS "~n"`, '"~p" AS "~m"'].join(', ')} FROM (${source.sql})`;
  });
  const known = parts.length === 0 ? undefined : `SELECT * FROM (${parts.join(' UNION ALL ')})`;
  const ends = `SELECT k, min(e) AS e FROM (SELECT "~s" AS k, 2 * "~e" AS e FROM (${edges.sql}) UNION ALL SELECT "~t", 2 * "~e" + 1 FROM (${edges.sql})) GROUP BY 1`;
  const absent = known === undefined ? `SELECT * FROM (${ends})` : `SELECT * FROM (${ends}) WHERE k NOT IN (SELECT "~k" FROM (${known}) WHERE "~k" IS NOT NULL)`;
  const blank = columns.map((column) => `${column.name === keyName ? 'k' : nullOf(column.type).sql} AS ${sqlName(column.id)}`);
  const missing = `SELECT ${[...blank, 'k AS "~k"', `${tables.length} AS "~n"`, 'e AS "~m"'].join(', ')} FROM (${absent}) WHERE k IS NOT NULL`;
  const all = known === undefined ? missing : `${known} UNION ALL ${missing}`;
  const counted = (end: string): string => `(SELECT ${end} AS k, count(*) AS n FROM (${edges.sql}) GROUP BY 1)`;
  const once = `CASE WHEN count(*) OVER (PARTITION BY a."~k") > 1 THEN error('make-graph with several nodes of one key is not supported by this engine.') ELSE a."~k" END`;
  const select = [...columns.map((column) => `a.${sqlName(column.id)}`), `${once} AS "~id"`, 'coalesce(i.n, 0) AS "~in"', 'coalesce(o.n, 0) AS "~out"', 'row_number() OVER (ORDER BY a."~n", a."~m") AS "~n"'];
  const sql = `SELECT ${select.join(', ')} FROM (${all}) a LEFT JOIN ${counted('"~t"')} i ON i.k = a."~k" LEFT JOIN ${counted('"~s"')} o ON o.k = a."~k"`;
  return kept(sql, columns, { '~id': key, '~in': 'long', '~out': 'long', '~n': 'long' }, t);
}

/** Translates make-graph. What comes out is a graph: it has no rows until graph-match and the like make some. */
export function translateMakeGraph(node: Kusto.Language.Syntax.MakeGraphOperator, input: Relation, t: Translation): Relation {
  const { PartitionedByClause: partition } = node;
  if (partition !== null && partition !== undefined && textOf(partition) !== '') throw t.unsupported(partition, 'make-graph partitioned-by');
  if (textOf(node.DirectionToken).trim() !== '-->') throw t.unsupported(node, `make-graph ${textOf(node.DirectionToken).trim()}`);
  const { edges, key } = edgesOf(node, input, t);
  return { ...unitRelation, graph: { edges, nodes: nodesOf(node, edges, key, t), key } };
}

/** The graph that the pipe has so far. */
export function graphOf(node: KqlNode, input: Relation, t: Translation): Graph {
  if (input.graph === undefined) throw t.invalid(node, 'A graph is needed here: make one with make-graph');
  return input.graph;
}

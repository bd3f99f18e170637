import { columnNamed, IdSource, type Relation, type RelationColumn } from '../../relation.js';
import { native, nativeSql } from '../../scalars/support.js';
import { sqlName } from '../../sql-value.js';
import { elements, nameOf, namedParameters, parameterText, textOf } from '../../syntax.js';
import type { Translation } from '../../translation.js';
import { graphOf } from './make-graph.js';
import { components } from './components.js';

/** graph-to-table and graph-mark-components. */

/** `graph-to-table nodes` or `edges`: the rows of one of the two. The ids that Kusto gives nodes are hashes of its own. */
export function translateGraphToTable(node: Kusto.Language.Syntax.GraphToTableOperator, input: Relation, t: Translation): Relation {
  const graph = graphOf(node, input, t);
  const outputs = elements<Kusto.Language.Syntax.GraphToTableOutputClause>(node.OutputClause);
  const [output] = outputs;
  if (output === undefined || outputs.length > 1) throw t.unsupported(node, 'graph-to-table with several tables');
  if (elements(output.Parameters).length > 0) throw t.unsupported(output, `graph-to-table ${textOf(elements(output.Parameters)[0]).trim().split('=')[0] ?? ''}`);
  const isNodes = textOf(output.EntityKeyword).trim() === 'nodes';
  const { sql, columns } = isNodes ? graph.nodes : graph.edges;
  return { sql, columns, order: [{ id: isNodes ? '~n' : '~e', descending: false, nullsFirst: false }], serialized: false };
}

const marked = native('graph_components', ['text', 'text', 'bool'], 'text', (nodes, edges, strong) => {
  const found = components(JSON.parse(String(nodes)) as string[], JSON.parse(String(edges)) as [string, string][], strong === true);
  return JSON.stringify(found);
});

/** `graph-mark-components`: nodes get the number of the component they are in. */
export function translateMarkComponents(node: Kusto.Language.Syntax.GraphMarkComponentsOperator, input: Relation, t: Translation): Relation {
  const graph = graphOf(node, input, t);
  const parameters = namedParameters(node.Parameters);
  const kind = parameterText(parameters.get('kind'))?.toLowerCase() ?? 'weak';
  if (kind !== 'weak' && kind !== 'strong') throw t.unsupported(node, `graph-mark-components kind=${kind}`);
  const given = parameters.get('with_component_id');
  const name = given === undefined ? 'ComponentId' : nameOf(given);
  if (columnNamed({ ...input, columns: graph.nodes.columns }, name) !== undefined) throw t.invalid(node, `The nodes have a column ${name} already`);
  const id = new IdSource([...graph.nodes.columns.map((column) => column.id), '~id', '~in', '~out', '~n']).next(name);
  const nodes = `SELECT to_json(list(CAST("~id" AS VARCHAR) ORDER BY "~n")) FROM (${graph.nodes.sql})`;
  const edges = `SELECT to_json(list([CAST("~s" AS VARCHAR), CAST("~t" AS VARCHAR)] ORDER BY "~e")) FROM (${graph.edges.sql})`;
  const array = `CAST(${nativeSql(marked, [`coalesce((${nodes}), '[]')`, `coalesce((${edges}), '[]')`, String(kind === 'strong')])} AS JSON)`;
  const numbers = `SELECT from_json(${array}, '["BIGINT"]') AS l`;
  const column: RelationColumn = { name, type: 'long', id };
  const columns = [...graph.nodes.columns, column];
  const sql = `SELECT n.*, c.l[n."~n"] AS ${sqlName(id)} FROM (${graph.nodes.sql}) n, (${numbers}) c`;
  const hidden = (['~id', '~in', '~out', '~n'] as const).map((key): RelationColumn => ({ name: key, type: key === '~id' ? graph.key : 'long', id: key }));
  const shared = t.shared({ sql, columns: [...columns, ...hidden], order: [], serialized: false }).sql;
  return { ...input, graph: { ...graph, nodes: { sql: shared, columns } } };
}

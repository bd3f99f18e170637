import { columnNamed, type Graph, type Relation } from '../../relation.js';
import { asDynamic, convert } from '../../scalars/convert.js';
import type { CallScope } from '../../scope.js';
import { sqlName, type SqlValue } from '../../sql-value.js';
import { elements, kindOf, nameOf } from '../../syntax.js';
import type { KqlNode, Scope, Translation } from '../../translation.js';
import type { EdgeStep, NodeStep, Pattern } from './pattern.js';

/** What expressions of graph-match see: `node.column`, `edge.column`, and any, all, map over the edges and inner nodes of a path. */

type Call = Kusto.Language.Syntax.FunctionCallExpression;

/** Names a path by its edge: the lists of its edges and of the nodes between them. */
export const pathColumns = { edges: '~es', inner: '~ns', numbers: '~ids', keys: '~ks', length: '~len' } as const;

/** The SQL name of a column of a step in the rows of matches. */
export function stepColumn(alias: string, id: string): string {
  return sqlName(`${alias}${id.startsWith('~') ? '' : '.'}${id}`);
}

/** Expressions over the matches of a pattern. */
export class GraphScope implements CallScope {
  constructor(
    private readonly graph: Graph,
    private readonly pattern: Pattern,
    private readonly rows: Scope,
    private readonly t: Translation,
  ) {}

  get relation(): Relation {
    return this.rows.relation;
  }

  column(): undefined {
    return undefined;
  }

  computed(value: SqlValue): SqlValue {
    return this.rows.computed(value);
  }

  member(owner: string, name: string): SqlValue | undefined {
    const node = this.node(owner);
    const edge = this.edge(owner);
    if (node !== undefined) return this.own(node.alias, this.graph.nodes, name);
    return edge === undefined || edge.range !== undefined ? undefined : this.own(edge.alias, this.graph.edges, name);
  }

  call(node: Call): SqlValue | undefined {
    const name = nameOf(node.Name);
    const args = elements(node.ArgumentList?.Expressions);
    switch (name) {
      case 'any':
      case 'all':
      case 'map':
        return this.overPath(name, node, args);
      case 'node_degree_in':
      case 'node_degree_out':
        return this.degree(node, args, name === 'node_degree_in' ? '~in' : '~out');
      case 'inner_nodes':
      case 'node_id':
      case 'labels':
        throw this.t.unsupported(node, `The function ${name} at this place`);
      default:
        return undefined;
    }
  }

  private node(name: string): NodeStep | undefined {
    return this.pattern.nodes.find((each) => each.name === name);
  }

  private edge(name: string): EdgeStep | undefined {
    return this.pattern.edges.find((each) => each.name === name);
  }

  private own(alias: string, { columns }: Graph['nodes'], name: string): SqlValue | undefined {
    const column = columns.find((each) => each.name === name);
    return column === undefined ? undefined : { sql: stepColumn(alias, column.id), type: column.type, constant: false };
  }

  private degree(node: Call, args: readonly KqlNode[], key: '~in' | '~out'): SqlValue {
    const step = args.length === 1 ? this.node(nameOf(args[0])) : undefined;
    if (step === undefined) throw this.t.unsupported(node, `The function ${nameOf(node.Name)} at this place`);
    return { sql: stepColumn(step.alias, key), type: 'long', constant: false };
  }

  /** `map(edge, expression)`, `any(inner_nodes(edge), condition)`: the expression over each edge or node of the path. */
  private overPath(name: 'any' | 'all' | 'map', node: Call, args: readonly KqlNode[]): SqlValue {
    const [over, expression] = args;
    if (over === undefined || expression === undefined) throw this.t.invalid(node, `${name} takes a path and an expression`);
    const isInner = kindOf(over) === 'FunctionCallExpression' && nameOf((over as Call).Name) === 'inner_nodes';
    const owner = isInner ? elements((over as Call).ArgumentList?.Expressions)[0] : over;
    const edge = owner === undefined ? undefined : this.edge(nameOf(owner));
    if (edge?.range === undefined) throw this.t.unsupported(node, `${name} over what is no path of several edges`);
    const item = this.t.uniqueName('i');
    const value = this.t.expression(expression, new ItemScope(isInner ? this.graph.nodes : this.graph.edges, isInner, item, this.rows, this.t));
    const list = (sql: string): string => {
      // inside of a lambda DuckDB has neither subqueries nor windows
      if (/\(\s*SELECT\b/.test(sql) || / OVER \(/.test(sql)) throw this.t.unsupported(node, `toscalar and functions over rows in ${name}`);
      return `list_transform(${stepColumn(edge.alias, isInner ? pathColumns.inner : pathColumns.edges)}, lambda ${item}: ${sql})`;
    };
    if (name === 'map') return { sql: `coalesce(to_json(${list(asDynamic(value).sql)}), '[]'::JSON)`, type: 'dynamic', constant: false };
    const tests = list(`coalesce(${convert(value, 'bool').sql}, false)`);
    return { sql: `coalesce(${name === 'any' ? 'list_bool_or' : 'list_bool_and'}(${tests}), ${name === 'all'})`, type: 'bool', constant: false };
  }
}

/** The columns of one edge or inner node of a path. */
class ItemScope implements CallScope {
  constructor(
    private readonly table: Graph['nodes'],
    private readonly isNode: boolean,
    private readonly item: string,
    private readonly rows: Scope,
    private readonly t: Translation,
  ) {}

  get relation(): Relation {
    return this.rows.relation;
  }

  column(name: string): SqlValue | undefined {
    const column = columnNamed({ ...this.relation, columns: this.table.columns }, name);
    return column === undefined ? undefined : { sql: `${this.item}.${sqlName(column.id)}`, type: column.type, constant: false };
  }

  computed(value: SqlValue): SqlValue {
    return value;
  }

  call(node: Call): SqlValue | undefined {
    const name = nameOf(node.Name);
    if (name !== 'node_degree_in' && name !== 'node_degree_out') return undefined;
    if (!this.isNode || elements(node.ArgumentList?.Expressions).length > 0) throw this.t.unsupported(node, `The function ${name} at this place`);
    return { sql: `${this.item}.${sqlName(name === 'node_degree_in' ? '~in' : '~out')}`, type: 'long', constant: false };
  }
}

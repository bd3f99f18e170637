import { columnNamed, columnValue, stillIngested, type Relation } from './relation.js';
import { sqlName, type SqlValue } from './sql-value.js';
import type { KqlNode, Scope } from './translation.js';

/** A scope that may give calls a meaning of its own: aggregates inside summarize. */
export interface CallScope extends Scope {
  /** The value of the call, or undefined when the scope does not claim it. */
  call(node: Kusto.Language.Syntax.FunctionCallExpression): SqlValue | undefined;
}

/** The columns of one relation. */
export class RowScope implements Scope {
  private current: Relation;

  constructor(
    relation: Relation,
    private readonly uniqueName: (prefix: string) => string,
  ) {
    this.current = relation;
  }

  get relation(): Relation {
    return this.current;
  }

  column(name: string): SqlValue | undefined {
    const column = columnNamed(this.current, name);
    return column === undefined ? undefined : columnValue(column);
  }

  computed(value: SqlValue): SqlValue {
    if (value.constant || /^"(?:[^"]|"")*"$/.test(value.sql)) return value;
    const id = `~${this.uniqueName('w')}`;
    const sql = `SELECT *, ${value.sql} AS ${sqlName(id)} FROM (${this.current.sql})`;
    this.current = { ...this.current, sql, ...stillIngested(this.current, sql) };
    return { sql: sqlName(id), type: value.type, constant: false };
  }
}

/** What expressions see where there are no rows: constants, let values and toscalar. */
export class EmptyScope implements Scope {
  constructor(readonly relation: Relation) {}

  column(): undefined {
    return undefined;
  }

  computed(value: SqlValue): SqlValue {
    return value;
  }
}

/** Expressions over the aggregates of a group. The aggregates become columns `~a...` of a relation that summarize makes. */
export class AggregateScope implements CallScope {
  /** The aggregates met so far, each under the id that stands for it. */
  readonly aggregates: { readonly id: string; readonly sql: string }[] = [];

  constructor(
    readonly rows: Scope,
    private readonly translate: (node: Kusto.Language.Syntax.FunctionCallExpression, rows: Scope) => SqlValue | undefined,
    private readonly nextId: () => string,
    private readonly inline = false,
  ) {}

  get relation(): Relation {
    return this.rows.relation;
  }

  column(): undefined {
    return undefined;
  }

  computed(value: SqlValue): SqlValue {
    return value;
  }

  call(node: Kusto.Language.Syntax.FunctionCallExpression): SqlValue | undefined {
    const value = this.translate(node, this.rows);
    return value === undefined ? undefined : this.add(value);
  }

  /** The column that stands for an aggregate. */
  add(value: SqlValue): SqlValue {
    if (this.inline) return value;
    const known = this.aggregates.find((each) => each.sql === value.sql);
    const id = known?.id ?? this.nextId();
    if (known === undefined) this.aggregates.push({ id, sql: value.sql });
    return { sql: sqlName(id), type: value.type, constant: false };
  }
}

/** Whether the scope gives calls a meaning of its own. */
export function isCallScope(scope: Scope): scope is CallScope {
  return typeof (scope as Partial<CallScope>).call === 'function';
}

/** The parts of a chain of the same binary operator, from left to right, without recursion. */
export function flattened(node: KqlNode, operator: (node: KqlNode) => string | undefined, wanted: string, unwrap: (node: KqlNode) => KqlNode): KqlNode[] {
  const parts: KqlNode[] = [];
  const stack: KqlNode[] = [node];
  while (stack.length > 0) {
    const next = unwrap(stack.pop() as KqlNode);
    if (operator(next) === wanted) {
      const binary = next as Kusto.Language.Syntax.BinaryExpression;
      stack.push(binary.Right as KqlNode, binary.Left as KqlNode);
    } else parts.push(next);
  }
  return parts;
}

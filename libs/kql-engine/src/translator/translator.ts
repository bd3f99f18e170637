import { KqlError, KqlErrorCode, positionOf } from '../kql.error.js';
import { kustoLanguage } from '../language/kusto-language.js';
import { translateAggregateCall, translateSummarize } from './aggregate-calls.js';
import { DiscoveryNeeded } from './discovery.js';
import { Environment, once } from './environment.js';
import { asCondition, translateExpression } from './expressions.js';
import { translateOutputs } from './outputs.js';
import { carried, ingestedId, orderBy, selectedRows, stillIngested, unitRelation, type Relation } from './relation.js';
import { AggregateScope, EmptyScope, RowScope } from './scope.js';
import { sqlName, type FunctionContext, type SqlValue } from './sql-value.js';
import { bindStatements } from './statements.js';
import { elements, kindOf, textOf } from './syntax.js';
import { translateTabular } from './tabular.js';
import type { KqlNode, Output, OutputDefaults, Scope, Translation } from './translation.js';

/** A table of the backend: its name in KQL and how to read it. */
export interface TableSource {
  readonly name: string;
  readonly relation: () => Relation;
}

/** What a translation needs to know besides the bound query. */
export interface TranslationOptions {
  /** The text of the query, for positions. */
  readonly text: string;
  readonly nowTicks: bigint;
  readonly table: (name: string) => TableSource | undefined;
  readonly tables: () => readonly TableSource[];
  /** What the translator asked for in an earlier attempt, by its SQL. */
  readonly discovered?: ReadonlyMap<string, readonly unknown[][]>;
}

/** A query in SQL: the statement, and the columns it gives. */
export interface TranslatedQuery {
  readonly sql: string;
  readonly relation: Relation;
  readonly visualization?: { kind: string; properties: Record<string, string> };
}

interface Cte {
  readonly name: string;
  readonly sql: string;
  readonly materialized: boolean;
}

/** What a translator may nest before it gives up, so that no query overflows the stack. */
const maximumDepth = 400;

/** How often the functions of a query may be called, those in others counted each time. */
const maximumCalls = 5_000;

/** What a call may grow to: a function that names its argument twice doubles it. */
const maximumCallSql = 1_000_000;

/** Translates one bound query. Use one translator for one query. */
export class Translator implements Translation {
  visualization?: { kind: string; properties: Record<string, string> };
  /** What `set` statements say, by name. */
  readonly queryOptions = new Map<string, SqlValue | undefined>();
  nowTicks: bigint;
  private readonly ctes: Cte[] = [];
  private readonly outerRows: string[] = [];
  private names = 0;
  private depth = 0;
  private callDepth = 0;
  private calls = 0;

  constructor(
    readonly options: TranslationOptions,
    private current = new Environment(),
  ) {
    this.nowTicks = options.nowTicks;
  }

  get environment(): Environment {
    return this.current;
  }

  /** Translates the statements of a block; the last expression is the result. */
  query(block: KqlNode): TranslatedQuery {
    const statements = elements((block as Kusto.Language.Syntax.QueryBlock).Statements);
    const results = bindStatements(statements, this);
    const result = results.at(-1);
    if (result === undefined) throw new KqlError(KqlErrorCode.Invalid, 'The query has no expression that gives rows.');
    if (results.length > 1) throw this.unsupported(results[1] as KqlNode, 'More than one result in one query');
    const relation = this.tabular(result);
    const select = relation.columns.map((column) => sqlName(column.id)).join(', ');
    const body = `SELECT ${select === '' ? '1' : select} FROM ${selectedRows(relation)} ${orderBy(relation)}`;
    return { sql: `${this.withClause(body)}${body}`, relation, ...(this.visualization === undefined ? {} : { visualization: this.visualization }) };
  }

  private withClause(body: string): string {
    if (this.ctes.length === 0) return '';
    const parts = this.ctes.map((cte) => `${cte.name} AS ${this.isMaterialized(cte, body) ? 'MATERIALIZED' : 'NOT MATERIALIZED'} (${cte.sql})`);
    return `WITH ${parts.join(', ')} `;
  }

  /** Once where it is dear or not deterministic; by its text where it only filters and computes, so that DuckDB reads few columns. */
  private isMaterialized(cte: Cte, body: string): boolean {
    if (cte.materialized) return true;
    const uses = [body, ...this.ctes.map((each) => each.sql)].reduce((count, sql) => count + sql.split(`${cte.name} `).length - 1, 0);
    return uses > 1 && (cte.sql.length > 4000 || /GROUP BY|JOIN|DISTINCT|OVER|LIMIT|random|uuid/.test(cte.sql));
  }

  uniqueName(prefix: string): string {
    this.names += 1;
    return `kq_${prefix.replace(/\W/g, '')}${this.names}`;
  }

  scope(relation: Relation): Scope {
    return new RowScope(relation, (prefix) => this.uniqueName(prefix));
  }

  expression(node: KqlNode, scope?: Scope): SqlValue {
    return this.nested(node, () => translateExpression(this, node, scope ?? new EmptyScope(unitRelation)));
  }

  condition(node: KqlNode, scope: Scope): string {
    return asCondition(this, node, scope);
  }

  outputs(nodes: readonly KqlNode[], scope: Scope, defaults: OutputDefaults = {}): Output[] {
    return translateOutputs(this, nodes, scope, defaults);
  }

  summarize(aggregates: readonly KqlNode[], keys: readonly KqlNode[], input: Relation): Relation {
    return translateSummarize(this, aggregates, keys, input);
  }

  aggregate(node: KqlNode, scope: Scope): SqlValue {
    const inline = new AggregateScope(scope, (call, rows) => translateAggregateCall(this, call, rows), () => this.uniqueName('a'), true);
    return this.expression(node, inline);
  }

  tabular(node: KqlNode, input?: Relation): Relation {
    return this.nested(node, () => translateTabular(this, node, input));
  }

  constant(node: KqlNode, what: string): NonNullable<SqlValue['literal']> {
    const value = this.expression(node);
    if (value.literal === undefined || value.literal === null) throw this.unsupported(node, `${what} that is not a constant`);
    return value.literal;
  }

  functionContext(node: KqlNode, name: string): FunctionContext {
    return {
      nowTicks: this.nowTicks,
      uniqueName: (prefix) => this.uniqueName(prefix),
      unsupported: (reason) => (reason.startsWith('because ') ? this.unsupported(node, `The function ${name}`, reason) : this.unsupported(node, `The function ${name} ${reason === '' ? '' : `(${reason})`}`.trim())),
      invalid: (reason) => this.invalid(node, `The function ${name}: ${reason}`),
    };
  }

  tables(): readonly TableSource[] {
    const bound = [...new Set(this.current.tabularNames())].map((name) => ({ name, relation: () => this.boundRelation(name) }));
    return [...bound, ...this.options.tables()];
  }

  private boundRelation(name: string): Relation {
    const binding = this.current.get(name);
    if (binding?.kind === 'function') {
      const { declaration, environment } = binding;
      const body = declaration.Body as Kusto.Language.Syntax.FunctionBody;
      return this.within(new Environment(environment), () => {
        bindStatements(elements(body.Statements), this);
        return this.tabular(body.Expression as KqlNode);
      });
    }
    if (binding?.kind !== 'tabular') throw new KqlError(KqlErrorCode.Invalid, `There is no table ${name}.`);
    return binding.relation();
  }

  scalarSubquery(relation: Relation, type: SqlValue['type']): SqlValue {
    const column = relation.columns[0];
    const value = column === undefined ? 'NULL' : sqlName(column.id);
    if (this.isLateral(relation.sql)) {
      const inline = `(SELECT ${value} FROM (${relation.sql}) ${orderBy(relation)} LIMIT 1)`;
      return { sql: type === 'string' ? `coalesce(${inline}, '')` : inline, type, constant: false };
    }
    const name = this.addCte(`SELECT ${value} AS "v" FROM (${relation.sql}) ${orderBy(relation)} LIMIT 1`, true);
    const sql = `(SELECT "v" FROM ${name} )`;
    return { sql: type === 'string' ? `coalesce(${sql}, '')` : sql, type, constant: true };
  }

  shared(relation: Relation, materialized = false): Relation {
    if (this.isLateral(relation.sql)) return relation;
    const ingested = ingestedId(relation);
    const ids = [...relation.columns.map((column) => column.id), ...carried(relation), ...(ingested === undefined ? [] : [ingested])];
    const list = ids.length === 0 ? '1 AS "~"' : ids.map(sqlName).join(', ');
    const name = this.addCte(`SELECT ${list} FROM (${relation.sql})`, materialized);
    const sql = `SELECT ${ids.length === 0 ? '1 AS "~"' : ids.map(sqlName).join(', ')} FROM ${name} `;
    return { ...relation, sql, ...stillIngested(relation, sql) };
  }

  lateral<T>(alias: string, work: () => T): T {
    this.outerRows.push(alias);
    try {
      return work();
    } finally {
      this.outerRows.pop();
    }
  }

  /** Whether the SQL refers to a row outside of it, so that it can stand only where it is. */
  private isLateral(sql: string): boolean {
    return this.outerRows.some((alias) => sql.includes(`${alias}.`));
  }

  private addCte(sql: string, materialized: boolean): string {
    const name = this.uniqueName('t');
    this.ctes.push({ name, sql, materialized });
    return name;
  }

  discover(node: KqlNode, sql: string): readonly unknown[][] {
    const whole = `${this.withClause(sql)}${sql}`;
    const known = this.options.discovered?.get(whole);
    if (known !== undefined) return known;
    throw new DiscoveryNeeded(whole, this.unsupported(node, `${this.describe(node)} whose columns depend on its rows`));
  }

  /** Runs `work` with other names in sight. */
  within<T>(environment: Environment, work: () => T): T {
    const before = this.current;
    this.current = environment;
    try {
      return work();
    } finally {
      this.current = before;
    }
  }

  /** Something translated at its first use, with the names that are in sight now. */
  later<T>(work: () => T): () => T {
    const environment = this.current;
    return once(() => this.within(environment, work));
  }

  /** Guards calls of user functions, which may call each other: each call is written out where it stands. */
  calling<T extends { readonly sql: string }>(node: KqlNode, work: () => T): T {
    this.callDepth += 1;
    this.calls += 1;
    try {
      if (this.callDepth > 64) throw this.tooDeep(node);
      if (this.calls > maximumCalls) throw this.tooLarge(node, `A query with more than ${maximumCalls} calls of its own functions, one in another,`);
      const result = work();
      if (result.sql.length > maximumCallSql) throw this.tooLarge(node, `The function ${this.describe(node)}, written out with what it calls,`);
      return result;
    } finally {
      this.callDepth -= 1;
    }
  }

  private nested<T>(node: KqlNode, work: () => T): T {
    this.depth += 1;
    try {
      if (this.depth > maximumDepth) throw this.tooDeep(node);
      return work();
    } finally {
      this.depth -= 1;
    }
  }

  private tooDeep(node: KqlNode): KqlError {
    return this.tooLarge(node, 'A query nested this deeply');
  }

  /** The error that says the query is larger than the limits allow. */
  tooLarge(node: KqlNode, what: string): KqlError {
    return new KqlError(KqlErrorCode.TooLarge, `${what} is more than this engine translates.`, this.position(node));
  }

  unsupported(node: KqlNode, what: string, reason?: string): KqlError {
    return new KqlError(KqlErrorCode.Unsupported, `${what} is not supported by this engine${reason === undefined ? '' : `, ${reason}`}.`, this.position(node));
  }

  invalid(node: KqlNode, message: string): KqlError {
    return new KqlError(KqlErrorCode.Invalid, message.endsWith('.') ? message : `${message}.`, this.position(node));
  }

  private position(node: KqlNode): KqlError['position'] {
    return positionOf(this.options.text, node.TextStart, node.Width);
  }

  /** The name that Kusto gives the column of an expression, or '' when it has none of its own. */
  resultName(node: KqlNode): string {
    const { Binder } = kustoLanguage().Binding as unknown as { Binder: { GetExpressionResultName(node: KqlNode, byDefault: string, row: null): string | null } };
    return Binder.GetExpressionResultName(node, '', null) ?? '';
  }

  /** How the node is called in messages: `summarize`, `mv-expand` ... */
  describe(node: KqlNode): string {
    const word = /^[a-z][\w-]*/i.exec(textOf(node))?.[0];
    return word ?? kindOf(node);
  }
}

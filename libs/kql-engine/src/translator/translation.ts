import type { KqlError } from '../kql.error.js';
import type { Relation } from './relation.js';
import type { AggregateFunction, FunctionContext, ScalarFunction, SqlValue } from './sql-value.js';

/** Any node of the bound syntax tree. */
export type KqlNode = Kusto.Language.Syntax.SyntaxNode;

/**
 * What expressions may refer to: the columns of a relation. Asking for a value may add columns to the relation behind
 * it (window functions and large common parts are computed in a step before), so read `relation` after the expressions
 * are translated, never before.
 */
export interface Scope {
  /** The relation to select from, with all that the expressions translated so far need. */
  readonly relation: Relation;
  /** The column as a value, or undefined when there is no such column. */
  column(name: string): SqlValue | undefined;
  /** `owner.name` where the owner is no value but a step of scan; undefined for other owners. */
  member?(owner: string, name: string): SqlValue | undefined;
  /** Computes a value in a step before, where that is possible here, and gives the column that holds it. */
  computed(value: SqlValue): SqlValue;
}

/** One output column of a list of named expressions. */
export interface Output {
  readonly name: string;
  readonly value: SqlValue;
  /** Whether the query gave the name, with `name = `. */
  readonly named: boolean;
}

/** What a translator of an operator may ask. */
export interface Translation {
  /** The frozen moment of the query in ticks. */
  readonly nowTicks: bigint;
  /** An SQL name (plain letters and digits) that nothing else in the query has: aliases, lambda parameters, hidden columns. */
  uniqueName(prefix: string): string;
  /** A scope over the columns of a relation. */
  scope(relation: Relation): Scope;
  /** A scalar expression over the columns of `scope`; without one only constants, let values and toscalar. */
  expression(node: KqlNode, scope?: Scope): SqlValue;
  /** A scalar expression converted to bool, as an SQL condition for WHERE (null counts as false). */
  condition(node: KqlNode, scope: Scope): string;
  /**
   * A list of expressions (`a = x, y, (b, c) = f()`) with the names that Kusto gives them. `star` says what `*` stands
   * for; without it a star is an error.
   */
  outputs(nodes: readonly KqlNode[], scope: Scope, defaults?: OutputDefaults): Output[];
  /** Aggregates over groups: the relation with the keys and then the aggregates. Both are nodes as in summarize. */
  summarize(aggregates: readonly KqlNode[], keys: readonly KqlNode[], input: Relation): Relation;
  /** One aggregate expression such as `sum(x)` or `2 * count()` as an SQL aggregate, for use with GROUP BY over `scope`. */
  aggregate(node: KqlNode, scope: Scope): SqlValue;
  /**
   * A tabular expression: a table, a let name, a pipe, a call. `input` is what a pipe that begins with an operator works
   * on (the subquery of mv-apply, partition, fork ...).
   */
  tabular(node: KqlNode, input?: Relation): Relation;
  /** The value of an expression that has to be known now (a number of rows, a mode). @throws KqlError when it is not constant. */
  constant(node: KqlNode, what: string): NonNullable<SqlValue['literal']>;
  /** The context for calling a scalar or aggregate function on behalf of `node`. */
  functionContext(node: KqlNode, name: string): FunctionContext;
  /** Every table that a query may name, for search and find: name and relation. */
  tables(): readonly { readonly name: string; readonly relation: () => Relation }[];
  /** A scalar subquery that runs once: the first column of the first row of a relation. */
  scalarSubquery(relation: Relation, type: SqlValue['type']): SqlValue;
  /** Gives a relation a name so that its SQL stands once in the query although it is used several times. */
  shared(relation: Relation): Relation;
  /** Runs `work` while SQL may refer to the row `alias` outside of it (LATERAL): such SQL is not given a name by `shared`. */
  lateral<T>(alias: string, work: () => T): T;
  /**
   * What the rows say that the columns of the result depend on (bag_unpack, pivot): the rows of `sql`, a SELECT over SQL of
   * relations. The translation is given up and begun again when the rows are there, so call it with the same SQL each time
   * and before anything with side effects.
   */
  discover(node: KqlNode, sql: string): readonly unknown[][];
  /** What `render` asked for; the last one counts. */
  visualization?: { kind: string; properties: Record<string, string> };
  /** The error that says `what` (an operator, a function, an option) is not supported, at the place of the node; `reason` goes on after a comma. */
  unsupported(node: KqlNode, what: string, reason?: string): KqlError;
  /** The error that says the query is wrong at the node. */
  invalid(node: KqlNode, message: string): KqlError;
}

/** How unnamed expressions of a list are named. */
export interface OutputDefaults {
  /** The prefix of expressions that have no name of their own: `Column` (Column1) or `print_` (print_0). */
  readonly prefix?: 'Column' | 'print_';
  /** What `*` stands for. */
  readonly star?: readonly Output[];
  /** Names that made-up names may not have. */
  readonly taken?: Iterable<string>;
  /** The name of an expression where the operator names its columns in a way of its own. */
  readonly nameOf?: (expression: KqlNode) => string | undefined;
}

/** Translates one operator. `node` has the class it is registered for. */
export type OperatorTranslator = (node: never, input: Relation, translation: Translation) => Relation;

/** Translators by the short class name of the node, for example `MvExpandOperator`. */
export type OperatorTable = Readonly<Record<string, OperatorTranslator>>;

/** Translates a call of a tabular function by name, after `invoke` (then `input` is what stands before the bar) or by itself. */
export type TabularFunction = (node: Kusto.Language.Syntax.FunctionCallExpression, input: Relation | undefined, translation: Translation) => Relation;

/** What a window function needs besides its arguments. */
export interface WindowContext extends FunctionContext {
  /** What stands inside OVER ( ), for example `ORDER BY "x" ASC NULLS LAST`. */
  readonly over: string;
  /** Puts a value into a column of a step before, so that it may contain window functions itself. */
  computed(value: SqlValue): SqlValue;
}

/** Translates a call of prev, next, row_number, row_cumsum ... into an SQL window expression. The core puts it into a column. */
export type WindowFunction = (args: readonly SqlValue[], context: WindowContext) => SqlValue;

/** A function with several output columns (`extend (a, b) = f()`), in the order that Kusto documents. */
export type TupleFunction = (args: readonly SqlValue[], context: FunctionContext) => readonly SqlValue[];

export type { AggregateFunction, ScalarFunction };

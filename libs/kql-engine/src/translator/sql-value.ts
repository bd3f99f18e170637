import type { KqlError } from '../kql.error.js';

/**
 * How a Kusto value stands in DuckDB. One representation a type, so that every function agrees:
 *
 * | Kusto    | DuckDB    | notes |
 * |----------|-----------|-------|
 * | string   | VARCHAR   | never NULL: a function that has no result gives '' |
 * | bool     | BOOLEAN   | |
 * | int      | INTEGER   | |
 * | long     | BIGINT    | |
 * | real     | DOUBLE    | |
 * | decimal  | DECIMAL(38,16) | |
 * | datetime | BIGINT    | ticks of 100 ns since 0001-01-01, so that arithmetic and bin are exact |
 * | timespan | BIGINT    | ticks of 100 ns |
 * | guid     | VARCHAR   | lower case with hyphens, NULL when null |
 * | dynamic  | JSON      | JSON text; a JSON null and no value are both SQL NULL at the top level |
 */
export type KustoType = 'bool' | 'int' | 'long' | 'real' | 'decimal' | 'string' | 'datetime' | 'timespan' | 'dynamic' | 'guid';

/** A scalar expression in SQL together with its Kusto type. `sql` is parenthesised or atomic: safe to embed anywhere. */
export interface SqlValue {
  sql: string;
  type: KustoType;
  /** The value itself when the expression is a literal; ticks as bigint for datetime and timespan, parsed JSON for dynamic. */
  literal?: LiteralValue;
  /** Whether it is the same for every row: literals and what is computed from them alone. */
  constant: boolean;
}

/** What a literal can hold. `null` is a typed null. */
export type LiteralValue = string | number | bigint | boolean | null | readonly unknown[] | Readonly<Record<string, unknown>>;

/** What a function may ask of the translation it is part of. */
export interface FunctionContext {
  /** The frozen moment of the query in ticks. */
  readonly nowTicks: bigint;
  /** A name no column or other alias of the query has, for lambda parameters and subqueries. */
  uniqueName(prefix: string): string;
  /** The error that says this call is not supported, with its position. Throw it; never translate on a guess. */
  unsupported(reason: string): KqlError;
  /** The error that says this call is wrong, with its position. */
  invalid(reason: string): KqlError;
}

/** Translates one call of a scalar function. Gets its arguments translated; throws what `context` makes when it cannot. */
export type ScalarFunction = (args: readonly SqlValue[], context: FunctionContext) => SqlValue;

/** Translates one call of an aggregate into an SQL aggregate expression over the rows of the group. */
export type AggregateFunction = (args: readonly SqlValue[], context: FunctionContext) => SqlValue;

/** Ticks of 100 ns between 0001-01-01 and 1970-01-01. */
export const unixEpochTicks = 621355968000000000n;

/** Ticks in one second. */
export const ticksPerSecond = 10_000_000n;

/** `text` as an SQL string literal. NUL cannot stand in SQL text; it is written by chr(0). */
export function sqlString(text: string): string {
  if (!text.includes('\0')) return `'${text.replaceAll("'", "''")}'`;
  return `(${text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`).join(' || chr(0) || ')})`;
}

/** `name` as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

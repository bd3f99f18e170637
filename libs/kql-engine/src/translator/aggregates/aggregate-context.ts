import type { FunctionContext, SqlValue } from '../sql-value.js';

/** What an aggregate may ask of the summarize that it is part of. */
export interface AggregateContext extends FunctionContext {
  /**
   * An SQL expression, valid inside the group, that gives the place of the row in the input. Undefined where the input
   * has no order: then any row may come first, as in Kusto.
   */
  readonly order?: string | undefined;
}

/** An aggregate with one result. Its SQL stands in a SELECT with GROUP BY. */
export type Aggregate = (args: readonly SqlValue[], context: AggregateContext) => SqlValue;

/** An aggregate with several results: arg_max, percentiles ... in the order of their output columns. */
export type MultiAggregate = (args: readonly SqlValue[], context: AggregateContext) => readonly SqlValue[];

/** ` ORDER BY ...` for an aggregate whose result depends on the order of the rows, or ''. */
export function inputOrder(context: AggregateContext): string {
  return context.order === undefined ? '' : ` ORDER BY ${context.order}`;
}

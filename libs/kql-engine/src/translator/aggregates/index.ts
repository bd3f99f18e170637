import type { Aggregate, MultiAggregate } from './aggregate-context.js';
import { collectionAggregates } from './collection-aggregates.js';
import { numericAggregates } from './numeric-aggregates.js';
import { multiPercentiles, percentileAggregates } from './percentile-aggregates.js';
import { multiRowAggregates, rowAggregates } from './row-aggregates.js';

export type { Aggregate, AggregateContext, MultiAggregate } from './aggregate-context.js';

/** The aggregates with one result, by their name in KQL. */
export const aggregateFunctions: Readonly<Record<string, Aggregate>> = {
  ...numericAggregates,
  ...percentileAggregates,
  ...collectionAggregates,
  ...rowAggregates,
};

/** The aggregates with one output column for each argument, by their name in KQL. */
export const multiAggregates: Readonly<Record<string, MultiAggregate>> = { ...multiPercentiles, ...multiRowAggregates };

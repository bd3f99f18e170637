import * as aggregates from './aggregates/index.js';
import * as operators from './operators/index.js';
import * as scalars from './scalars/index.js';
import type { AggregateFunction, ScalarFunction, SqlValue } from './sql-value.js';
import type { OperatorTranslator, TabularFunction, TupleFunction, WindowFunction } from './translation.js';

/** Where the translator finds functions and operators by name. A name that nobody registered is not supported. */

interface Registry {
  scalarFunctions?: Readonly<Record<string, ScalarFunction>>;
  tupleFunctions?: Readonly<Record<string, TupleFunction>>;
  aggregateFunctions?: Readonly<Record<string, AggregateFunction>>;
  multiAggregates?: Readonly<Record<string, (...args: Parameters<AggregateFunction>) => readonly SqlValue[]>>;
  operatorTable?: Readonly<Record<string, OperatorTranslator>>;
  windowFunctions?: Readonly<Record<string, WindowFunction>>;
  tabularFunctions?: Readonly<Record<string, TabularFunction>>;
}

const sources: readonly Registry[] = [scalars as Registry, operators as Registry, aggregates as Registry];

function find<K extends keyof Registry>(table: K, name: string): NonNullable<Registry[K]>[string] | undefined {
  for (const source of sources) {
    const functions = source[table] as Readonly<Record<string, unknown>> | undefined;
    if (functions !== undefined && Object.hasOwn(functions, name)) return functions[name] as NonNullable<Registry[K]>[string];
  }
  return undefined;
}

/** The scalar function of that name. */
export const scalarFunction = (name: string): ScalarFunction | undefined => find('scalarFunctions', name) as ScalarFunction | undefined;

/** The function of that name that has several output columns. */
export const tupleFunction = (name: string): TupleFunction | undefined => find('tupleFunctions', name) as TupleFunction | undefined;

/** The aggregate of that name with one output column. */
export const aggregateFunction = (name: string): AggregateFunction | undefined => find('aggregateFunctions', name) as AggregateFunction | undefined;

/** The aggregate of that name with several output columns. */
export const multiAggregate = (name: string): ((...args: Parameters<AggregateFunction>) => readonly SqlValue[]) | undefined =>
  find('multiAggregates', name) as ((...args: Parameters<AggregateFunction>) => readonly SqlValue[]) | undefined;

/** The operator whose node has that class. */
export const operator = (kind: string): OperatorTranslator | undefined => find('operatorTable', kind) as OperatorTranslator | undefined;

/** The window function of that name. */
export const windowFunction = (name: string): WindowFunction | undefined => find('windowFunctions', name) as WindowFunction | undefined;

/** The tabular function of that name. */
export const tabularFunction = (name: string): TabularFunction | undefined => find('tabularFunctions', name) as TabularFunction | undefined;

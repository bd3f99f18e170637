import { BIGINT, BOOLEAN, DOUBLE, DuckDBScalarFunction, type DuckDBConnection, type DuckDBType, VARCHAR } from '@duckdb/node-api';

/**
 * Functions whose exact meaning SQL cannot say run as JavaScript inside DuckDB. They cost a few microseconds a row, so what queries
 * use on every row of large tables stays in SQL.
 */

/** How a parameter or result crosses into JavaScript: VARCHAR, BIGINT, DOUBLE or BOOLEAN. Dynamic values cross as JSON text. */
export type NativeType = 'text' | 'long' | 'real' | 'bool';

/** A value of a native function: text as string, long as bigint, real as number. */
export type NativeValue = string | bigint | number | boolean | null;

/** A function in JavaScript that SQL calls by `name`. Nulls are passed to it; it must not keep state between rows. */
export interface NativeFunction {
  readonly name: string;
  readonly parameters: readonly NativeType[];
  /** The type of any further arguments. */
  readonly rest?: NativeType;
  readonly returns: NativeType;
  readonly run: (...args: NativeValue[]) => NativeValue;
}

const duckTypes: Readonly<Record<NativeType, DuckDBType>> = { text: VARCHAR, long: BIGINT, real: DOUBLE, bool: BOOLEAN };

/** Makes the functions known to the database of `connection`. Once per database is enough; a second time is harmless. */
export function registerNativeFunctions(connection: DuckDBConnection, functions: readonly NativeFunction[]): void {
  for (const { name, parameters, rest, returns, run } of functions) {
    connection.registerScalarFunction(DuckDBScalarFunction.create({
      name,
      returnType: duckTypes[returns],
      parameterTypes: parameters.map((type) => duckTypes[type]),
      ...(rest === undefined ? {} : { varArgsType: duckTypes[rest] }),
      specialHandling: true,
      mainFunction: (info, input, output) => {
        try {
          const vectors = Array.from({ length: input.columnCount }, (_, index) => input.getColumnVector(index));
          for (let row = 0; row < input.rowCount; row += 1) {
            output.setItem(row, run(...vectors.map((vector) => vector.getItem(row) as NativeValue)));
          }
          output.flush();
        } catch (error) {
          info.setError(error instanceof Error ? error.message : 'The function failed.');
        }
      },
    }));
  }
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { declaredNatives } from './support.js';
import { registerNativeFunctions } from './native/native-function.js';
import { setupMacros } from './index.js';

/** Prepares a database for the SQL that the scalar functions make, for all its connections. Only the asynchronous DuckDB API may run that SQL. */
export async function setupScalars(connection: DuckDBConnection): Promise<void> {
  registerNativeFunctions(connection, declaredNatives());
  for (const sql of setupMacros) await connection.run(sql);
}

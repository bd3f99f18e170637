export { CheckerPool, type CheckerPoolOptions } from './checker/checker-pool.js';
/** What a program needs that only checks queries: nothing here loads DuckDB. */
export { KqlError } from './kql.error.js';
export { checkKql, type KqlCheck } from './checker/checker.js';
export { languageInPlace } from './language/kusto-language.js';
export { defaultKqlLimits } from './safety/limits.js';
export { shippedSchema } from './schema/hunting-schema.js';

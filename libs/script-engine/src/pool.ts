export type { ScriptPoolOptions, TimedAnalysis } from './pool/script-pool.js';
export { ScriptPool } from './pool/script-pool.js';

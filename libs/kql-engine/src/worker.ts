export { CheckerPool, type CheckerPoolOptions } from './checker/checker-pool.js';

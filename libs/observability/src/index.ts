export * from './logger.js';
export * from './metrics.js';
export * from './health.js';
export * from './trace.js';
export * from './http-observer.js';
export { redactText } from './redact.js';

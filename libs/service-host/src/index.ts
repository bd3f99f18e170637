export * from './service.js';
export * from './bus.js';
export * from './json.scalar.js';
export * from './nest-logger.js';
export * from './nest-service.js';
export * from './run-service.js';
export * from './shutdown.js';
export * from './print-subgraph.js';

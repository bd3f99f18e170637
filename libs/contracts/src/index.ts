export * from './topics.js';
export * from './envelope.js';
export * from './payloads.js';
export * from './parse.js';

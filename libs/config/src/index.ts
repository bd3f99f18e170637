export * from './attest-config.js';
export * from './evaluation-config.js';
export * from './hunt-config.js';
export * from './response-config.js';
export { ConfigError, type Setting } from './setting.js';

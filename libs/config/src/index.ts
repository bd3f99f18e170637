export * from './attest-config.js';

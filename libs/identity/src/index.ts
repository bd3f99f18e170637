export * from './identity.js';
export * from './identity.error.js';
export * from './identity-token.js';
export * from './identity.guard.js';
export * from './service-secret.js';
export * from './local-account.js';
export * from './sessions.js';
export * from './attempt-limiter.js';

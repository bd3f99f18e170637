export * from './database.js';
export * from './embedded/embedded-postgres.js';
export * from './persistence.error.js';
export * from './tenant-policy.js';
export * from './typeorm-database.js';
export * from './turns.js';

export * from './audit/audit-row.js';
export * from './audit/verify-audit-chain.js';
export * from './audit/audit-log.js';

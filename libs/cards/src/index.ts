export * from './fact.js';
export * from './card.js';

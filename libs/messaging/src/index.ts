export * from './event-bus.js';
export * from './outbox.js';

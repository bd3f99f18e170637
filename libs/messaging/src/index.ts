export * from './event-bus.js';
export * from './event-bus.transport.js';
export * from './embedded/embedded-bus.js';
export * from './kafka/kafka-bus.js';
export * from './outbox.js';
export * from './outbox-relay.js';
export * from './sql-outbox.js';

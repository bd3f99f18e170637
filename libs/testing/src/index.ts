export * from './event-bus.contract.js';
export { startFakeModel, type FakeBehaviour, type FakeModel, type FakeRequest } from './fake-model.js';
export { LIES, type Lie } from './fake-model-lies.js';
export { createMemoryBus, type MemoryBus } from './memory-bus.js';

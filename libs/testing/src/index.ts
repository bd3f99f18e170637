export * from './event-bus.contract.js';
export { startFakeChat, type FakeChat, type FakeChatQuestion, type FakeChatReply } from './fake-chat.js';
export { startFakeModel, type FakeBehaviour, type FakeModel, type FakeRequest } from './fake-model.js';
export { LIES, type Lie } from './fake-model-lies.js';
export { createMemoryBus, type MemoryBus } from './memory-bus.js';
export { fakeCredentials, type FakeService, type FakeServiceRequest, type FakeSignIn } from './fake-entra.js';
export { startFakeDefender, type FakeDefenderBehaviour } from './fake-defender.js';
export { startFakeKusto, type FakeKustoBehaviour } from './fake-kusto.js';
export { startFakeResponseApi, type FakeMachineAction, type FakeResponseApi, type FakeTenant, type ResponseApiFault } from './fake-response-api.js';

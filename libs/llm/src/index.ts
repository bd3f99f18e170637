export { createChatModel, type ChatModelConfig, type ChatModelLimits } from './openai-chat-model.js';
export { createModelComposer, promptHashOf, shippedPrompt } from './model-composer.js';
export { ModelArms, type ModelArm } from './model-arms.js';
export { LlmError, LlmErrorCode, type TokenUsage } from './llm.error.js';
export type { ChatModel, ChatReply, ChatRequest } from './chat-model.js';
export type { JsonSchema } from './json-schema.js';
export type { ReplyLimits } from './guarded-fetch.js';

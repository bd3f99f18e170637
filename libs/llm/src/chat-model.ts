import type { JsonSchema } from './json-schema.js';
import type { TokenUsage } from './llm.error.js';

/** One question to a model that must be answered with JSON of a given form. */
export interface ChatRequest {
  system: string;
  user: string;
  /** The form of the answer; the value that comes back satisfies it. */
  schema: JsonSchema;
  /** Most tokens the answer may take. */
  maxTokens: number;
  signal?: AbortSignal;
}

/** A model's answer. `usage` covers every attempt, as far as the endpoint counted. */
export interface ChatReply {
  value: unknown;
  usage: TokenUsage;
  model: string;
}

/** A language model behind one narrow door. `complete` rejects with `LlmError` only. */
export interface ChatModel {
  complete(request: ChatRequest): Promise<ChatReply>;
}

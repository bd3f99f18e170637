import type { Composer } from '@attest/cards';
import type { ChatModel } from './chat-model.js';
import { LlmError, LlmErrorCode } from './llm.error.js';
import { createModelComposer, promptHashOf } from './model-composer.js';
import { createChatModel, type ChatModelConfig } from './openai-chat-model.js';

/** Who is to compose: rules, or a model at the configured endpoint (null: the configured one) with a prompt (null: the one that ships). */
export interface ModelArm {
  composer: 'rules' | 'model';
  model: string | null;
  prompt: string | null;
}

/** Models and composers kept at once. A setting that changes often must not fill the memory. */
const mostKept = 8;

const notConfigured: ChatModel = { complete: () => Promise.reject(new LlmError(LlmErrorCode.NotConfigured)) };

/**
 * The models and composers of a process by the arm that asks for them; null asks for what is configured: the model where there
 * is one, else rules. Each is made once, so that an endpoint that fails is left alone across cards. A model without an
 * endpoint fails each time it is asked, so that the rules compose and the card says why.
 */
export class ModelArms {
  private readonly chats = new Map<string, ChatModel>();
  private readonly composers = new Map<string, Composer>();

  constructor(private readonly config: ChatModelConfig | undefined) {}

  /** The model of an arm; undefined when rules compose. */
  chat(arm: Pick<ModelArm, 'composer' | 'model'> | null): { chat: ChatModel; name: string } | undefined {
    if (arm === null ? this.config === undefined : arm.composer === 'rules') return undefined;
    const { config } = this;
    const name = arm?.model ?? config?.name ?? '';
    return { name, chat: config === undefined ? notConfigured : kept(this.chats, name, () => createChatModel({ ...config, name })) };
  }

  /** The composer of an arm; undefined when rules compose. */
  composer(arm: ModelArm | null): Composer | undefined {
    const model = this.chat(arm);
    if (model === undefined) return undefined;
    const prompt = arm?.prompt ?? undefined;
    return kept(this.composers, `${promptHashOf(prompt)} ${model.name}`, () => createModelComposer(model.chat, prompt === undefined ? {} : { prompt }));
  }
}

/** What is kept under a key, made when it is not; the one longest unused goes when there are too many. */
function kept<T>(all: Map<string, T>, key: string, make: () => T): T {
  const value = all.get(key) ?? make();
  all.delete(key);
  all.set(key, value);
  const [oldest] = all.keys();
  if (all.size > mostKept && oldest !== undefined) all.delete(oldest);
  return value;
}

import { modelReplySchema } from '@attest/kql-engine/hosting';
import type { ChatModel } from '@attest/llm';
import type { Logger } from '@attest/observability';
import type { Composer } from '../application/ask-hunt.use-case.js';
import type { LanguagePool } from './language/language-pool.js';

/** What one draft of a query may take. */
const draftTokens = 2_000;

/** Questions are read by rules in the language thread. With a model, by the model, whose query passes the same checks or gives way to the rules. */
export function composerFor(language: LanguagePool, model: { chat: ChatModel; name: string } | undefined, logger: Logger): Composer {
  return async ({ tenant: _, ...input }, signal) => {
    if (model === undefined) return { ...(await language.call('ask', input, signal)), composer: 'RULES' };
    const { by, fallback, ...asked } = await language.call('askModel', input, signal, async (question) => {
      if (question.kind !== 'model') throw new Error('A question needs no rows.');
      const { value } = await model.chat.complete({ system: question.system, user: question.user, schema: modelReplySchema, maxTokens: draftTokens, ...(signal === undefined ? {} : { signal }) });
      return value;
    });
    if (fallback !== undefined) logger.warn({ reason: fallback }, 'rules composed a hunt in place of the model');
    return by === 'model' ? { ...asked, composer: 'MODEL', model: model.name } : { ...asked, composer: 'RULES', ...(fallback === undefined ? {} : { fallback }) };
  };
}

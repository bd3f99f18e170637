import { modelReplySchema } from '@attest/kql-engine/hosting';
import type { ChatModel } from '@attest/llm';
import type { Logger } from '@attest/observability';
import type { Composer } from '../application/ask-hunt.use-case.js';
import type { LanguagePool } from './language/language-pool.js';

/** What one draft of a query may take. */
const draftTokens = 2_000;

/** Tells what a query finds here in a short text, the same for the same rows; undefined where drafts are not to be run. */
export type DraftDigest = (tenant: string, kql: string, now: string, signal?: AbortSignal) => Promise<string>;

/** The model that answers a hunt; undefined when rules do. */
export type HuntModel = (tenant: string, huntId: string) => Promise<{ chat: ChatModel; name: string } | undefined>;

/** Questions are read by rules in the language thread. With a model, by the model, whose query passes the same checks or gives way to the rules. */
export function composerFor(language: LanguagePool, modelFor: HuntModel, logger: Logger, digest?: DraftDigest): Composer {
  return async ({ tenant, huntId, ...input }, signal) => {
    const model = await modelFor(tenant, huntId);
    if (model === undefined) return { ...(await language.call('ask', input, signal)), composer: 'RULES' };
    const { by, fallback, ...asked } = await language.call('askModel', { ...input, digests: digest !== undefined }, signal, async (question) => {
      if (question.kind === 'digest' && digest !== undefined) return digest(tenant, question.kql, input.now, signal);
      if (question.kind !== 'model') throw new Error('A question needs no rows.');
      const { value } = await model.chat.complete({ system: question.system, user: question.user, schema: modelReplySchema, maxTokens: draftTokens, ...(signal === undefined ? {} : { signal }) });
      return value;
    });
    if (fallback !== undefined) logger.warn({ reason: fallback }, 'rules composed a hunt in place of the model');
    return by === 'model' ? { ...asked, composer: 'MODEL', model: model.name } : { ...asked, composer: 'RULES', ...(fallback === undefined ? {} : { fallback }) };
  };
}

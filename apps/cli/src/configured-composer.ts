import type { Composer } from '@attest/cards';
import { AttestConfig } from '@attest/config';

/**
 * The composer of the configured model, undefined where there is none. The client is loaded only then: it costs start-up time.
 * @throws ConfigError for a setting that cannot be read
 */
export async function configuredComposer(): Promise<Composer | undefined> {
  const { model } = AttestConfig.fromEnvironment();
  if (model === undefined) return undefined;
  const { createChatModel, createModelComposer } = await import('@attest/llm');
  return createModelComposer(createChatModel(model));
}

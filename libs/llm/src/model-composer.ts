import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ComposeInput, type Composer, ComposerError, type Composition, type Statement, type StatementSection } from '@attest/cards';
import type { ChatModel, ChatReply } from './chat-model.js';
import { evidenceLedger, MAX_LEDGER_FACTS } from './evidence-ledger.js';
import type { JsonSchema } from './json-schema.js';
import { LlmError, LlmErrorCode } from './llm.error.js';

const SECTIONS: readonly StatementSection[] = ['lead', 'origin', 'story', 'assets', 'open'];
const MAX_TOKENS = 3000;

let template: PromptTemplate | undefined;

interface PromptTemplate {
  text: string;
  hash: string;
}

function templateOf(prompt: string): PromptTemplate {
  const text = prompt.trim();
  return { text, hash: createHash('sha256').update(`${text}\n${JSON.stringify(replySchema([]))}`).digest('hex') };
}

function promptTemplate(): PromptTemplate {
  return (template ??= templateOf(readFileSync(new URL('./data/incident-summary.prompt.md', import.meta.url), 'utf8')));
}

/** The template that ships: what the model is told before the facts of a summary or a script. */
export function shippedPrompt(): string {
  return promptTemplate().text;
}

/** The hash that cards worded with this template carry in their provenance (SHA-256, hex, over template and reply schema); of the template that ships without one. */
export function promptHashOf(prompt?: string): string {
  return (prompt === undefined ? promptTemplate() : templateOf(prompt)).hash;
}

function replySchema(ids: string[]): JsonSchema {
  return {
    type: 'object',
    properties: {
      statements: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            section: { type: 'string', enum: [...SECTIONS] },
            text: { type: 'string' },
            facts: { type: 'array', items: { type: 'string', enum: ids } },
          },
          required: ['section', 'text', 'facts'],
          additionalProperties: false,
        },
      },
    },
    required: ['statements'],
    additionalProperties: false,
  };
}

/**
 * A composer that asks a chat model to word the statements of an incident summary. The model sees at most `maxFacts` facts
 * (150 unless told) and can cite only those. `prompt` is used in place of the template that ships. Rejects with `ComposerError`, whose sentence says why, or with the caller's
 * abort reason. What it returns is unverified.
 */
export function createModelComposer(model: ChatModel, options: { maxFacts?: number; prompt?: string } = {}): Composer {
  const own = options.prompt === undefined ? undefined : templateOf(options.prompt);
  return {
    async compose({ facts, draft, signal }: ComposeInput): Promise<Composition> {
      const { text, hash } = own ?? promptTemplate();
      const ledger = evidenceLedger(facts, draft, options.maxFacts ?? MAX_LEDGER_FACTS);
      if (ledger.ids.length === 0) throw new ComposerError('There are no facts to give to the model, so the rules wrote this card.');
      let reply: ChatReply;
      try {
        reply = await model.complete({ system: text, user: ledger.text, schema: replySchema(ledger.ids), maxTokens: MAX_TOKENS, ...(signal ? { signal } : {}) });
      } catch (error) {
        signal?.throwIfAborted();
        const known = error instanceof LlmError ? error : new LlmError(LlmErrorCode.Unavailable);
        throw new ComposerError(`${known.message}, so the rules wrote this card.`, known.usage ? { usage: known.usage } : {});
      }
      // The chat model has checked the value against the schema.
      const { statements } = reply.value as { statements: Statement[] };
      return { statements, model: reply.model, promptHash: hash, usage: reply.usage };
    },
  };
}

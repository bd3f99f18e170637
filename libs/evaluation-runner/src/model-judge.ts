import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { EvaluationKind, Judge } from '@attest/evaluation-engine';
import type { ChatModel, ChatModelConfig } from '@attest/llm';
import { EvaluationRunnerError } from './evaluation-runner.error.js';

const mostSentences = 200;
const mostCharacters = 1_000;
const grades = ['1', '2', '3', '4', '5'];
/** Controls, formats and private characters: nobody sees them, and a model reads them. */
const unseen = /[\p{Cf}\p{Cc}\p{Co}]/gu;
const schema = {
  type: 'object' as const,
  properties: { readability: { type: 'string' as const, enum: grades }, usefulness: { type: 'string' as const, enum: grades } },
  required: ['readability', 'usefulness'],
  additionalProperties: false as const,
};
const capability: Readonly<Record<EvaluationKind, string>> = { incidentSummary: 'a summary of an incident', guidedResponse: 'a guided response to an incident', scriptAnalysis: 'an analysis of a script', incidentReport: 'a report on an incident', kqlAnswer: 'an answer to a question' };

/** A judge and how it is named in a result: the model and the hash of its prompt. */
export interface NamedJudge extends Judge {
  model: string;
  promptHash: string;
}

/**
 * The judge that `model:NAME` names, at the configured endpoint. It is given the sentences of a card as data between two marker
 * lines and a prompt that ships, and nothing of candidate, case or expectation. Throws `EvaluationRunnerError` for another word or without an endpoint.
 */
export async function judgeOf(word: string, configured: ChatModelConfig | undefined): Promise<NamedJudge> {
  const model = /^model:([^@]+)$/.exec(word)?.[1];
  if (model === undefined) throw new EvaluationRunnerError('usage', `There is no judge "${word}": it is model:NAME.`);
  if (configured === undefined) throw new EvaluationRunnerError('usage', `${word} needs ATTEST_MODEL_URL and ATTEST_MODEL_NAME.`);
  const { createChatModel } = await import('@attest/llm');
  return modelJudge(model, createChatModel({ ...configured, name: model }));
}

/** A judge over any model. */
export function modelJudge(model: string, chat: ChatModel): NamedJudge {
  const system = readFileSync(new URL('./data/judge.prompt.md', import.meta.url), 'utf8').trim();
  return {
    model,
    promptHash: createHash('sha256').update(`${system}\n${JSON.stringify(schema)}`).digest('hex'),
    async judge(kind, sentences, signal) {
      const { value } = await chat.complete({ system, user: `What follows is ${capability[kind]}.\n${fenced(sentences)}`, schema, maxTokens: 200, ...(signal === undefined ? {} : { signal }) });
      const { readability, usefulness } = value as { readability: string; usefulness: string };
      return { readability: Number(readability), usefulness: Number(usefulness) };
    },
  };
}

/** Each sentence as a JSON text on a line of its own. The markers are a hash of what they enclose, so nothing inside can close them. */
function fenced(sentences: readonly string[]): string {
  const lines = sentences.slice(0, mostSentences).map((text) => JSON.stringify(text.slice(0, mostCharacters).normalize('NFKC').replace(unseen, ' ')).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e'));
  const body = lines.join('\n');
  const marker = `CARD-${createHash('sha256').update(body).digest('hex').slice(0, 24)}`;
  return `${marker}\n${body}\n${marker}`;
}

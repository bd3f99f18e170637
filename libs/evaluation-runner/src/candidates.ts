import { readFileSync } from 'node:fs';
import type { Composer } from '@attest/cards';
import type { Candidate, ComposedQuery } from '@attest/evaluation-engine';
import { summarizeIncident } from '@attest/incident-engine';
import type { AskSchema, HuntAnswer, ModelPorts } from '@attest/kql-engine/ask';
import type { ChatModelConfig } from '@attest/llm';
import { composeIncidentReport } from '@attest/report-engine';
import { draftGuidedResponse } from '@attest/response-engine';
import type { EvaluationHost } from './evaluation-host.js';
import { EvaluationRunnerError } from './evaluation-runner.error.js';
import { modelNamed } from './candidate-name.js';

type Ask = typeof import('@attest/kql-engine/ask');

/** Where the model of a candidate is, and which prompts it may have. */
export interface CandidateOptions {
  /** The configured endpoint; a candidate names another model there. Undefined without one. */
  model: ChatModelConfig | undefined;
  /** The text of a prompt that is not `current`; undefined when there is none of that name. */
  promptOf: (name: string) => string | undefined;
}

/** The candidate a word names: `rules`, or `model:NAME[@PROMPT]`, with `current` for the prompt that ships. Throws `EvaluationRunnerError` for another word, a prompt that is not there, or a model without an endpoint. */
export async function candidateOf(word: string, host: EvaluationHost, options: CandidateOptions): Promise<Candidate> {
  if (word === 'rules') return rulesCandidate(host);
  const { name, prompt } = modelNamed(word);
  return modelCandidate(word, name, prompt, host, options);
}

/** A prompt that stands in a file, for the command line. Throws `EvaluationRunnerError` when it cannot be read. */
export function promptFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new EvaluationRunnerError('usage', `The prompt ${file} could not be read; "current" is the one that ships.`);
  }
}

function rulesCandidate(host: EvaluationHost): Candidate {
  return {
    name: 'rules',
    summarize: (input) => summarizeIncident(input),
    respond: async (input) => draftGuidedResponse(input),
    analyze: (script) => host.analyze(script),
    report: async (input) => composeIncidentReport(input),
    async ask(question, now) {
      const { ask, schema } = await askEngine();
      return queryOf(ask.askChecked(question, now === undefined ? {} : { now }, schema), 'rules');
    },
  };
}

/** The model words summaries, the summary of a report, and queries; response, scripts and the rest of a report are the rules' in every candidate. */
async function modelCandidate(word: string, name: string, prompt: string, host: EvaluationHost, { model: configured, promptOf }: CandidateOptions): Promise<Candidate> {
  if (configured === undefined) throw new EvaluationRunnerError('usage', `${word} needs ATTEST_MODEL_URL and ATTEST_MODEL_NAME.`);
  const text = prompt === 'current' ? undefined : promptOf(prompt);
  if (prompt !== 'current' && text === undefined) throw new EvaluationRunnerError('usage', `There is no prompt "${prompt}"; "current" is the one that ships.`);
  const { createChatModel, createModelComposer } = await import('@attest/llm');
  const chat = createChatModel({ ...configured, name });
  const composer: Composer = createModelComposer(chat, text === undefined ? {} : { prompt: text });
  const rules = rulesCandidate(host);
  return {
    ...rules,
    name: word,
    summarize: (input) => summarizeIncident(input, { composer }),
    report: async (input) => composeIncidentReport({ ...input, summary: await summarizeIncident(input, { composer }) }),
    async ask(question, now) {
      const { ask, schema } = await askEngine();
      const ports: ModelPorts = { complete: async ({ system, user }, signal) => (await chat.complete({ system, user, schema: ask.modelReplySchema, maxTokens: 1500, ...(signal === undefined ? {} : { signal }) })).value };
      const answer = await ask.askModel(question, ports, now === undefined ? {} : { now }, schema);
      return queryOf(answer, answer.by, answer.fallback);
    },
  };
}

let engine: Promise<{ ask: Ask; schema: AskSchema }> | undefined;

/** The question engine takes a second to load, and only questions need it. */
function askEngine(): Promise<{ ask: Ask; schema: AskSchema }> {
  return (engine ??= import('@attest/kql-engine/ask').then((ask) => ({ ask, schema: ask.shippedAskSchema() })));
}

function queryOf({ kql, tables }: HuntAnswer, composer: ComposedQuery['composer'], fallback?: string): ComposedQuery {
  return { kql, tables, composer, ...(fallback === undefined ? {} : { fallback }) };
}

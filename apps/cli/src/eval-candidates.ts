import { readFileSync } from 'node:fs';
import type { Composer } from '@attest/cards';
import { AttestConfig } from '@attest/config';
import type { Candidate, ComposedQuery } from '@attest/evaluation-engine';
import { summarizeIncident } from '@attest/incident-engine';
import type { AskSchema, HuntAnswer, ModelPorts } from '@attest/kql-engine/ask';
import { composeIncidentReport } from '@attest/report-engine';
import { draftGuidedResponse } from '@attest/response-engine';
import type { EvaluationHost } from './eval-ports.js';
import { CommandError, ExitCode } from './exit-code.js';

type Ask = typeof import('@attest/kql-engine/ask');

/** The candidate a word of the command line names: `rules`, or `model:NAME[@PROMPT]` with a prompt file or `current`. */
export async function candidateOf(word: string, host: EvaluationHost): Promise<Candidate> {
  if (word === 'rules') return rulesCandidate(host);
  const named = /^model:(.+?)(?:@([^@]+))?$/.exec(word);
  if (named === null) throw new CommandError(ExitCode.Usage, `There is no candidate "${word}": it is rules, or model:NAME@PROMPT with a prompt file or the word current.`);
  return modelCandidate(word, named[1] as string, named[2] ?? 'current', host);
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
async function modelCandidate(word: string, name: string, prompt: string, host: EvaluationHost): Promise<Candidate> {
  const { model: configured } = AttestConfig.fromEnvironment();
  if (configured === undefined) throw new CommandError(ExitCode.Usage, `${word} needs ATTEST_MODEL_URL and ATTEST_MODEL_NAME.`);
  const { createChatModel, createModelComposer } = await import('@attest/llm');
  const chat = createChatModel({ ...configured, name });
  const composer: Composer = createModelComposer(chat, prompt === 'current' ? {} : { prompt: readPrompt(prompt) });
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

function readPrompt(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CommandError(ExitCode.Usage, `The prompt ${file} could not be read; "current" is the one that ships.`);
  }
}

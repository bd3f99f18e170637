import { parseArgs } from 'node:util';
import { AttestConfig } from '@attest/config';
import { askChecked, askModel, modelReplySchema, shippedAskSchema, type AskContext, type HuntAnswer, type HuntCandidate, type ModelPorts } from '@attest/kql-engine/ask';
import { CommandError, ExitCode, usageError } from './exit-code.js';
import { linesOf } from './file-text.js';

export const kqlAskUsage = 'attest kql ask [-q QUESTION | --file FILE|-] [--now ISO] [--json]';

/** One question as a line of `--file`: `{id?, question, context?}`, or the bare question. */
interface AskedQuestion {
  id?: string;
  question: string;
  context: AskContext;
}

const longestQuestion = 4000;

/** `attest kql ask`: questions become checked queries. A model words them when one is configured; the rules always can. */
export async function kqlAskCommand(args: string[]): Promise<void> {
  const options = readArguments(args);
  const { model } = AttestConfig.fromEnvironment();
  const ports = model === undefined ? undefined : await modelPorts(model);
  const schema = shippedAskSchema();
  for await (const asked of questions(options)) {
    const started = performance.now();
    const context = { ...asked.context, ...(options.now === undefined ? {} : { now: options.now }) };
    const answer: HuntAnswer & { fallback?: string } = ports === undefined ? askChecked(asked.question, context, schema) : await askModel(asked.question, ports, context, schema);
    const ms = Math.round((performance.now() - started) * 10) / 10;
    if (answer.fallback !== undefined) process.stderr.write(`The model was not used: ${answer.fallback}\n`);
    process.stdout.write(options.json ? `${JSON.stringify(toJson(asked.id, answer, ms))}\n` : toText(asked.question, answer));
  }
}

interface Options {
  question?: string;
  file?: string;
  now?: Date;
  json: boolean;
}

function readArguments(args: string[]): Options {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { question: { type: 'string', short: 'q' }, file: { type: 'string' }, now: { type: 'string' }, json: { type: 'boolean', default: false } } });
    const question = values.question ?? (positionals.length > 0 ? positionals.join(' ') : undefined);
    if ((question === undefined) === (values.file === undefined)) throw new Error('Give one question with -q, or a file of questions with --file.');
    if (question !== undefined && (question.trim() === '' || question.length > longestQuestion)) throw new Error(`A question has 1 to ${longestQuestion} characters; this one has ${question.trim() === '' ? 'none' : question.length}.`);
    const now = values.now === undefined ? undefined : new Date(values.now);
    if (now !== undefined && Number.isNaN(now.getTime())) throw new Error('--now must be an ISO 8601 moment.');
    return { question, file: values.file, now, json: values.json };
  } catch (error) {
    throw usageError(error, kqlAskUsage);
  }
}

async function* questions({ question, file }: Options): AsyncGenerator<AskedQuestion> {
  if (question !== undefined) yield { question, context: {} };
  if (file === undefined) return;
  let number = 0;
  for await (const line of linesOf(file)) {
    number += 1;
    if (line.trim() !== '') yield readLine(line, number);
  }
}

function readLine(line: string, number: number): AskedQuestion {
  if (!line.trimStart().startsWith('{')) return { id: String(number), question: bounded(line.trim(), number), context: {} };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new CommandError(ExitCode.Input, `Line ${number} is no JSON object.`);
  }
  const { id, question, context } = value as { id?: unknown; question?: unknown; context?: unknown };
  if (typeof question !== 'string') throw new CommandError(ExitCode.Input, `Line ${number} has no "question".`);
  return { id: typeof id === 'string' || typeof id === 'number' ? String(id) : String(number), question: bounded(question, number), context: readContext(context) };
}

function bounded(question: string, number: number): string {
  if (question.length > longestQuestion) throw new CommandError(ExitCode.Input, `The question of line ${number} has ${question.length} characters; at most ${longestQuestion} are taken.`);
  return question;
}

/** What of a line's context is understood; anything else in it is passed over. */
function readContext(value: unknown): AskContext {
  if (typeof value !== 'object' || value === null) return {};
  const { now, tables, incident } = value as { now?: unknown; tables?: unknown; incident?: unknown };
  const texts = (list: unknown): string[] | undefined => (Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : undefined);
  const moment = typeof now === 'string' ? new Date(now) : undefined;
  const named = typeof incident === 'object' && incident !== null ? (incident as Record<string, unknown>) : undefined;
  const known = texts(tables);
  return {
    ...(moment === undefined || Number.isNaN(moment.getTime()) ? {} : { now: moment }),
    ...(known === undefined ? {} : { tables: known }),
    ...(named === undefined ? {} : { incident: { devices: texts(named['devices']) ?? [], users: texts(named['users']) ?? [], ips: texts(named['ips']) ?? [], files: texts(named['files']) ?? [] } }),
  };
}

/** Loaded only when a model is configured: the client costs start-up time. */
async function modelPorts(config: NonNullable<AttestConfig['model']>): Promise<ModelPorts> {
  const { createChatModel } = await import('@attest/llm');
  const model = createChatModel(config);
  return { complete: async ({ system, user }, signal) => (await model.complete({ system, user, schema: modelReplySchema, maxTokens: 1500, ...(signal === undefined ? {} : { signal }) })).value };
}

function toJson(id: string | undefined, { status, kql, tables, literals, logic, choices, alternatives, confidence, intent }: HuntAnswer, ms: number): unknown {
  const brief = (one: HuntCandidate): unknown => ({ label: one.label, kql: one.kql, tables: one.tables });
  return {
    ...(id === undefined ? {} : { id }),
    status,
    kql,
    tables,
    literals: literals.map(({ value, origin }) => ({ value, origin })),
    logic: logic.map(({ text }) => text),
    ...(choices === undefined ? {} : { choices: choices.map(brief) }),
    alternatives: alternatives.map(brief),
    confidence,
    intent,
    ms,
  };
}

function toText(question: string, { status, kql, literals, logic, choices }: HuntAnswer): string {
  const assumed = literals.filter(({ origin }) => origin === 'assumed').map(({ value }) => value);
  const which = status === 'clarify' && choices !== undefined ? ['', 'It could mean:', ...choices.map(({ label }, index) => `  ${index + 1}. ${label}`)] : [];
  return [`# ${question}`, '', kql, '', ...logic.map(({ text }) => `- ${text}`), ...(assumed.length > 0 ? ['', `Assumed: ${[...new Set(assumed)].slice(0, 20).join(', ')}`] : []), ...which, '', ''].join('\n');
}

import { checkKql } from '../../checker/checker.js';
import { repairKql } from '../../checker/repair.js';
import { askChecked } from '../ask-checked.js';
import { type AskContext, type HuntAnswer, type HuntCandidate } from '../ask-hunt.js';
import { shippedAskSchema, type AskSchema } from '../ask-schema.js';
import { explainKql } from '../explain-kql.js';
import { printPlan } from '../print-plan.js';
import { traceLiterals } from '../trace-literals.js';
import { modelPrompt, type ModelPrompt, type QueryFault } from './model-prompt.js';
import { planFromJson } from './plan-json.js';

/** What the model path needs from outside. */
export interface ModelPorts {
  /** One answer of the model: a JSON value, or text that holds one. Rejects when the model cannot answer. */
  complete(prompt: ModelPrompt, signal?: AbortSignal): Promise<unknown>;
  /** A short text that is the same for queries with the same rows. */
  run?(kql: string): Promise<string>;
}

/** An answer of the model path, and why the rules answered instead when they did. */
export type ModelHuntAnswer = HuntAnswer & { by: 'model' | 'rules'; fallback?: string };

interface Draft { kql: string; problems: string[] }

/** Rounds in which the model may mend its own query. */
const rounds = 2;
const drafts = 3;

/**
 * Answers a question with a model: up to three drafts, each checked, put right by rules and then by at most two more
 * rounds; the result most drafts agree on wins. Whatever fails, the rules answer: a fault of the model is never thrown.
 */
export async function askModel(question: string, ports: ModelPorts, context: AskContext = {}, schema: AskSchema = shippedAskSchema(), signal?: AbortSignal): Promise<ModelHuntAnswer> {
  const rules = askChecked(question, context, schema);
  const found: string[] = [];
  let reason = 'The model gave no valid query.';
  for (let index = 0; index < (ports.run === undefined ? 1 : drafts); index += 1) {
    try {
      const kql = await validDraft(question, ports, context, schema, signal);
      if (kql !== undefined) found.push(kql);
    } catch (error) {
      signal?.throwIfAborted();
      reason = `The model could not answer: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown reason'}`;
      break;
    }
  }
  const [first] = found;
  if (first === undefined) return { ...rules, by: 'rules', fallback: reason };
  const chosen = ports.run === undefined ? first : await mostAgreed(found, ports.run);
  const alternatives = [...new Set(found)].filter((kql) => kql !== chosen).map((kql) => candidate(kql, question, schema, context));
  const { score: _score, label: _label, ...answer } = candidate(chosen, question, schema, context);
  return { ...answer, status: 'answered', alternatives: [...alternatives, ...rules.alternatives].slice(0, 3), confidence: 0.8, by: 'model' };
}

async function validDraft(question: string, ports: ModelPorts, context: AskContext, schema: AskSchema, signal?: AbortSignal): Promise<string | undefined> {
  let fault: QueryFault | undefined;
  for (let round = 0; round <= rounds; round += 1) {
    const draft = draftOf(await ports.complete(modelPrompt(question, context, schema, fault), signal), schema);
    if (draft.problems.length === 0) {
      const repaired = checked(draft.kql, schema) ?? checked(repairKql(draft.kql, schema.hunting).text, schema);
      if (repaired !== undefined) return repaired;
      const check = checkKql(draft.kql, schema.hunting);
      draft.problems = check.diagnostics.filter(({ severity }) => severity !== 'hint').map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
    }
    fault = draft;
  }
  return undefined;
}

function checked(kql: string, schema: AskSchema): string | undefined {
  return kql.trim() !== '' && checkKql(kql, schema.hunting).runnable ? kql : undefined;
}

/** The query in an answer: compiled from its plan, or as it is written. */
function draftOf(reply: unknown, schema: AskSchema): Draft {
  const value = typeof reply === 'string' ? parseJson(reply) : reply;
  if (typeof value !== 'object' || value === null) return { kql: '', problems: ['The answer is no JSON object.'] };
  const { plan: given, kql } = value as { plan?: unknown; kql?: unknown };
  const plan = typeof given === 'string' ? parseJson(given) : given;
  if (plan !== undefined && plan !== null) {
    const read = planFromJson(plan, schema);
    if ('problems' in read) return { kql: JSON.stringify(plan), problems: read.problems };
    return { kql: printPlan(read.plan, schema).kql, problems: [] };
  }
  if (typeof kql === 'string' && kql.trim() !== '' && kql.length <= 20_000) return { kql, problems: [] };
  return { kql: '', problems: ['The answer has neither "plan" nor "kql".'] };
}

function parseJson(text: string): unknown {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start === -1 || end <= start) return undefined;
  try {
    return JSON.parse(text.slice(start, end + 1));
  } catch {
    return undefined;
  }
}

/** The draft whose rows most drafts share; the earliest of equals. A draft that fails to run agrees with none. */
async function mostAgreed(found: readonly string[], run: (kql: string) => Promise<string>): Promise<string> {
  const groups = new Map<string, string[]>();
  for (const kql of found) {
    let key: string;
    try {
      key = `rows ${await run(kql)}`;
    } catch {
      key = `failed ${groups.size}`;
    }
    groups.set(key, [...(groups.get(key) ?? []), kql]);
  }
  const ordered = [...groups].sort(([a, one], [b, two]) => Number(a.startsWith('failed')) - Number(b.startsWith('failed')) || two.length - one.length);
  return ordered[0]?.[1][0] ?? found[0] ?? '';
}

function candidate(kql: string, question: string, schema: AskSchema, context: AskContext): HuntCandidate {
  const { tables } = checkKql(kql, schema.hunting);
  return { label: tables.join(' with '), kql, tables, literals: traceLiterals(kql, question, schema, context), logic: explainKql(kql, schema), intent: 'list', score: 5 };
}

import { columnsInScope, checkKql } from '../../checker/checker.js';
import { repairKql } from '../../checker/repair.js';
import { askChecked } from '../ask-checked.js';
import type { AskContext, HuntAnswer, HuntCandidate } from '../ask-hunt.js';
import { shippedAskSchema, type AskSchema } from '../ask-schema.js';
import { explainKql } from '../explain-kql.js';
import { printPlan } from '../print-plan.js';
import { literalsOf, traceLiterals } from '../trace-literals.js';
import { modelPrompt, type DraftWay, type ModelPrompt, type QueryFault } from './model-prompt.js';
import { planFromJson } from './plan-json.js';

/** What the model path needs from outside. */
export interface ModelPorts {
  /** One answer of the model: a JSON value, or text that holds one. Rejects when the model cannot answer. */
  complete(prompt: ModelPrompt, signal?: AbortSignal): Promise<unknown>;
  /** A short text that is the same for queries with the same rows, and empty for a query that finds none. */
  run?(kql: string, signal?: AbortSignal): Promise<string>;
}

/** An answer of the model path, and why the rules answered instead when they did. */
export type ModelHuntAnswer = HuntAnswer & { by: 'model' | 'rules'; fallback?: string };

interface Draft { kql: string; problems: string[] }

/** Rounds in which the model may mend its own query. */
const rounds = 2;

/** No draft is begun after this time. */
const budgetMs = 60_000;

/**
 * Answers a question with a model. Two drafts are asked for, each checked, put right by rules first and then by at most two
 * more rounds with the model. When both give the same rows (or, where nothing can be run, name the same tables and values)
 * that is the answer; otherwise a third decides, and three that all differ are choices. Whatever fails, the rules answer:
 * a fault of the model is never thrown. Rejects only when `signal` is aborted.
 */
export async function askModel(question: string, ports: ModelPorts, context: AskContext = {}, schema: AskSchema = shippedAskSchema(), signal?: AbortSignal): Promise<ModelHuntAnswer> {
  const rules = askChecked(question, context, schema);
  const started = performance.now();
  const faults: string[] = [];
  const draft = async (way: DraftWay): Promise<string | undefined> => {
    if (performance.now() - started > budgetMs) return undefined;
    try {
      return await validDraft(question, ports, context, schema, way, rules.kql, signal);
    } catch (error) {
      signal?.throwIfAborted();
      faults.push(`The model could not answer: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown reason'}`);
      return undefined;
    }
  };
  const first = (await Promise.all([draft('plan'), draft('kql')])).filter((kql) => kql !== undefined);
  const groups = await grouped(first, ports, schema, signal);
  // A model that cannot be reached is not asked a third time.
  if (faults.length < 2 && groups.every(({ members }) => members.length < 2)) {
    const third = await draft('mend');
    if (third !== undefined) await join(groups, third, ports, schema, signal);
  }
  groups.sort((a, b) => Number(a.failed) - Number(b.failed) || b.members.length - a.members.length || Number(a.empty) - Number(b.empty));
  const [best, ...others] = groups;
  const chosen = best?.members[0];
  if (best === undefined || chosen === undefined) return { ...rules, by: 'rules', fallback: faults[0] ?? 'The model gave no valid query.' };
  const split = groups.length >= 3 && best.members.length === 1 && !best.failed;
  const candidates = [chosen, ...others.flatMap(({ members }) => members.slice(0, 1))].map((kql) => candidate(kql, question, schema, context));
  const { score: _score, label: _label, ...answer } = candidates[0] as HuntCandidate;
  return {
    ...answer,
    status: split ? 'clarify' : 'answered',
    ...(split ? { choices: candidates.slice(0, 3) } : {}),
    alternatives: [...candidates.slice(1), ...rules.alternatives].slice(0, 3),
    confidence: best.members.length > 1 ? 0.85 : split ? 0.35 : 0.6,
    by: 'model',
  };
}

/** Drafts that come to the same. */
interface Group { key: string; members: string[]; failed: boolean; empty: boolean }

async function grouped(drafts: readonly string[], ports: ModelPorts, schema: AskSchema, signal: AbortSignal | undefined): Promise<Group[]> {
  const groups: Group[] = [];
  for (const kql of drafts) await join(groups, kql, ports, schema, signal);
  return groups;
}

/** Puts a draft to those with the same rows. One that finds nothing proves nothing: it is compared by what it says; one that fails agrees with none. */
async function join(groups: Group[], kql: string, { run }: ModelPorts, schema: AskSchema, signal: AbortSignal | undefined): Promise<void> {
  const twin = groups.find(({ members }) => members.some((member) => member.replace(/\s+/g, '') === kql.replace(/\s+/g, '')));
  if (twin !== undefined) return void twin.members.push(kql);
  let rows: string | undefined = '';
  if (run !== undefined) {
    try {
      rows = await run(kql, signal);
    } catch {
      signal?.throwIfAborted();
      rows = undefined;
    }
  }
  const key = rows === undefined ? `failed ${groups.length}` : rows === '' ? `says ${sayingOf(kql, schema)}` : `rows ${rows}`;
  const same = groups.find((group) => group.key === key);
  if (same === undefined) groups.push({ key, members: [kql], failed: rows === undefined, empty: run !== undefined && rows === '' });
  else same.members.push(kql);
}

/** The tables and values of a query, whatever their order. */
function sayingOf(kql: string, schema: AskSchema): string {
  return JSON.stringify([[...checkKql(kql, schema.hunting).tables].sort(), literalsOf(kql).map(({ value }) => value.toLowerCase()).sort()]);
}

async function validDraft(question: string, ports: ModelPorts, context: AskContext, schema: AskSchema, way: DraftWay, ruled: string, signal?: AbortSignal): Promise<string | undefined> {
  let fault: QueryFault | undefined;
  for (let round = 0; round <= rounds; round += 1) {
    const draft = draftOf(await ports.complete(modelPrompt(question, context, schema, { way, ruled, ...(fault === undefined ? {} : { fault }) }), signal), schema);
    if (draft.problems.length === 0) {
      const own = checked(draft.kql, schema);
      if (own !== undefined) return own;
      const { text, repairs } = repairKql(draft.kql, schema.hunting);
      const repaired = checked(text, schema);
      if (repaired !== undefined) return repaired;
      draft.problems = [...problemsOf(draft.kql, schema), ...repairs.map(({ reason }) => reason)];
    }
    fault = draft;
  }
  return undefined;
}

/** Every error with its place; a name that is unknown with the names that could stand there. */
function problemsOf(kql: string, schema: AskSchema): string[] {
  const { diagnostics } = checkKql(kql, schema.hunting);
  return diagnostics.filter(({ severity, code }) => severity === 'error' || code.startsWith('KQL_')).slice(0, 8).map(({ line, column, message, code, offset }) => {
    const names = code === 'KS142' ? columnsInScope(kql, offset, schema.hunting).slice(0, 60).map(({ name }) => name) : [];
    return `line ${line}, column ${column}: ${message}${names.length > 0 ? ` Columns there: ${names.join(' ')}` : ''}`;
  });
}

function checked(kql: string, schema: AskSchema): string | undefined {
  return kql.trim() !== '' && checkKql(kql, schema.hunting).runnable ? kql : undefined;
}

/** The query in an answer: compiled from its plan, or as it is written. A plan that does not hold gives way to a query beside it. */
function draftOf(reply: unknown, schema: AskSchema): Draft {
  const value = typeof reply === 'string' ? parseJson(reply) : reply;
  if (typeof value !== 'object' || value === null) return { kql: '', problems: ['The answer is no JSON object.'] };
  const { plan: given, kql } = value as { plan?: unknown; kql?: unknown };
  const written = typeof kql === 'string' && kql.trim() !== '' ? unfenced(kql) : undefined;
  const plan = typeof given === 'string' ? parseJson(given) : given;
  if (plan !== undefined && plan !== null) {
    const read = planFromJson(plan, schema);
    if (!('problems' in read)) return { kql: printPlan(read.plan, schema).kql, problems: [] };
    if (written === undefined) return { kql: JSON.stringify(plan), problems: read.problems };
  }
  if (written === undefined) return { kql: '', problems: ['The answer has neither "plan" nor "kql".'] };
  return written.length > 20_000 ? { kql: written.slice(0, 500), problems: ['The query is longer than 20,000 characters.'] } : { kql: written, problems: [] };
}

/** Models like to put a query between fences. */
function unfenced(kql: string): string {
  return (/^\s*```\w*\n?([\s\S]*?)```\s*$/.exec(kql)?.[1] ?? kql).trim();
}

function parseJson(text: string): unknown {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start === -1 || end <= start || text.length > 200_000) return undefined;
  try {
    return JSON.parse(text.slice(start, end + 1));
  } catch {
    return undefined;
  }
}

function candidate(kql: string, question: string, schema: AskSchema, context: AskContext): HuntCandidate {
  const { tables } = checkKql(kql, schema.hunting);
  return { label: tables.join(' with '), kql, tables, literals: traceLiterals(kql, question, schema, context), logic: explainKql(kql, schema), intent: 'list', score: 5 };
}

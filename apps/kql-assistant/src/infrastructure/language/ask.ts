import { askChecked, askModel, askSchemaOf, checkKql, explainKql, refineHunt, refineText, shippedValues, type AskContext, type AskSchema, type HuntAnswer, type HuntCandidate, type HuntingSchema, type HuntPlan, type LogicLine, type ModelPorts, type TracedLiteral } from '@attest/kql-engine/hosting';
import type { HuntLiteral, LogicLine as ShownLine } from '../../domain/hunt.js';
import type { IncidentEntity } from '../../domain/read-incident.js';
import type { AskedKql, AskInput, Reading } from './language-messages.js';

const schemas = new WeakMap<HuntingSchema, AskSchema>();

/** What questions are answered from; the same object for the same schema. */
export function askSchemaFor(schema: HuntingSchema): AskSchema {
  const known = schemas.get(schema);
  if (known !== undefined) return known;
  const made = askSchemaOf(schema, shippedValues());
  schemas.set(schema, made);
  return made;
}

/** The query for a question, by rules. Every query in it has passed the checker. */
export function askByRules(input: AskInput, schema: HuntingSchema): AskedKql {
  const own = askSchemaFor(schema);
  const refined = refinement(input, own, true);
  return refined ?? askedOf(askChecked(input.question, contextOf(input), own), input.question, own);
}

/** The query for a question, by a model; by rules where the model has none that passes the checker. */
export async function askByModel(input: AskInput, schema: HuntingSchema, ports: ModelPorts): Promise<AskedKql & { by: 'model' | 'rules'; fallback?: string }> {
  const own = askSchemaFor(schema);
  const refined = refinement(input, own, false);
  if (refined !== undefined) return { ...refined, by: 'rules' };
  const follows = followsUp(input);
  const answer = await askModel(input.question, ports, { ...contextOf(input), ...(follows && input.previous?.kql ? { previous: { ...(input.previous.question === null ? {} : { question: input.previous.question }), kql: input.previous.kql } } : {}) }, own);
  const alone = answer.by === 'rules' ? refinement(input, own, true) : undefined;
  if (alone !== undefined) return { ...alone, by: 'rules', ...(answer.fallback === undefined ? {} : { fallback: answer.fallback }) };
  return { ...askedOf(answer, input.question, own), by: answer.by, ...(answer.fallback === undefined ? {} : { fallback: answer.fallback }) };
}

/** Words a question begins with that only makes sense after another one. */
const following = /^(?:only|just|and|but|now|also|exclude|excluding|without|except|not|by|per|group|count|top|sort|order|last|limit|instead|same|remove|add|with|on|for|in|how many|what about|show (?:only|me only))\b/i;
const pointing = /\b(?:that|this|the same|these|those|said)\s+(?:host|device|machine|computer|endpoint|user|account|ip|address|file|process)\b|\b(?:them|it|those)\b/i;

function followsUp({ question, previous }: AskInput): boolean {
  return previous?.kql !== undefined && previous.kql !== null && (following.test(question.trim()) || pointing.test(question));
}

/** A follow-up changes the plan of the question before, or with `asText` the query where there is no plan; undefined for a question that stands by itself. */
function refinement(input: AskInput, schema: AskSchema, asText: boolean): AskedKql | undefined {
  if (!followsUp(input)) return undefined;
  const plan = input.previous?.state as HuntPlan | null | undefined;
  if (typeof plan !== 'object' || plan === null || typeof plan.table !== 'string') {
    const changed = asText ? refineText(input.previous?.kql ?? '', input.question, contextOf(input), schema) : undefined;
    return changed === undefined ? undefined : { status: 'answered', best: readingOf(changed, input.question, schema), choices: [], suggestions: [], state: null };
  }
  const candidate = refineHunt(plan, input.question, contextOf(input), schema);
  if (!checkKql(candidate.kql, schema.hunting).runnable || candidate.kql === input.previous?.kql) return undefined;
  return { status: 'answered', best: readingOf(candidate, input.question, schema), choices: [], suggestions: followUps(candidate.plan), state: candidate.plan ?? null };
}

function contextOf({ now, stored, incident }: AskInput): AskContext {
  return { now: new Date(now), tables: stored, ...(incident === undefined ? {} : { incident: named(incident.entities) }) };
}

/** The values by which questions and queries may mean an entity of the incident. */
export function named(entities: readonly IncidentEntity[]): NonNullable<AskContext['incident']> {
  const of = (...types: string[]): string[] => entities.filter(({ type }) => types.includes(type)).flatMap(({ value, names }) => [value, ...names]);
  return { devices: of('device'), users: of('user', 'mailbox'), ips: of('ip'), files: of('file') };
}

function askedOf(answer: HuntAnswer, question: string, schema: AskSchema): AskedKql {
  const clarify = answer.status === 'clarify';
  const others = clarify ? (answer.choices ?? []) : answer.alternatives;
  return { status: answer.status, best: readingOf(answer, question, schema), choices: others.map((each) => readingOf(each, question, schema)), suggestions: clarify ? [] : followUps(answer.plan), state: answer.plan ?? null };
}

function readingOf(candidate: HuntAnswer | HuntCandidate, question: string, schema: AskSchema): Reading {
  const { kql, tables, literals } = candidate;
  const logic = candidate.logic.length > 0 ? candidate.logic : explainKql(kql, schema);
  return { label: 'label' in candidate ? candidate.label : tables.join(', '), kql, tables, logic: shownLines(logic, kql), literals: shownLiterals(literals, question) };
}

export function shownLines(lines: readonly LogicLine[], kql: string): ShownLine[] {
  return lines.map(({ text, offset, length }) => ({ text, kql: kql.slice(offset, offset + length), start: offset, length }));
}

export function shownLiterals(literals: readonly TracedLiteral[], question: string): HuntLiteral[] {
  return literals.map(({ value, origin, column, question: span }) => ({ value, origin: origin.toUpperCase() as HuntLiteral['origin'], ...(column === undefined ? {} : { column }), ...(span === undefined ? {} : { detail: question.slice(span[0], span[1]) }) }));
}

/** Questions that lead on from a plan. */
function followUps(plan: HuntPlan | undefined): string[] {
  if (plan === undefined) return [];
  const counted = plan.summarize !== undefined || plan.count === true || plan.distinct !== undefined;
  const device = plan.table.startsWith('Device') || plan.table.startsWith('Alert');
  return [...(counted ? [] : ['count them', 'by hour', ...(device ? ['count by device'] : []), 'count by user']), 'last 24 hours', 'last 7 days'].slice(0, 4);
}

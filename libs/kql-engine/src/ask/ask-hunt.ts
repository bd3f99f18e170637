import { absencePlan } from './absence-plan.js';
import { shippedAskSchema, timeColumnOf, type AskSchema } from './ask-schema.js';
import { readTable, type TableReading } from './conditions.js';
import { comparisonsOf, type HuntIntent, type HuntPlan, type PlanComparison, type PlanCondition, type PlanLiteral } from './hunt-plan.js';
import { explainKql } from './explain-kql.js';
import { findHunts } from './find-hunts.js';
import { joinsFor } from './join-plans.js';
import { commonWords } from './lexicon/common-words.js';
import { libraryAnswer } from './library-answer.js';
import { lexiconOf, spaced, type Lexicon } from './lexicon/lexicon.js';
import { printPlan, type LogicLine, type PrintedPlan, type TracedLiteral } from './print-plan.js';
import { shapeOf } from './question-shape.js';
import { readQuestion, type Reading } from './reading.js';
import { rankTables, successorOf, type RankedTable } from './table-ranking.js';
import { slotAt } from './value-list.js';
import { PhraseIndex, stemOf, stemsOf } from './words.js';

/** What is known beside the question. */
export interface AskContext {
  /** The moment "today" means; now by default. */
  now?: Date;
  /** Tables that hold rows here: others are taken only when the question clearly means them. */
  tables?: readonly string[];
  /** The question and query before this one, when this one follows up on them. */
  previous?: { question?: string; kql: string };
  /** Values the incident at hand mentions, for tracing literals and for "this device", "that user". */
  incident?: { devices?: readonly string[]; users?: readonly string[]; ips?: readonly string[]; files?: readonly string[] };
}

/** One way to answer a question. */
export interface HuntCandidate {
  label: string;
  kql: string;
  tables: string[];
  literals: TracedLiteral[];
  /** Empty for a query of the library that is not the answer itself: `explainKql` gives it. */
  logic: LogicLine[];
  intent: HuntIntent;
  /** Absent for a query of the library. */
  plan?: HuntPlan;
  /** Which hunt of the library it is. */
  library?: string;
  score: number;
}

/** The answer to a question: one query, or a few to choose from when two readings are nearly as good. */
export interface HuntAnswer extends Omit<HuntCandidate, 'score' | 'label'> {
  status: 'answered' | 'clarify';
  choices?: HuntCandidate[];
  alternatives: HuntCandidate[];
  /** 0 to 1: how much better the first reading is than the second, and how much of the question it explains. */
  confidence: number;
}

const defaultNow = (): Date => new Date();

/** Composes the query that answers a question, without a model. Always valid against the schema. */
export function askHunt(question: string, context: AskContext = {}, schema: AskSchema = shippedAskSchema()): HuntAnswer {
  const candidates = candidatesFor(question, context, schema);
  const [best] = candidates;
  const second = candidates.find(({ library, tables }, index) => index > 0 && library === undefined && tables[0] !== best?.tables[0] && !sameTable(tables[0], best?.tables[0]));
  if (best === undefined) return fallback(question, context, schema);
  const margin = second === undefined ? 1 : (best.score - second.score) / Math.max(1, best.score);
  // Fitted to how often the first reading was the right one, by its lead and by its score, on the questions that may be tuned on.
  const confidence = best.library === undefined ? 0.25 + 0.45 * Math.min(1, margin / 0.4) + 0.25 * Math.min(1, best.score / 14) : 0.3 + 0.05 * best.score;
  const unclear = best.library === undefined && second !== undefined && (margin < 0.06 || (best.score < 3.2 && margin < 0.2));
  const { score: _score, label: _label, ...answer } = best;
  return {
    status: unclear ? 'clarify' : 'answered',
    ...answer,
    ...(unclear ? { choices: candidates.slice(0, 3) } : {}),
    alternatives: candidates.slice(1, 4),
    confidence: Number(Math.max(0.05, Math.min(0.95, confidence)).toFixed(2)),
  };
}

/** Whether two names are of one table: to choose between them is no question for a person. */
function sameTable(one = '', other = ''): boolean {
  return successorOf(one) === other || successorOf(other) === one;
}

/** The readings of a question in order, each with its query. */
export function candidatesFor(question: string, context: AskContext, schema: AskSchema): HuntCandidate[] {
  const lexicon = lexiconOf(schema);
  const reading = readQuestion(question, context.now ?? defaultNow(), lexicon.known);
  const ranked = rankTables(reading, schema, lexicon, context.tables === undefined ? undefined : new Set(context.tables));
  const plans = ranked.slice(0, 5).map((one) => candidateOf(reading, one, schema, lexicon, context));
  const focused = reading.words.filter((_, index) => reading.focus.has(index) && !['host', 'user', 'email'].includes(slotAt(reading, index + 1)?.type ?? ''));
  const named = [...schema.tables.keys()].some((table) => question.includes(table));
  const host = reading.slots.some(({ type }) => type === 'host');
  const hunts = named ? [] : findHunts(focused, { long: reading.long, limit: 3 }).filter(({ hunt: { id }, score }) => score >= 0.4 && (id !== 'device-timeline' || host));
  const [hunt] = hunts;
  if (hunt === undefined) return plans;
  const vetted = libraryAnswer(hunt, reading, schema, context);
  if (preferHunt({ score: hunt.score, tables: vetted.tables }, reading, ranked[0], plans[0], lexicon)) return [{ ...vetted, logic: explainKql(vetted.kql, schema) }, ...plans];
  const [first, ...rest] = plans;
  return first === undefined ? [vetted] : [first, ...rest.slice(0, 2), vetted, ...rest.slice(2)];
}

/** A vetted query is taken when it is about what is asked and a plan of our own would say less than the question does. */
function preferHunt({ score, tables: own }: { score: number; tables: readonly string[] }, reading: Reading, best: RankedTable | undefined, plan: HuntCandidate | undefined, lexicon: Lexicon): boolean {
  if (best === undefined || plan?.plan === undefined) return true;
  const { summarize, count, top, take, project, pick } = plan.plan;
  // A hunt over other tables than the question speaks of has to be about nearly all of it.
  if (score < 0.85 && !reading.long && best.score >= 6 && !own.includes(best.table)) return false;
  if (best.reading.found.some(({ kind, condition }) => kind === 'behaviour' || comparisonsOf(condition).some(({ values }) => values.some(({ text }) => /^[A-Z][a-z]+(?:[A-Z][a-z]+)+$/.test(text) && reading.text.includes(text))))) return false;
  if (reading.long) return score >= 0.62 && best.reading.found.length <= 2;
  const said = best.reading.found.filter(({ condition }) => 'anyOf' in condition || !/^(?:DeviceName|AccountName|AccountUpn|DeviceId)$/.test(condition.column));
  const values = said.filter(({ kind }) => kind === 'column' || kind === 'slot' || kind === 'threshold');
  if (values.length > 0 || count === true || pick !== undefined || top !== undefined || take !== undefined || project !== undefined || reading.thresholds.length > 0) return false;
  const found = said.filter(({ kind }) => kind !== 'slot').length;
  if (summarize !== undefined && (reading.step !== undefined || found > 0)) return false;
  const phrases = lexicon.tables.get(best.table)?.phrases.find(reading.words) ?? [];
  const told = new Set([...phrases, ...best.reading.mentions].flatMap(({ from, to }) => Array.from({ length: to - from }, (_, offset) => from + offset)));
  const open = reading.words.filter(({ text, stem, slot }, index) => slot === undefined && !stem.startsWith('#') && /^\p{L}{3,}/u.test(text) && !best.reading.used.has(index) && !told.has(index) && !commonWords.has(text.toLowerCase())).length;
  if (open === 0 && (found > 0 || summarize !== undefined)) return false;
  // Words that only hint at the table may be what a hunt of the library is about ("beaconing"); names of tables and columns are not.
  if (open === 0 && (best.reading.found.length > 0 || reading.time !== undefined)) return score >= 0.85 && hinted(reading, best);
  if (found === 0) return score >= (said.length < best.reading.found.length ? 0.85 : 0.65);
  return score >= (found === 1 ? 0.8 : 0.9);
}

/** Whether some word of the question is neither part of the table's name nor of a column's. */
function hinted(reading: Reading, { table, reading: { mentions, used } }: RankedTable): boolean {
  const named = new Set(stemsOf(spaced(table)));
  return reading.words.some(({ text, stem, slot }, index) => slot === undefined && !stem.startsWith('#') && /^\p{L}{3,}/u.test(text) && !used.has(index) && !named.has(stem) && !commonWords.has(text.toLowerCase()) && !mentions.some(({ from, to }) => index >= from && index < to));
}

function candidateOf(reading: Reading, { table, score, reading: own }: RankedTable, schema: AskSchema, lexicon: Lexicon, context: AskContext): HuntCandidate {
  const { plan, intent } = planOf(reading, own, schema, lexicon);
  return { ...candidateFrom(plan, intent, schema, context), label: labelOf(table, plan), score };
}

/** A plan as a candidate: printed, explained, its literals traced. */
export function candidateFrom(plan: HuntPlan, intent: HuntIntent, schema: AskSchema, context: AskContext = {}): HuntCandidate {
  const printed = traced(printPlan(plan, schema), context);
  return { label: labelOf(plan.table, plan), tables: [plan.table, ...plan.joins.map((join) => join.table)], ...printed, intent, plan, score: 0 };
}

/** A plan from what a table's reading found. */
export function planOf(reading: Reading, own: TableReading, schema: AskSchema, lexicon: Lexicon): { plan: HuntPlan; intent: HuntIntent } {
  const others = new Map<string, TableReading>();
  const joins = joinsFor(reading, own, schema, (table) => {
    const known = others.get(table) ?? readTable(reading, table, schema, lexicon);
    others.set(table, known);
    return known;
  }, lexicon.tables.get(own.table)?.phrases ?? new PhraseIndex());
  const { intent, ...shape } = shapeOf(reading, own, schema);
  const time = timeColumnOf(schema, own.table);
  const dated = timeColumnFor(reading, own, time);
  const period = timeConditions(reading, dated, own);
  const aboutTime = new Set(period.flatMap((condition) => ('anyOf' in condition ? [] : [condition.column])));
  const filters = own.found.map(({ condition }) => condition).filter((condition) => 'anyOf' in condition || !aboutTime.has(condition.column));
  const by = ['DeviceId', 'AccountObjectId', 'AccountUpn', 'AccountName', 'OAuthAppId', 'DeviceName'].find((column) => own.columns.has(column));
  const used = reading.time?.stale === true && /\bused\b/i.test(reading.text.slice(reading.time.start, reading.time.end)) && own.columns.get('LastUsedTime') === 'datetime';
  if (used) return { plan: { table: own.table, where: [...timeConditions(reading, 'LastUsedTime', own), ...filters], joins, ...shape }, intent };
  if (reading.time?.stale === true && dated !== undefined && own.columns.get(dated) === 'datetime' && by !== undefined && shape.summarize === undefined && shape.pick === undefined) {
    return { plan: { table: own.table, where: filters, joins, ...shape, pick: { which: 'latest', time: dated, by: [by] }, whereJoined: period }, intent: 'latest' };
  }
  const plan: HuntPlan = { table: own.table, where: [...period, ...filters], joins, ...shape };
  const absent = absencePlan(reading, own, plan, schema);
  return absent === undefined ? { plan, intent } : { plan: absent, intent: 'distinct' };
}

/** What is said to have been done to a thing, with the date that keeps it. */
const happened: Readonly<Record<string, string>> = Object.fromEntries(Object.entries({
  added: 'AddedOnTime', created: 'CreatedDateTime AgentCreationTime FileCreationTime CreatedOn', modified: 'LastModifiedTime LastUpdatedDateTime LastUpdatedOn', updated: 'LastUpdatedDateTime LastUpdatedOn LastModifiedTime', changed: 'LastModifiedTime LastUpdatedDateTime',
  published: 'PublishedDate LastPublishedDateTime LastPublishedTime', disclosed: 'PublishedDate', discovered: 'PublishedDate', used: 'LastUsedTime', installed: 'InstallationTime', deleted: 'DeletedDateTime', linked: 'IdentityLinkTime',
}).map(([verb, columns]) => [stemOf(verb), columns]));

/** The date a period is about: the one named before it ("published", "expire"), else when the row happened, else the only date there is. */
function timeColumnFor(reading: Reading, own: TableReading, usual: string | undefined): string | undefined {
  if (reading.time === undefined) return usual;
  const at = reading.words.findIndex(({ stem }) => stem === '#time');
  const dated = (column: string): boolean => own.columns.get(column) === 'datetime' || /^(?:ExpirationDate|IssueDate|EndOfSupportDate)$/.test(column);
  const named = own.mentions.find(({ column, to }) => column !== 'Timestamp' && dated(column) && to <= at && at - to <= 3);
  if (named !== undefined) return named.column;
  const verb = reading.words.slice(Math.max(0, at - 3), at).map(({ stem }) => happened[stem]).findLast((names) => names !== undefined);
  const when = verb?.split(' ').find((column) => own.columns.get(column) === 'datetime');
  if (when !== undefined) return when;
  return usual ?? ['PublishedDate', 'EndOfSupportDate', 'ExpirationDate', 'InstallationTime', 'CreatedOn'].find((column) => own.columns.has(column) && reading.time?.operator !== '<');
}

/** The period a question speaks of, as filters of the time column. */
export function timeConditions(reading: Reading, time: string | undefined, own?: TableReading): PlanCondition[] {
  if (time === undefined) return [];
  const conditions: PlanCondition[] = [];
  if (reading.time !== undefined) {
    const { operator, values, not } = reading.time;
    const column = own === undefined || own.columns.get(time) === 'datetime' ? time : `todatetime(${time})`;
    conditions.push({ column, operator, values, ...(not === true ? { not } : {}) });
  }
  if (time === 'Timestamp' && reading.hours !== undefined) conditions.push(...hourConditions(reading.hours));
  return conditions;
}

const assumed = (kind: PlanLiteral['kind'], text: string): PlanLiteral => ({ kind, text, origin: 'assumed' });

function hourConditions(which: NonNullable<Reading['hours']>): PlanCondition[] {
  const hour = (operator: PlanComparison['operator'], text: string): PlanComparison => ({ column: 'hourofday(Timestamp)', operator, values: [assumed('number', text)] });
  if (which === 'outside') return [{ anyOf: [hour('<', '8'), hour('>=', '18')] }];
  if (which === 'inside') return [hour('>=', '8'), hour('<', '18')];
  if (which === 'night') return [{ anyOf: [hour('<', '6'), hour('>=', '22')] }];
  return [{ column: 'dayofweek(Timestamp)', operator: 'in', values: [assumed('timespan', '0d'), assumed('timespan', '6d')] }];
}

/** A value the incident names too is said to be from the incident. */
function traced(printed: PrintedPlan, { incident }: AskContext): PrintedPlan {
  if (incident === undefined) return printed;
  const known = new Set(Object.values(incident).flat().map((value) => value.toLowerCase()));
  return { ...printed, literals: printed.literals.map((literal) => (literal.origin === 'assumed' && known.has(literal.value.toLowerCase()) ? { ...literal, origin: 'incident' as const } : literal)) };
}

function labelOf(table: string, plan: HuntPlan): string {
  const filters = plan.where.length;
  return `${table}${plan.joins.length > 0 ? ` with ${plan.joins.map((join) => join.table).join(' and ')}` : ''}${filters > 0 ? `, ${filters} filter${filters === 1 ? '' : 's'}` : ''}`;
}

/** Nothing in the question is known: the newest alerts, as a guess that says so. */
function fallback(question: string, context: AskContext, schema: AskSchema): HuntAnswer {
  const reading = readQuestion(question, context.now ?? defaultNow());
  const table = schema.tables.has('AlertInfo') ? 'AlertInfo' : ([...schema.tables.keys()][0] ?? 'AlertInfo');
  const choices = ['DeviceProcessEvents', 'DeviceNetworkEvents', table, 'EmailEvents'].filter((name, index, all) => schema.tables.has(name) && all.indexOf(name) === index).map((name): HuntCandidate => {
    const time = timeColumnOf(schema, name);
    const plan: HuntPlan = { table: name, where: timeConditions(reading, time), joins: [], ...(time === undefined ? { take: 100 } : { top: { rows: 100, column: time, order: 'desc' as const } }) };
    return { label: labelOf(name, plan), tables: [name], ...printPlan(plan, schema), intent: 'list', plan, score: 0 };
  });
  const [first] = choices;
  if (first === undefined) throw new RangeError('The schema has no tables.');
  const { score: _score, label: _label, ...answer } = first;
  return { status: 'clarify', ...answer, choices, alternatives: choices.slice(1), confidence: 0.05 };
}

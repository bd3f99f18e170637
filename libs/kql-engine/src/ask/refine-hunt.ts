import { timeColumnOf, shippedAskSchema, type AskSchema } from './ask-schema.js';
import { candidateFrom, timeConditions, type AskContext, type HuntCandidate } from './ask-hunt.js';
import { readTable, type TableReading } from './conditions.js';
import { comparisonsOf, type HuntIntent, type HuntPlan, type PlanComparison, type PlanCondition, type PlanLiteral } from './hunt-plan.js';
import { accountNouns } from './lexicon/column-kinds.js';
import { commonWords } from './lexicon/common-words.js';
import { lexiconOf } from './lexicon/lexicon.js';
import { processNames } from './lexicon/process-names.js';
import { shapeOf } from './question-shape.js';
import { readQuestion, type Reading } from './reading.js';
import { fromSlot } from './value-list.js';

const pointing = /\b(?:that|this|the same|these|those|said)\s+(host|device|machine|computer|endpoint|user|account|ip|address|file|process)\b/i;

/** What a follow-up changes: "only on that host", "by hour", "exclude system", "last 24 hours instead", "count them", "top 10 users". */
export function refineHunt(previous: HuntPlan, text: string, context: AskContext = {}, schema: AskSchema = shippedAskSchema()): HuntCandidate {
  const lexicon = lexiconOf(schema);
  const reading = readQuestion(text, context.now ?? new Date(), lexicon.known);
  const own = readTable(reading, previous.table, schema, lexicon);
  const time = timeColumnOf(schema, previous.table);
  const lower = text.toLowerCase();
  let where = [...previous.where];
  const period = timeConditions(reading, time);
  if (period.length > 0) where = [...period, ...where.filter((condition) => !comparisonsOf(condition).some(({ column }) => column === time))];
  if (/\b(?:all time|any time|without (?:a )?time|no time (?:limit|filter))\b/.test(lower)) where = where.filter((condition) => !comparisonsOf(condition).some(({ column }) => column === time));
  const dropped = /\b(?:remove|drop|without|forget|clear|ignore)\b.*\b(?:filter|condition|restriction)\b/.test(lower) ? own.mentions.map(({ column }) => column) : [];
  where = where.filter((condition) => !comparisonsOf(condition).some(({ column }) => dropped.includes(column)));
  const added = [...samePlace(previous, own, reading), ...own.found.filter(({ kind }) => kind !== 'free').map(({ condition }) => condition), ...pointedAt(reading, own, context), ...excluded(lower, own, reading)];
  for (const condition of added) where = addCondition(where, condition, /\b(?:also|as well|too|or)\b/.test(lower), /\b(?:instead|rather|change|replace|switch)\b/.test(lower));
  const { shape, intent } = newShape(previous, reading, own, schema, lower);
  return candidateFrom({ table: previous.table, where, joins: previous.joins, ...(previous.whereJoined === undefined ? {} : { whereJoined: previous.whereJoined }), ...shape }, intent, schema, context);
}

/** Another value of a column replaces the former one, or joins it when that is asked for. */
function addCondition(where: readonly PlanCondition[], added: PlanCondition, also: boolean, instead: boolean): PlanCondition[] {
  if ('anyOf' in added) return [...where, added];
  const same = where.findIndex((condition) => !('anyOf' in condition) && condition.column === added.column && (condition.not === true) === (added.not === true));
  const old = where[same];
  if (old === undefined || 'anyOf' in old) return [...where, added];
  if (also && !instead && ['==', 'in', '=~', 'in~'].includes(old.operator) && ['==', 'in', '=~', 'in~'].includes(added.operator)) {
    const merged: PlanComparison = { ...old, operator: old.operator.includes('~') || added.operator.includes('~') ? 'in~' : 'in', values: [...old.values, ...added.values] };
    return where.map((condition, index) => (index === same ? merged : condition));
  }
  if (also && !instead && ['has', 'has_any'].includes(old.operator) && ['has', 'has_any'].includes(added.operator)) return where.map((condition, index) => (index === same ? { ...old, operator: 'has_any', values: [...old.values, ...added.values] } : condition));
  return where.map((condition, index) => (index === same ? added : condition));
}

/** "on 8443 instead", "also 8080": a bare number is of the column that has one. */
function samePlace(previous: HuntPlan, { found, columns }: TableReading, reading?: Reading): PlanComparison[] {
  const numeric = (column: string): boolean => ['int', 'long', 'real'].includes(columns.get(column) ?? '');
  const [place, ...others] = previous.where.filter((condition): condition is PlanComparison => !('anyOf' in condition) && numeric(condition.column));
  const values = (reading?.slots ?? []).filter(({ type }) => type === 'number').map(fromSlot);
  if (place === undefined || others.length > 0 || found.length > 0 || values.length === 0 || (reading?.thresholds.length ?? 0) > 0) return [];
  return [{ column: place.column, operator: values.length === 1 ? '==' : 'in', values }];
}

/** "That host" is what the incident names first. */
function pointedAt(reading: Reading, { columns }: TableReading, { incident }: AskContext): PlanComparison[] {
  const match = pointing.exec(reading.text);
  if (match === null || incident === undefined) return [];
  const kind = (match[1] ?? '').toLowerCase();
  const [value, names] = /host|device|machine|computer|endpoint/.test(kind) ? [incident.devices?.[0], ['DeviceName', 'HostName']]
    : /user|account/.test(kind) ? [incident.users?.[0], ['AccountUpn', 'AccountName', 'InitiatingProcessAccountName']]
      : /ip|address/.test(kind) ? [incident.ips?.[0], ['RemoteIP', 'IPAddress', 'IpAddress']]
        : [incident.files?.[0], ['FileName', 'InitiatingProcessFileName']];
  const column = names.find((name) => columns.has(name) && (name !== 'AccountUpn' || value?.includes('@') === true));
  if (value === undefined || column === undefined) return [];
  const literal: PlanLiteral = { kind: 'string', text: value, origin: 'incident' };
  return [{ column, operator: column === 'DeviceName' && !value.includes('.') ? 'has' : '=~', values: [literal] }];
}

/** "exclude system": an account or a program is left out. */
function excluded(lower: string, { columns, found }: TableReading, reading: Reading): PlanComparison[] {
  const match = /\b(?:exclude|excluding|without|except|not|ignore|hide|filter out|remove)\s+(?:the\s+|any\s+)?([\w.$-]+)(?:\s+(?:accounts?|users?|process(?:es)?))?\s*$/.exec(lower);
  const word = match?.[1];
  if (match === null || word === undefined || found.length > 0 || (commonWords.has(word) && !accountNouns.test(word)) || word === 'service') return [];
  const at = lower.lastIndexOf(word);
  const value: PlanLiteral = { kind: 'string', text: reading.text.slice(at, at + word.length), origin: 'question', span: [at, at + word.length] };
  const image = processNames.get(word)?.[0];
  const program = ['FileName', 'InitiatingProcessFileName'].find((name) => columns.has(name));
  if (image !== undefined && program !== undefined) return [{ column: program, operator: '=~', values: [{ ...value, text: image }], not: true }];
  const account = ['AccountName', 'InitiatingProcessAccountName', 'AccountUpn', 'AccountDisplayName'].find((name) => columns.has(name));
  return account === undefined ? [] : [{ column: account, operator: '=~', values: [value], not: true }];
}

type ShapePart = Pick<HuntPlan, 'pick' | 'summarize' | 'distinct' | 'project' | 'count' | 'sort' | 'top' | 'take' | 'render'>;

function newShape(previous: HuntPlan, reading: Reading, own: TableReading, schema: AskSchema, lower: string): { shape: ShapePart; intent: HuntIntent } {
  const kept: ShapePart = { pick: previous.pick, summarize: previous.summarize, distinct: previous.distinct, project: previous.project, count: previous.count, sort: previous.sort, top: previous.top, take: previous.take, render: previous.render };
  const known = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) as ShapePart;
  if (/\b(?:count (?:them|it|those|these)|how many(?: are there)?\??$|just the (?:count|number))\b/.test(lower)) return { shape: { count: true }, intent: 'count' };
  if (/\b(?:show (?:me )?(?:all |the )?(?:rows|events|raw|details)|ungroup|as a list|list them|show them)\b/.test(lower)) return { shape: {}, intent: 'list' };
  const { intent, ...shape } = shapeOf(reading, own, schema);
  const [limit] = reading.thresholds;
  const measure = previous.summarize?.measures[0];
  if (limit !== undefined && previous.summarize !== undefined && measure !== undefined && shape.summarize === undefined && own.found.every(({ kind }) => kind !== 'threshold')) {
    const having: PlanComparison = { column: measure.name, operator: limit.operator, values: [{ kind: 'number', text: limit.text, origin: 'question', span: limit.span }] };
    return { shape: { ...known, summarize: { ...previous.summarize, having: [having] } }, intent: 'aggregate' };
  }
  if (intent !== 'list') return { shape, intent };
  if (Object.keys(shape).length === 0) return { shape: known, intent: previous.summarize === undefined ? 'list' : 'aggregate' };
  return { shape: previous.summarize === undefined || shape.project !== undefined ? { ...known, ...shape } : { ...known, ...shape, sort: shape.sort ?? known.sort }, intent: previous.summarize === undefined ? 'list' : 'aggregate' };
}

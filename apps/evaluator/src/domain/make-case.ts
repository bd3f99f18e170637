import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { unpackText, type ActionChanged, type FeedbackGiven } from '@attest/contracts';
import { parseEvaluationCase, Renaming, type EvaluationCase, type KnownNames, type NamedRecords } from '@attest/evaluation-engine';
import { incidentInputDigest } from '@attest/incident-engine';
import { parseEventRow, parseIncident, type EventRow, type Incident } from '@attest/security-model';
import type { CaseInputState } from './case-input.js';
import { Pseudonyms } from './pseudonyms.js';

/** Characters of an input in a case. */
const longestInput = 16_000_000;

/** What a case is made of, as it travels to where it is made; content is JSON or JSON Lines, gzip. */
export interface CaseSource {
  secret: string;
  tenant: string;
  caseId: string;
  kind: string;
  /** Of the input; of an incident over its records alone. */
  digest: string;
  /** ISO 8601, when the card was made. */
  at: string;
  incident: Uint8Array | null;
  events: Uint8Array | null;
  /** The card as its capability made it. */
  card: Uint8Array | null;
  /** Changes of actions up to the card. */
  actions: readonly ActionChanged[];
  /** Whose names could stand in what people said: who gave feedback. */
  people: readonly string[];
  corrections: FeedbackGiven['corrections'];
  tags: readonly string[];
}

/** Without the names of people and tenant. */
export interface MadeCase {
  corrections: FeedbackGiven['corrections'];
  tags: string[];
  state: CaseInputState;
  /** The `input` of the case, JSON, gzip; null when there is none but its digest. */
  input: Uint8Array | null;
}

interface ReadCard {
  card?: { entities?: CardEntity[]; card?: { entities?: CardEntity[] }; question?: string; literals?: { value: string; column?: string }[] };
  script?: { text: string; fileName?: string; language?: string };
}
interface CardEntity {
  type: string;
  value: string;
}
type Row = Record<string, unknown>;
type Input = { input: EvaluationCase['input']; state: 'INSIDE' } | { input?: undefined; state: Exclude<CaseInputState, 'INSIDE'> };

/** Gives everything that goes into a case other names, and proves by its digest that the input is the card's. Pure. */
export function makeCase(source: CaseSource): MadeCase {
  const { secret, caseId } = source;
  const pseudonyms = new Pseudonyms(secret, caseId);
  const card = source.card === null ? {} : (JSON.parse(unpackText(source.card)) as ReadCard);
  const incident = source.incident === null ? undefined : (JSON.parse(unpackText(source.incident)) as Incident);
  const rows = source.events === null ? [] : unpackText(source.events).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
  const renaming = new Renaming(recordsOf(source, card, incident, rows), knownOf(source, card), (sort, name) => pseudonyms.digest(sort, name));
  const { input, state } = inputOf(source, card, incident, rows, renaming);
  return {
    corrections: renaming.value([...source.corrections]),
    tags: source.tags.map((tag) => renaming.text(tag)),
    state,
    input: input === undefined ? null : new Uint8Array(gzipSync(JSON.stringify(input))),
  };
}

/** Where names are looked for. */
function recordsOf({ kind }: CaseSource, { card, script }: ReadCard, incident: Incident | undefined, rows: readonly Row[]): NamedRecords {
  if (kind === 'scriptAnalysis') return { incident: { text: script?.text ?? '' }, rows: [] };
  if (kind === 'kqlAnswer') return { incident: { question: card?.question ?? '' }, rows: (card?.literals ?? []).map(({ column = 'value', value }) => ({ [column]: value })) };
  return { incident: incident ?? {}, rows };
}

const peopleTypes: ReadonlySet<string> = new Set(['user', 'mailbox', 'mail', 'account']);

function knownOf({ kind, tenant, people, corrections }: CaseSource, { card }: ReadCard): KnownNames {
  const entities = card?.entities ?? card?.card?.entities ?? [];
  const of = (is: (type: string) => boolean): string[] => entities.filter(({ type }) => is(type)).map(({ value }) => value);
  // Whose address stands in a question is one of the tenant's people.
  const asked = kind === 'kqlAnswer' ? Renaming.addressesIn(card?.question ?? '') : [];
  return { people: [...people, ...asked, ...of((type) => peopleTypes.has(type))], devices: of((type) => type === 'device'), tenants: [tenant], texts: corrections.flatMap(({ shown, right }) => [shown, right ?? '']) };
}

function inputOf(source: CaseSource, card: ReadCard, incident: Incident | undefined, rows: readonly Row[], renaming: Renaming): Input {
  const { kind } = source;
  const found = kind === 'scriptAnalysis' ? scriptInput(source, card, renaming) : kind === 'kqlAnswer' ? questionInput(source, card, renaming) : incidentInput(source, incident, rows, renaming);
  return found.input !== undefined && !fits(source, found.input) ? { state: 'UNFIT' } : found;
}

function incidentInput({ kind, digest, actions }: CaseSource, incident: Incident | undefined, rows: readonly Row[], renaming: Renaming): Input {
  if (incident === undefined) return { state: 'NO_COPY' };
  if (incidentInputDigest({ incident, events: rows as unknown as readonly EventRow[] }) !== digest) return { state: 'CHANGED' };
  const records = { incident: renaming.value(incident as unknown as Row), events: rows.map(({ $row: _row, ...columns }) => renaming.value(columns)) };
  return { state: 'INSIDE', input: kind === 'incidentReport' ? { ...records, actions: renaming.value(actions.map(actionLine)) } : records };
}

function actionLine({ actionId, action, target, state, by, at, reason, outcome }: ActionChanged) {
  return { id: actionId, action, target: { type: target.type, ...(target.id === '' ? {} : { id: target.id }), name: target.name || target.id || actionId }, state, by: by?.name ?? 'Attest', at, ...(reason ? { reason } : {}), ...(outcome ? { result: outcome } : {}) };
}

function scriptInput({ digest }: CaseSource, { script }: ReadCard, renaming: Renaming): Input {
  if (script === undefined || createHash('sha256').update(script.text).digest('hex') !== digest) return { state: 'NO_SCRIPT' };
  const { text, fileName, language } = script;
  return { state: 'INSIDE', input: { text: renaming.text(text), ...(fileName === undefined ? {} : { fileName: renaming.text(fileName) }), ...(language === undefined ? {} : { language }) } };
}

/** The digest of an answer covers the question and what it was asked after; alone, it is asked of nothing. */
function questionInput({ digest, at }: CaseSource, { card }: ReadCard, renaming: Renaming): Input {
  const question = card?.question;
  if (question === undefined) return { state: 'NO_COPY' };
  if (createHash('sha256').update(JSON.stringify([question, null, null])).digest('hex') !== digest) return { state: 'IN_CONTEXT' };
  return { state: 'INSIDE', input: { question: renaming.text(question), now: at } };
}

/** Whether an evaluation can read it: a run refuses all cases for one that cannot be read. */
function fits({ kind }: CaseSource, input: EvaluationCase['input']): boolean {
  if (JSON.stringify(input).length > longestInput) return false;
  const parsed = parseEvaluationCase({ schema: 'attest.evaluation-case/1', id: 'input', title: 'Input', tags: [], source: 'feedback', reviewed: false, kind, input, expected: {} });
  if (!parsed.ok || !('incident' in input) || input.incident === undefined) return parsed.ok;
  try {
    parseIncident(input.incident);
  } catch {
    return false;
  }
  return (input.events ?? []).every((row, at) => parseEventRow(row, at + 1).ok);
}

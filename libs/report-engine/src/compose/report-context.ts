import { verifyCard, type DraftCard, type DroppedStatement, type VerifiedCard } from '@attest/cards';
import { collectIncidentFacts, composeIncidentSummary, composeIndicators, composeStory, composeTimeline, engine, incidentInputDigest, shortenAfterFirst, type FactSet } from '@attest/incident-engine';
import { utcInstant } from '@attest/security-model';
import { foldActions, type LoggedAction } from '../action-log.js';
import type { Block, ReportFact, ReportFactSource, TableBlock, TableRow } from '../report.js';
import type { ReportInput } from '../report-input.js';
import { cleanLine, cleanText } from '../texts/clean-text.js';
import { textsOf, type ReportTexts } from '../texts/report-texts.js';

/** Words of the story in a report; a summary card has less room. */
const storyWords = 420;

/** Lines of the timeline of a report. */
const timelineLines = 400;

/** Indicators of a report. */
const mostIndicators = 3_000;

/** Something a person or machine wrote about the incident. */
export interface SeenComment {
  id: string;
  text: string;
  by: string;
  /** ISO 8601 UTC or empty. */
  at: string;
}

/** Everything the sections are written from. */
export interface ReportContext {
  input: ReportInput;
  texts: ReportTexts;
  set: FactSet;
  /** Statements, timeline, entities, indicators and techniques that the verifier let through. */
  card: DraftCard;
  dropped: DroppedStatement[];
  summary: VerifiedCard | undefined;
  fallback: string | undefined;
  inputDigest: string;
  summaryEngine: string;
  comments: SeenComment[];
  actions: LoggedAction[];
  resolved: boolean;
  /** Facts by id: those of the incident, and those of comments, actions, queries and history. */
  facts: Map<string, ReportFact>;
}

/** Computes facts, verifies every sentence, and reads the logs. Pure. */
export function reportContext(input: ReportInput): ReportContext {
  const set = collectIncidentFacts(input);
  const inputDigest = incidentInputDigest(input);
  const usable = input.summary !== undefined && input.summary.provenance.inputDigest === inputDigest;
  const rules = composeIncidentSummary(set);
  const given = usable ? (input.summary?.card ?? rules) : rules;
  const told = new Set(given.statements.filter(({ section }) => section === 'lead' || section === 'origin').map(({ text }) => text));
  const story = usable && input.summary?.provenance.composer === 'model' ? [] : composeStory(set, storyWords);
  const frame = given.statements.filter(({ section }) => story.length === 0 || section !== 'story');
  const statements = [...frame, ...shortenAfterFirst(story, set).filter(({ text }) => !told.has(text))];
  const draft: DraftCard = { ...given, statements, timeline: composeTimeline(set, timelineLines), indicators: composeIndicators(set, mostIndicators) };
  const verdict = verifyCard(draft, set.facts);
  const context: ReportContext = {
    input,
    texts: textsOf(input.language ?? 'en'),
    set,
    card: verdict.card,
    // The title of a report is the name of its incident, not the card's.
    dropped: [...(usable ? (input.summary?.dropped ?? []) : []), ...verdict.dropped.filter(({ text }) => text !== draft.title)],
    summary: usable ? input.summary : undefined,
    fallback: input.summary !== undefined && !usable ? 'The summary given was made from other records, so the rules wrote a new one.' : input.summary?.provenance.fallback,
    inputDigest,
    summaryEngine: usable ? (input.summary?.provenance.engine ?? engine) : engine,
    comments: [],
    actions: foldActions((input.actions ?? []).filter(({ incidentId }) => incidentId === undefined || incidentId === input.incident.id)),
    resolved: /^(?:resolved|redirected)$/i.test(input.incident.status ?? ''),
    facts: new Map(set.facts.map((fact) => [fact.id, fact])),
  };
  context.comments = commentsOf(context);
  for (const [index, action] of context.actions.entries()) addFact(context, `x${index + 1}`, 'action.logged', action.steps.at(-1)?.at ?? '', { id: action.id, action: action.action, target: action.target.name, targetId: action.target.id ?? '', state: action.state, by: action.steps.map(({ by }) => by).filter(Boolean), approvedBy: action.approvedBy }, { kind: 'action', actionId: action.id });
  for (const [index, query] of (input.queries ?? []).entries()) addFact(context, `q${index + 1}`, 'query.run', utcInstant(query.at) ?? '', { query: query.query.slice(0, 2_000), by: query.by ?? '', question: query.question ?? '' }, { kind: 'query', queryId: query.id });
  for (const [index, change] of (input.history ?? []).entries()) addFact(context, `h${index + 1}`, `history.${change.kind}`, utcInstant(change.at) ?? '', { by: change.by ?? '', from: change.from ?? '', to: change.to ?? '', reason: change.reason ?? '' }, { kind: 'history', index });
  return context;
}

function addFact(context: ReportContext, id: string, type: string, time: string, values: Record<string, string | string[]>, source: ReportFactSource): void {
  const kept = Object.fromEntries(Object.entries(values).filter(([, value]) => value.length > 0));
  context.facts.set(id, { id, type, ...(time === '' ? {} : { time }), values: kept, source });
}

/** Comments of the incident and its alerts in order of time; one that stands at many alerts counts once. */
function commentsOf(context: ReportContext): SeenComment[] {
  const { incident } = context.input;
  const seen = new Map<string, Omit<SeenComment, 'id'> & { source: ReportFactSource }>();
  const add = (comments: typeof incident.comments, source: (index: number) => ReportFactSource): void => {
    (comments ?? []).forEach(({ comment, createdByDisplayName, createdDateTime }, index) => {
      if (comment === undefined || comment.trim() === '') return;
      const at = utcInstant(createdDateTime) ?? '';
      const key = `${at}\n${createdByDisplayName ?? ''}\n${comment}`;
      if (!seen.has(key)) seen.set(key, { text: comment, by: createdByDisplayName ?? '', at, source: source(index) });
    });
  };
  add(incident.comments, (index) => ({ kind: 'incident', field: `comments[${index}]` }));
  add((context.input.comments ?? []).map(({ text, by, at }) => ({ comment: text, createdByDisplayName: by, createdDateTime: at })), (index) => ({ kind: 'incident', field: `attestComments[${index}]` }));
  for (const { alert } of context.set.alerts) add(alert.comments, () => ({ kind: 'alert', alertId: alert.id }));
  const ordered = [...seen].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, comment]) => comment);
  return ordered.map(({ source, ...comment }, index) => {
    const id = `c${index + 1}`;
    addFact(context, id, 'comment.written', comment.at, { text: comment.text.slice(0, 2_000), by: comment.by }, source);
    return { id, ...comment };
  });
}

/** `2024-06-27 14:25:58`, in UTC as every heading says; empty for a text that is no time. */
export function shownTime(iso: string | undefined): string {
  const instant = utcInstant(iso);
  return instant === undefined ? '' : new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

/** `twoWords` as `two words`, for values of enumerations. */
export function shownValue(value: string | undefined): string {
  return cleanText((value ?? '').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());
}

/** A table with clean cells. */
export function table(id: string, caption: string, columns: TableBlock['columns'], rows: readonly TableRow[]): TableBlock {
  return { kind: 'table', id, caption, columns, rows: rows.map(({ cells, facts }) => ({ cells: cells.map((cell, index) => (columns[index]?.code === true ? cleanLine(cell) : cleanText(cell))), facts })), total: rows.length };
}

/** A paragraph of fixed text. */
export function fixed(text: string): Block {
  return { kind: 'paragraph', sentences: [{ text, facts: [] }] };
}

import { runCardPipeline, type Composer, type DraftCard, type Fact, type VerifiedCard } from '@attest/cards';
import { digestOf } from '@attest/security-model';
import { composeIncidentSummary } from './compose/compose-summary.js';
import { collectIncidentFacts } from './facts/collect-facts.js';
import type { IncidentInput } from './incident-input.js';

/** Name and version of this engine, in the provenance of every card it makes. */
export const engine = 'attest-incident-engine/0.1.0';

/** Facts and the rules draft, ready for `runCardPipeline` of `@attest/cards`. */
export interface IncidentSummaryDraft {
  facts: Fact[];
  rulesDraft: DraftCard;
  inputDigest: string;
  /** SHA-256 over incident and rows, when results of script analysis went in too. */
  recordsDigest?: string;
  engine: string;
}

/** How a summary is made. */
export interface SummarizeOptions {
  /** Words the card with a model; without it rules do. */
  composer?: Composer;
  signal?: AbortSignal;
  /** Gives milliseconds; without it the provenance has no `ms`, and equal input gives equal bytes. */
  clock?: () => number;
}

/** The part that needs no model: facts, and the draft that rules compose over them. Pure and deterministic. */
export function draftIncidentSummary(input: IncidentInput): IncidentSummaryDraft {
  const set = collectIncidentFacts(input);
  return { facts: set.facts, rulesDraft: composeIncidentSummary(set), ...incidentDigests(input), engine };
}

/** SHA-256 over the canonical input: the same for any order of alerts, rows and script results. Without results it is that of the records alone. */
export function incidentInputDigest(input: IncidentInput): string {
  return incidentDigests(input).inputDigest;
}

/** The digests of an input, for the provenance of what is made of it: `recordsDigest` only where it differs from `inputDigest`. */
export function incidentDigests({ incident, events, scripts = [] }: IncidentInput): { inputDigest: string; recordsDigest?: string } {
  const rows = events.map(({ $row: _row, ...columns }) => digestOf(columns)).sort();
  const records = { incident: { ...incident, alerts: [...incident.alerts].sort((a, b) => (a.id < b.id ? -1 : 1)) }, rows };
  if (scripts.length === 0) return { inputDigest: digestOf(records) };
  return { inputDigest: digestOf({ ...records, scripts: scripts.map((result) => digestOf(result)).sort() }), recordsDigest: digestOf(records) };
}

/** The whole walk for one incident: facts, statements, verification, card. */
export function summarizeIncident(input: IncidentInput, options: SummarizeOptions = {}): Promise<VerifiedCard> {
  return runCardPipeline({ ...draftIncidentSummary(input), ...options });
}

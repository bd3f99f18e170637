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
  return { facts: set.facts, rulesDraft: composeIncidentSummary(set), inputDigest: incidentInputDigest(input), engine };
}

/** SHA-256 over the canonical input: the same for any order of alerts, rows and script results. */
export function incidentInputDigest(input: IncidentInput): string {
  const rowDigests = input.events.map(({ $row: _row, ...columns }) => digestOf(columns)).sort();
  const alerts = [...input.incident.alerts].sort((a, b) => (a.id < b.id ? -1 : 1));
  const scripts = (input.scripts ?? []).map((result) => digestOf(result)).sort();
  return digestOf({ incident: { ...input.incident, alerts }, rows: rowDigests, ...(scripts.length > 0 ? { scripts } : {}) });
}

/** The whole walk for one incident: facts, statements, verification, card. */
export function summarizeIncident(input: IncidentInput, options: SummarizeOptions = {}): Promise<VerifiedCard> {
  return runCardPipeline({ ...draftIncidentSummary(input), ...options });
}

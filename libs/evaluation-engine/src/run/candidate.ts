import type { VerifiedCard } from '@attest/cards';
import type { IncidentInput, ScriptFindings } from '@attest/incident-engine';
import type { Report, ReportInput } from '@attest/report-engine';
import type { GuidedResponse, GuidedResponseInput } from '@attest/response-engine';
import type { AnalyzedScript } from '../metrics/script-metrics.js';
import type { AnswerRows } from '../metrics/answer-metrics.js';

/** A query that was composed for a question. */
export interface ComposedQuery {
  kql: string;
  tables: readonly string[];
  /** Set when a model was asked and the rules answered: one sentence saying why. */
  fallback?: string;
  composer: 'rules' | 'model';
}

/**
 * What is evaluated: one way of making the cards. A rejection counts as a failure of the case, and the run goes on. Nothing
 * it returns is trusted: the metrics look everything up.
 */
export interface Candidate {
  /** As named on the command line: `rules`, `model:NAME@PROMPT`. */
  name: string;
  summarize(input: IncidentInput): Promise<VerifiedCard>;
  respond(input: GuidedResponseInput): Promise<GuidedResponse>;
  analyze(script: { text: string; fileName?: string; language?: string }): Promise<AnalyzedScript>;
  report(input: ReportInput): Promise<Report>;
  ask(question: string, now: Date | undefined): Promise<ComposedQuery>;
}

/** An incident as read from a file: the Graph JSON, and event rows as texts in the order of their row numbers. */
export interface RawIncident {
  incident: Record<string, unknown>;
  rows: readonly string[];
}

/** What a run needs from outside. All of it is the same for every candidate. */
export interface EvaluationPorts {
  /** The incident that ships under a name; undefined when there is none. */
  sample(name: string): Promise<RawIncident | undefined>;
  /** The rows that ship under a name, for questions; undefined when there are none. */
  rows(name: string): Promise<readonly Record<string, unknown>[] | undefined>;
  /** The incident whose canonical input has this digest; undefined when nobody here has it. */
  incidentOf(digest: string): Promise<RawIncident | undefined>;
  /** Results of script analysis of all scripts an incident holds. */
  scripts(input: IncidentInput): Promise<ScriptFindings[]>;
  /** What a query gives over these rows; rejects when it does not run. */
  hunt(kql: string, rows: readonly Record<string, unknown>[], now: Date | undefined): Promise<AnswerRows>;
  /** Milliseconds, from any start. */
  clock(): number;
}

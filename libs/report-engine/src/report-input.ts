import type { VerifiedCard } from '@attest/cards';
import type { IncidentInput } from '@attest/incident-engine';
import type { ReportLanguage, SectionId, Tlp } from './report.js';

/** States of an action, as the responder keeps them. A log of another origin may have others; they are shown as they are. */
export const actionStates = ['PROPOSED', 'APPROVED', 'DECLINED', 'INTENT', 'SENT', 'CONFIRMED', 'FAILED', 'UNKNOWN', 'UNDONE'] as const;

/**
 * A line of the action log: an action in one of its states. Lines of one `id` are one action; the last by `version` where they have
 * one, else by `at` (then by place), is its state now. Times are ISO 8601.
 */
export interface ActionRecord {
  id: string;
  /** Lines of another incident are left out of a report; those without one belong to its own. */
  incidentId?: string;
  /** Counts the lines of this action from 1, where its keeper counts: it orders them in place of `at`. */
  version?: number;
  /** Id of the catalogue, such as `isolateDevice`. */
  action: string;
  target: ActionRecordTarget;
  state: string;
  /** Who or what brought it into this state. */
  by?: string;
  at?: string;
  approvedBy?: string;
  reason?: string;
  result?: string;
  undone?: { by?: string; at?: string; reason?: string };
}

/** What an action acts on. */
export interface ActionRecordTarget {
  type?: string;
  id?: string;
  name: string;
}

/** A hunting query that somebody ran for the incident. */
export interface QueryRecord {
  id: string;
  query: string;
  at?: string;
  by?: string;
  question?: string;
  rows?: number;
}

/** A change of the incident that its system of record tells: created, assigned, a new status, classified, reopened. */
export interface HistoryRecord {
  at: string;
  kind: 'created' | 'assigned' | 'status' | 'classified' | 'other';
  by?: string;
  from?: string;
  to?: string;
  reason?: string;
}

/** A comment made in Attest, which the records of the incident do not hold. */
export interface CommentRecord {
  at: string;
  by: string;
  text: string;
}

/** A recommendation that may not have been carried out. */
export interface ReportRecommendation {
  action: string;
  target: ActionRecordTarget;
  reason: string;
  priority: number;
}

/** The organisation's own words and marking. Texts are plain: no markup in them is obeyed. */
export interface ReportTemplate {
  title?: string;
  organisation?: string;
  /** `data:image/png;base64,...` or JPEG of at most 500 kB; anything else is refused. */
  logo?: string;
  tlp?: Tlp;
  extraSections?: readonly { title: string; paragraphs: readonly string[] }[];
}

/** The last layer of a script, as script analysis decoded it. */
export interface DecodedScript {
  sha256: string;
  text: string;
}

/** What a report is composed from. The order of alerts, rows and results decides nothing but the row numbers cited. */
export interface ReportInput extends IncidentInput {
  /** The summary card of the same input; without one, or when it is of another input, rules write it. */
  summary?: VerifiedCard;
  /** The action log; undefined when there is none to read, which the report says. */
  actions?: readonly ActionRecord[];
  history?: readonly HistoryRecord[];
  comments?: readonly CommentRecord[];
  queries?: readonly QueryRecord[];
  recommendations?: readonly ReportRecommendation[];
  decoded?: readonly DecodedScript[];
  /** Head of the audit chain over the action log. */
  auditHead?: string;
  language?: ReportLanguage;
  /** Sections wanted; all without it. Provenance is always there: a report says how it came to be. */
  sections?: readonly SectionId[];
  template?: ReportTemplate;
}

import type { Fact } from '@attest/cards';

/** Parts of a report in the order of reading. Extra sections of an organisation come before `evidence`. */
export const sectionIds = ['summary', 'classification', 'management', 'durations', 'story', 'assets', 'indicators', 'actions', 'scripts', 'queries', 'followUps', 'analysts', 'extra', 'evidence', 'provenance'] as const;

/** A part of a report. */
export type SectionId = (typeof sectionIds)[number];

/** Markings of the Traffic Light Protocol 2.0. */
export const tlpMarkings = ['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'] as const;

/** A marking of the Traffic Light Protocol 2.0. */
export type Tlp = (typeof tlpMarkings)[number];

/** Languages the fixed text of a report comes in. */
export const reportLanguages = ['en', 'de'] as const;

/** A language of fixed text. */
export type ReportLanguage = (typeof reportLanguages)[number];

/** Where a fact of a report was read: a record of the incident, or one of the logs given beside it. */
export type ReportFactSource = Fact['source'] | { kind: 'action'; actionId: string } | { kind: 'query'; queryId: string } | { kind: 'history'; index: number };

/** A fact of a report. `values` hold everything the report says of its record. */
export interface ReportFact extends Omit<Fact, 'source'> {
  source: ReportFactSource;
}

/** A sentence and the facts that carry it; without facts it is fixed text that claims nothing about the incident. */
export interface Sentence {
  text: string;
  facts: string[];
}

/** A row of a table: one text for each column. */
export interface TableRow {
  cells: string[];
  facts: string[];
}

/** A table. `weight` is the share of the width; `code` cells are shown letter by letter, in a fixed-width font. */
export interface TableBlock {
  kind: 'table';
  id: string;
  caption: string;
  columns: { title: string; weight: number; code?: boolean }[];
  rows: TableRow[];
  /** Rows there were before an exporter cut; equal to `rows.length` in a composed report. */
  total: number;
  /** Set for a table whose rows cite no facts: it is shown without the column for them. */
  factless?: true;
}

/** A shape of a figure; coordinates in points from the top left. `tone` is a colour by meaning, chosen by whoever draws. */
export type Shape =
  | { kind: 'line'; x1: number; y1: number; x2: number; y2: number; tone: Tone; dashed?: boolean }
  | { kind: 'box'; x: number; y: number; width: number; height: number; radius: number; tone: Tone }
  | { kind: 'dot'; x: number; y: number; radius: number; tone: Tone }
  | { kind: 'text'; x: number; y: number; size: number; text: string; tone: Tone; bold?: boolean; anchor?: 'start' | 'middle' | 'end' };

/** A colour by meaning. */
export type Tone = 'ink' | 'quiet' | 'rule' | 'surface' | 'accent' | 'high' | 'medium' | 'low' | 'informational' | 'asset' | 'outside';

/** A picture made of shapes, with a text for those who do not see it. */
export interface Figure {
  id: string;
  title: string;
  description: string;
  width: number;
  height: number;
  shapes: Shape[];
}

/** A piece of a section. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; sentences: Sentence[] }
  | { kind: 'list'; items: Sentence[] }
  | { kind: 'definitions'; rows: { term: string; text: string; facts: string[] }[] }
  | { kind: 'code'; caption: string; text: string; facts: string[] }
  | { kind: 'note'; text: string }
  | { kind: 'figure'; figure: Figure }
  | TableBlock;

/** A section of a report. */
export interface ReportSection {
  id: SectionId;
  title: string;
  blocks: Block[];
}

/** An observable to search or block elsewhere, with what is known of it. `value` is the real value, `shown` the defanged one. */
export interface ReportIndicator {
  type: string;
  value: string;
  shown: string;
  role: string;
  verdict: string;
  /** ISO 8601 UTC; empty when no record tells. */
  firstSeen: string;
  alerts: number;
  /** Technique ids of the alerts that name it. */
  techniques: string[];
  facts: string[];
}

/** How a report came to be. All of it is a function of the input. */
export interface ReportProvenance {
  composer: 'rules' | 'model';
  model?: string;
  promptHash?: string;
  /** Set when a given summary could not be used: one sentence saying why. */
  fallback?: string;
  engine: string;
  summaryEngine: string;
  /** SHA-256 over the canonical input of the facts: incident, event rows, script results. */
  inputDigest: string;
  /** SHA-256 over the canonical action log as read; empty when none was given. */
  actionLogDigest: string;
  /** Head of the audit chain, as its keeper exported it; empty when none was given. */
  auditHead: string;
  facts: number;
  dropped: { text: string; reason: string }[];
}

/** A composed report. Texts are clean of control characters and of characters that hide or turn text; nothing in it is markup. */
export interface Report {
  schema: 'attest.report/1';
  /** UUID version 5 over the digest of the content: the same report has the same id. */
  id: string;
  incidentId: string;
  title: string;
  subtitle: string;
  language: ReportLanguage;
  tlp: Tlp;
  organisation: string;
  /** PNG or JPEG as a data URI; empty without a logo. */
  logo: string;
  /** True while the incident is not resolved. */
  interim: boolean;
  /** What a final report would say and the records do not: one sentence each, in the language of the report. */
  missing: string[];
  /** Set for a report about the incidents of a period: ISO 8601 UTC, `to` not included. It has no incident of its own. */
  period?: { from: string; to: string };
  /** Latest moment any record speaks of: ISO 8601 UTC; empty when none does. */
  asOf: string;
  severity: string;
  sections: ReportSection[];
  indicators: ReportIndicator[];
  /** Technique ids, sorted. */
  techniques: string[];
  /** Facts that the report cites, in the order of their ids. */
  facts: ReportFact[];
  provenance: ReportProvenance;
}

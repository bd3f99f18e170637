import type { Provenance } from '@attest/cards';
import type { IncidentActivity } from '@attest/contracts';
import type { ActionRecord, ComparedSection, HistoryRecord, CommentRecord, PeriodFigures, PeriodInput, QueryRecord, Report, ReportLanguage, ReportTemplate, SectionId, Tlp } from '@attest/report-engine';
import type { AnalyzedScript } from '@attest/service-host';
import type { IncidentProfile } from '../domain/incident-profile.js';
import type { ReportStatement } from '../infrastructure/report.entity.js';

/** How a report is to be; what is left out comes from the template of the tenant. */
export interface ReportOptions {
  language?: ReportLanguage;
  sections?: SectionId[];
  tlp?: Tlp;
}

/** What a report is made from, as it travels: incident, events and cards packed by `@attest/contracts`. */
export interface PackedReportInput {
  incident: string;
  events: string;
  scripts: AnalyzedScript[];
  /** The summary card that a model composed, or was asked to. */
  summary: string | null;
  /** The newest guided response. */
  response: string | null;
  actions: ActionRecord[];
  auditHead: string;
  history: HistoryRecord[];
  comments: CommentRecord[];
  queries: QueryRecord[];
  language: ReportLanguage;
  sections: SectionId[] | null;
  template: ReportTemplate;
}

/** A report, and what its card says of it. */
export interface MadeReport {
  id: string;
  /** SHA-256 over the report. */
  digest: string;
  title: string;
  tlp: string;
  language: string;
  interim: boolean;
  missing: string[];
  asOf: string;
  sectionIds: string[];
  statements: ReportStatement[];
  provenance: Provenance;
  /** The report as canonical JSON, gzip. */
  content: Uint8Array;
}

/** Forms a report can be written in. */
export type DocumentFormat = 'pdf' | 'docx' | 'html' | 'md' | 'json' | 'stix' | 'csv';

/** Makes reports and documents; heavy work happens off the caller's thread. */
export interface ReportMaker {
  compose(input: PackedReportInput): Promise<MadeReport>;
  /** A stored report as a file. */
  write(content: Uint8Array, format: DocumentFormat): Promise<Uint8Array>;
  /** A stored report without its logo. */
  shown(content: Uint8Array): Promise<Omit<Report, 'logo'>>;
  compare(from: Uint8Array, to: Uint8Array): Promise<ComparedSection[]>;
  period(input: PeriodInput): Promise<{ report: Report; figures: PeriodFigures }>;
  writePeriod(input: PeriodInput, format: DocumentFormat): Promise<Uint8Array>;
  /** What reports about many incidents know of one. */
  profile(incident: string, activity: readonly IncidentActivity[]): Promise<IncidentProfile>;
  close(): Promise<void>;
}

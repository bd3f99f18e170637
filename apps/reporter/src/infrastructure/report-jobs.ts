import { gzipSync } from 'node:zlib';
import type { VerifiedCard } from '@attest/cards';
import { unpackJson, unpackRows, unpackText, type IncidentActivity } from '@attest/contracts';
import { incidentInputDigest } from '@attest/incident-engine';
import {
  compareReports, composeIncidentReport, composePeriodReport, reportToCsv, reportToDocx, reportToHtml, reportToJson, reportToMarkdown, reportToPdf, reportToStix,
  type Block, type ComparedSection, type PeriodFigures, type PeriodInput, type Report, type ReportRecommendation,
} from '@attest/report-engine';
import { digestOf, type EventRow, type Incident } from '@attest/security-model';
import type { DocumentFormat, MadeReport, PackedReportInput } from '../application/report-maker.js';
import { profileOf, type IncidentProfile } from '../domain/incident-profile.js';
import type { ReportStatement } from './report.entity.js';

/** What the worker is asked. */
export type ReportJob =
  | { kind: 'compose'; input: PackedReportInput }
  | { kind: 'write'; content: Uint8Array; format: DocumentFormat }
  | { kind: 'shown'; content: Uint8Array }
  | { kind: 'compare'; from: Uint8Array; to: Uint8Array }
  | { kind: 'period'; input: PeriodInput }
  | { kind: 'writePeriod'; input: PeriodInput; format: DocumentFormat }
  | { kind: 'profile'; incident: string; activity: readonly IncidentActivity[] };

/** What the worker answers. */
export type ReportJobResult = MadeReport | Uint8Array | Omit<Report, 'logo'> | ComparedSection[] | { report: Report; figures: PeriodFigures } | IncidentProfile;

/** Recommendations of a guided response, as far as a report reads them. */
interface PackedResponse {
  recommendations?: readonly (ReportRecommendation & { status?: string })[];
}

const mostStatements = 60;

/** Does one job. */
export function workOn(job: ReportJob): ReportJobResult | Promise<ReportJobResult> {
  switch (job.kind) {
    case 'compose': return compose(job.input);
    case 'write': return written(opened(job.content), job.format);
    case 'shown': return withoutLogo(opened(job.content));
    case 'compare': return compareReports(opened(job.from), opened(job.to));
    case 'period': return composePeriodReport(job.input);
    case 'writePeriod': return written(composePeriodReport(job.input).report, job.format);
    case 'profile': return profileOf(unpackJson<Incident>(job.incident), job.activity);
  }
}

function compose({ incident: packed, events, summary, response, sections, scripts, ...rest }: PackedReportInput): MadeReport {
  const incident = unpackJson<Incident>(packed);
  const rows = unpackRows<EventRow>(events);
  const decoded = scripts.flatMap(({ sha256, decoded: text }) => (text === undefined ? [] : [{ sha256, text }]));
  const recommendations = response === null ? [] : (unpackJson<PackedResponse>(response).recommendations ?? []).filter(({ status = 'proposed' }) => status === 'proposed').map(({ action, target, reason, priority }) => ({ action, target, reason, priority }));
  const report = composeIncidentReport({
    incident, events: rows, scripts, decoded, recommendations, ...rest,
    ...(summary === null ? {} : { summary: unpackJson<VerifiedCard>(summary) }),
    ...(sections === null ? {} : { sections }),
  });
  const { id, title, tlp, language, interim, missing, asOf, provenance } = report;
  const { composer, fallback, engine, model, promptHash, inputDigest, facts, dropped } = provenance;
  return {
    id, title, tlp, language, interim, missing, asOf,
    digest: digestOf(report),
    sectionIds: report.sections.map((section) => section.id),
    statements: report.sections.flatMap((section) => section.blocks.flatMap((block) => statementsOf(block, section.id))).slice(0, mostStatements),
    provenance: { composer, engine, inputDigest, ...(scripts.length === 0 ? {} : { recordsDigest: incidentInputDigest({ incident, events: rows }) }), facts, dropped: dropped.length, repaired: 0, ...(fallback === undefined ? {} : { fallback }), ...(model === undefined ? {} : { model }), ...(promptHash === undefined ? {} : { promptHash }) },
    content: new Uint8Array(gzipSync(reportToJson(report))),
  };
}

/** Sentences that claim something. */
function statementsOf(block: Block, section: string): ReportStatement[] {
  const sentences = block.kind === 'paragraph' ? block.sentences : block.kind === 'list' ? block.items : [];
  return sentences.filter(({ facts }) => facts.length > 0).map(({ text, facts }) => ({ text, facts, section }));
}

function opened(content: Uint8Array): Report {
  return JSON.parse(unpackText(content)) as Report;
}

function withoutLogo({ logo: _logo, ...report }: Report): Omit<Report, 'logo'> {
  return report;
}

async function written(report: Report, format: DocumentFormat): Promise<Uint8Array> {
  const writers: Readonly<Record<DocumentFormat, (report: Report) => string | Promise<Uint8Array>>> = {
    pdf: reportToPdf, docx: reportToDocx, html: reportToHtml, md: reportToMarkdown, json: reportToJson, stix: reportToStix, csv: reportToCsv,
  };
  const content = await writers[format](report);
  return typeof content === 'string' ? new Uint8Array(Buffer.from(content, 'utf8')) : new Uint8Array(content);
}

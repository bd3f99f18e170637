import type { Page } from '../application/report-store.js';
import type { ReportEntity } from '../infrastructure/report.entity.js';
import type { ReportReason } from './report.enum.js';
import { IncidentReport, type IncidentReportConnection, type ReportDownload } from './report.model.js';

/** Forms an incident report can be downloaded in. */
export const downloadFormats = ['pdf', 'docx', 'html', 'md', 'json', 'stix', 'csv'] as const;

/** A stored report as GraphQL shows it. */
export function toReport(entity: ReportEntity): IncidentReport {
  const { id, incidentId, revision, version, title, statements, provenance, language, tlp, interim, missing, asOf, madeBy, sectionIds } = entity;
  return Object.assign(new IncidentReport(), {
    entity, id, version, title, statements, provenance, language, tlp, interim, missing, asOf, madeBy, sectionIds,
    kind: 'incidentReport',
    subjectId: incidentId,
    subjectRevision: revision,
    createdAt: entity.createdAt.toISOString(),
    reason: entity.reason as ReportReason,
    downloads: downloadsOf(incidentId, version),
  });
}

export function toReports({ items, total, more }: Page<ReportEntity>): IncidentReportConnection {
  const last = items.at(-1);
  return { nodes: items.map(toReport), totalCount: total, pageInfo: { hasNextPage: more, endCursor: last === undefined ? null : String(last.version) } };
}

function downloadsOf(incidentId: string, version: number): ReportDownload[] {
  return downloadFormats.map((format) => ({ format, path: `/api/incidents/${encodeURIComponent(incidentId)}/report.${format}?version=${version}` }));
}

import type { Block, ReportFact, ReportProvenance, TableRow } from '../report.js';
import { namesCell } from './entity-sections.js';
import { shownTime, shownValue, table, type ReportContext } from './report-context.js';

/** Evidence: every alert, every entity, and the record behind every fact that the report cites. */
export function evidenceSection({ texts, set }: ReportContext, cited: readonly ReportFact[]): Block[] {
  const said = texts.evidence;
  const alerts = set.alerts.map(({ alert, fact }): TableRow => ({
    cells: [shownTime(fact.time), alert.title ?? '', shownValue(alert.severity), shownValue(alert.status), alert.mitreTechniques.join(' '), [alert.serviceSource, alert.detectionSource === alert.serviceSource ? undefined : alert.detectionSource].filter(Boolean).map((source) => shownValue(source).replace(/^microsoft (?=defender)/, '')).join(', ')],
    facts: [fact.id],
  }));
  const entities = set.entities.map((found): TableRow => {
    const { entity, role, fact } = found;
    const remediation = entity.remediationStatuses.filter((status) => status !== 'none').map(shownValue).join(', ');
    return { cells: [shownValue(entity.type), entity.value, namesCell(found), role, entity.verdict === undefined ? '' : shownValue(entity.verdict), remediation, String(entity.alertIds.length)], facts: [fact.id] };
  });
  return [
    table('alerts', said.alerts, [{ title: said.time, weight: 3.1 }, { title: said.title, weight: 6 }, { title: said.severity, weight: 2.5 }, { title: said.status, weight: 1.8 }, { title: said.techniques, weight: 2.2 }, { title: said.source, weight: 3 }], alerts),
    table('entities', said.entities, [{ title: said.kind, weight: 2 }, { title: said.value, weight: 4 }, { title: texts.assets.names, weight: 5.5 }, { title: said.role, weight: 2.8 }, { title: said.verdict, weight: 2 }, { title: said.remediation, weight: 2.7 }, { title: texts.assets.alerts, weight: 1.4 }], entities),
    table('facts', said.facts, [{ title: said.id, weight: 1 }, { title: said.type, weight: 2.6 }, { title: said.time, weight: 3 }, { title: said.record, weight: 9 }], cited.map((fact): TableRow => ({ cells: [fact.id, fact.type, shownTime(fact.time), recordOf(fact)], facts: [fact.id] }))),
  ];
}

/** The record a fact came from, in one line. */
export function recordOf({ source }: ReportFact): string {
  switch (source.kind) {
    case 'incident': return `incident, ${source.field}`;
    case 'alert': return `alert ${source.alertId}`;
    case 'evidence': return `alert ${source.alertId}, evidence ${source.evidenceIndex + 1} (${source.evidenceType})`;
    case 'event': return `${source.table}, row ${source.row + 1}${source.reportId === undefined ? '' : `, ReportId ${source.reportId}`}`;
    case 'script': return `script ${source.sha256}, layer ${source.layer}, line ${source.line}`;
    case 'derived': return source.from.length === 0 ? source.rule : `${source.rule} (${source.from.slice(0, 12).join(', ')}${source.from.length > 12 ? ', ...' : ''})`;
    case 'action': return `action log, ${source.actionId}`;
    case 'query': return `query ${source.queryId}`;
    case 'history': return `history, entry ${source.index + 1}`;
  }
}

/** How the report came to be. */
export function provenanceSection({ texts }: ReportContext, provenance: ReportProvenance): Block[] {
  const said = texts.provenance;
  const row = (term: string, text: string): { term: string; text: string; facts: string[] } => ({ term, text, facts: [] });
  const blocks: Block[] = [
    { kind: 'paragraph', sentences: [{ text: said.how, facts: [] }] },
    {
      kind: 'definitions',
      rows: [
        row(said.composer, provenance.composer === 'rules' ? said.rules : [said.model, provenance.model, provenance.promptHash === undefined ? '' : `(prompt ${provenance.promptHash.slice(0, 12)})`].filter(Boolean).join(' ')),
        ...(provenance.fallback === undefined ? [] : [row(said.fallback, provenance.fallback)]),
        row(said.engine, `${provenance.engine}, ${provenance.summaryEngine}`),
        row(said.input, provenance.inputDigest),
        row(said.log, provenance.actionLogDigest || said.noLog),
        row(said.head, provenance.auditHead || said.noHead),
        row(said.facts, String(provenance.facts)),
        row(said.dropped, provenance.dropped.length === 0 ? said.noneDropped : String(provenance.dropped.length)),
      ],
    },
  ];
  if (provenance.dropped.length > 0) blocks.push(table('dropped', said.dropped, [{ title: said.statement, weight: 6 }, { title: said.reason, weight: 5 }], provenance.dropped.map(({ text, reason }) => ({ cells: [text, reason], facts: [] }))));
  return blocks;
}

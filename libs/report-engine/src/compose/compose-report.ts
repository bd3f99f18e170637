import { createHash } from 'node:crypto';
import { canonicalJson, digestOf, utcInstant } from '@attest/security-model';
import { sectionIds, type Block, type Report, type ReportFact, type ReportProvenance, type ReportSection, type SectionId } from '../report.js';
import type { ReportInput } from '../report-input.js';
import { cleanText } from '../texts/clean-text.js';
import { uuidOf } from '../uuid.js';
import { assetsSection, indicatorsSection, reportIndicators } from './entity-sections.js';
import { evidenceSection, provenanceSection } from './evidence-sections.js';
import { followUpSection } from './follow-up-section.js';
import { durationsSection, managementSection } from './management-sections.js';
import { classificationSection, extraBlocks, missingParts, summarySection } from './overview-sections.js';
import { reportContext, type ReportContext } from './report-context.js';
import { storySection } from './story-section.js';
import { checkedTemplate } from './template.js';
import { actionsSection, analystsSection, queriesSection, scriptsSection } from './work-sections.js';

/** Name and version of this engine, in the provenance of every report. */
export const reportEngine = 'attest-report-engine/0.1.0';

/**
 * Composes the report of an incident from its records. Pure: no clock, no network, and equal input gives equal reports; only the
 * latest moment of the records dates it. Prose has passed the verifier of `@attest/cards`, tables are written from records, and the
 * actions section from `input.actions` alone. Throws `ReportError` `TEMPLATE_INVALID` for a template it cannot keep to.
 */
export function composeIncidentReport(input: ReportInput): Report {
  const template = checkedTemplate(input.template);
  const context = reportContext(input);
  const { incident } = input;
  const missing = missingParts(context);
  const asOf = latestMoment(context);
  const wanted = new Set<SectionId>([...(input.sections ?? sectionIds), 'provenance']);
  const indicators = reportIndicators(context);
  const provenance = provenanceOf(context);
  const build: Record<Exclude<SectionId, 'extra' | 'evidence'>, () => Block[]> = {
    summary: () => summarySection(context, asOf, missing),
    classification: () => classificationSection(context),
    management: () => managementSection(context),
    durations: () => durationsSection(context),
    story: () => storySection(context),
    assets: () => assetsSection(context),
    indicators: () => indicatorsSection(context, indicators),
    actions: () => actionsSection(context),
    scripts: () => scriptsSection(context),
    queries: () => queriesSection(context),
    followUps: () => followUpSection(context),
    analysts: () => analystsSection(context),
    provenance: () => provenanceSection(context, provenance),
  };
  const sections = new Map<SectionId, ReportSection[]>();
  for (const id of sectionIds) {
    if (!wanted.has(id) || id === 'evidence') continue;
    if (id === 'extra') sections.set(id, template.extraSections.map(({ title, paragraphs }) => ({ id, title: cleanText(title, 200), blocks: extraBlocks(paragraphs) })));
    else sections.set(id, [{ id, title: context.texts.sections[id], blocks: build[id]() }]);
  }
  const cited = citedFacts(context, [...sections.values()].flat(), wanted.has('evidence'));
  if (wanted.has('evidence')) sections.set('evidence', [{ id: 'evidence', title: context.texts.sections.evidence, blocks: evidenceSection(context, cited) }]);
  const report: Omit<Report, 'id'> = {
    schema: 'attest.report/1',
    incidentId: cleanText(incident.id, 200),
    title: template.title === '' ? context.texts.reportOf(cleanText(incident.id, 80)) : template.title,
    subtitle: cleanText(incident.displayName ?? '', 300),
    language: input.language ?? 'en',
    tlp: template.tlp,
    organisation: template.organisation,
    logo: template.logo,
    interim: !context.resolved,
    missing,
    asOf,
    severity: incident.severity ?? 'unknown',
    sections: sectionIds.flatMap((id) => sections.get(id) ?? []),
    indicators: wanted.has('indicators') ? indicators : [],
    techniques: context.card.techniques,
    facts: cited,
    provenance,
  };
  return { ...report, id: uuidOf(`report ${digestOf(report)}`) };
}

function provenanceOf(context: ReportContext): ReportProvenance {
  const { input, summary, dropped, fallback } = context;
  const origin = summary?.provenance;
  return {
    composer: origin?.composer ?? 'rules',
    ...(origin?.model === undefined ? {} : { model: cleanText(origin.model, 200) }),
    ...(origin?.promptHash === undefined ? {} : { promptHash: origin.promptHash }),
    ...(fallback === undefined ? {} : { fallback }),
    engine: reportEngine,
    summaryEngine: context.summaryEngine,
    inputDigest: context.inputDigest,
    actionLogDigest: input.actions === undefined ? '' : createHash('sha256').update(canonicalJson(input.actions)).digest('hex'),
    auditHead: cleanText(input.auditHead ?? '', 200),
    facts: context.facts.size,
    dropped: dropped.map(({ text, reason }) => ({ text: cleanText(text, 500), reason: cleanText(reason, 300) })),
  };
}

/** Facts that the sections cite, and the alerts and entities of the evidence section, ordered by kind and number. */
function citedFacts({ facts, set }: ReportContext, sections: readonly ReportSection[], evidence: boolean): ReportFact[] {
  const ids = new Set<string>(sections.flatMap(({ blocks }) => blocks.flatMap(factsOf)));
  if (evidence) for (const { fact } of [...set.alerts, ...set.entities]) ids.add(fact.id);
  const found = [...ids].map((id) => facts.get(id)).filter((fact) => fact !== undefined);
  for (const { source } of found) if (source.kind === 'derived') for (const id of source.from) ids.add(id);
  const key = (id: string): [string, number] => [id.replace(/\d+$/, ''), Number(/\d+$/.exec(id)?.[0] ?? 0)];
  return [...ids].map((id) => facts.get(id)).filter((fact) => fact !== undefined).sort((a, b) => {
    const [[left, leftNumber], [right, rightNumber]] = [key(a.id), key(b.id)];
    return left === right ? leftNumber - rightNumber : left < right ? -1 : 1;
  });
}

/** Ids of the facts a block cites. */
export function factsOf(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph': return block.sentences.flatMap(({ facts }) => facts);
    case 'list': return block.items.flatMap(({ facts }) => facts);
    case 'definitions':
    case 'table': return block.rows.flatMap(({ facts }) => facts);
    case 'code': return block.facts;
    default: return [];
  }
}

/** Latest moment any record of the report speaks of. */
function latestMoment({ input, comments, actions, set }: ReportContext): string {
  const { incident } = input;
  const moments = [
    incident.lastUpdateDateTime, incident.createdDateTime, ...set.alerts.flatMap(({ alert }) => [alert.lastUpdateDateTime, alert.resolvedDateTime, alert.lastActivityDateTime]), ...comments.map(({ at }) => at),
    ...actions.flatMap(({ steps, undone }) => [...steps.map(({ at }) => at), undone?.at]), ...(input.history ?? []).map(({ at }) => at), ...(input.queries ?? []).map(({ at }) => at),
  ].map((moment) => utcInstant(moment) ?? '');
  return moments.reduce((a, b) => (b > a ? b : a), '');
}

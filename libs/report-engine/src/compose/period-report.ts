import { attackTechnique, digestOf } from '@attest/security-model';
import { actionWords } from '../action-log.js';
import { barFigure, type Bar } from '../figures/bar-figure.js';
import type { Block, Figure, Report, ReportLanguage, ReportSection, TableBlock, Tone } from '../report.js';
import type { ReportTemplate } from '../report-input.js';
import { cleanText } from '../texts/clean-text.js';
import { textsOf, type ReportTexts } from '../texts/report-texts.js';
import { uuidOf } from '../uuid.js';
import { reportEngine } from './compose-report.js';
import { shownSpan } from './management-sections.js';
import { fixed, shownTime, shownValue, table } from './report-context.js';
import { checkedTemplate } from './template.js';

/** What a report of a period knows of an incident. Times are ISO 8601 UTC; empty when no record tells. */
export interface PeriodIncident {
  id: string;
  title: string;
  severity: string;
  status: string;
  classification: string;
  determination: string;
  createdAt: string;
  resolvedAt: string;
  /** Each once. */
  techniques: readonly string[];
  devices: readonly string[];
  users: readonly string[];
}

/** An action of one of the incidents, as it stands now. */
export interface PeriodAction {
  id: string;
  action: string;
  state: string;
}

/** What a report of a period is composed from. The order of incidents and actions decides nothing. */
export interface PeriodInput {
  /** ISO 8601 UTC; `to` is not included. The incidents given are those of the period: none is left out. */
  from: string;
  to: string;
  incidents: readonly PeriodIncident[];
  actions: readonly PeriodAction[];
  language?: ReportLanguage;
  template?: ReportTemplate;
}

/** Counts of a period. Lists are by count, then by name. */
export interface PeriodFigures {
  incidents: number;
  bySeverity: { name: string; count: number }[];
  byStatus: { name: string; count: number }[];
  /** An incident without a classification counts under the empty name. */
  byClassification: { name: string; count: number }[];
  /** Incidents whose creation and resolution are both on record. */
  timed: number;
  /** Seconds from creation to resolution; null when `timed` is 0. */
  mttrSeconds: number | null;
  medianSeconds: number | null;
  topTechniques: { name: string; count: number }[];
  topAssets: { kind: 'device' | 'user'; name: string; count: number }[];
  actions: { action: string; state: string; count: number }[];
}

const mostTop = 20;
const mostListed = 500;
const severities = ['high', 'medium', 'low', 'informational'];
const severityTones: Readonly<Record<string, Tone>> = { high: 'high', medium: 'medium', low: 'low', informational: 'informational' };

/** Counts incidents and actions. Pure. */
export function periodFigures({ incidents, actions }: Pick<PeriodInput, 'incidents' | 'actions'>): PeriodFigures {
  const spans = incidents.map(({ createdAt, resolvedAt }) => (Date.parse(resolvedAt) - Date.parse(createdAt)) / 1000).filter((seconds) => seconds >= 0).sort((a, b) => a - b);
  const assets = [...counted(incidents.flatMap(({ devices }) => devices)).map((each) => ({ kind: 'device' as const, ...each })), ...counted(incidents.flatMap(({ users }) => users)).map((each) => ({ kind: 'user' as const, ...each }))];
  const kinds = new Map<string, { action: string; state: string; count: number }>();
  for (const each of actions) {
    const kind = { action: cleanText(each.action, 200), state: cleanText(each.state, 200) };
    const key = JSON.stringify(kind);
    kinds.set(key, { ...kind, count: (kinds.get(key)?.count ?? 0) + 1 });
  }
  return {
    incidents: incidents.length,
    bySeverity: counted(incidents.map(({ severity }) => severity)).sort((a, b) => rank(a.name) - rank(b.name)),
    byStatus: counted(incidents.map(({ status }) => status)),
    byClassification: counted(incidents.map(({ classification }) => classification)),
    timed: spans.length,
    mttrSeconds: spans.length === 0 ? null : spans.reduce((sum, seconds) => sum + seconds, 0) / spans.length,
    medianSeconds: median(spans),
    topTechniques: counted(incidents.flatMap(({ techniques }) => techniques)).slice(0, mostTop),
    topAssets: assets.sort((a, b) => b.count - a.count || compare(a.name, b.name) || compare(a.kind, b.kind)).slice(0, mostTop),
    actions: [...kinds.values()].sort((a, b) => b.count - a.count || compare(a.action, b.action) || compare(a.state, b.state)),
  };
}

/**
 * Composes the report of the incidents of a period: counts, times to resolve, techniques, assets, actions, and the incidents counted.
 * Pure: equal input gives equal reports. Throws `ReportError` `TEMPLATE_INVALID` for a template it cannot keep to.
 */
export function composePeriodReport(input: PeriodInput): { report: Report; figures: PeriodFigures } {
  const template = checkedTemplate(input.template);
  const language = input.language ?? 'en';
  const texts = textsOf(language);
  const figures = periodFigures(input);
  const inputDigest = digestOf({ from: input.from, to: input.to, incidents: [...input.incidents].sort((a, b) => compare(a.id, b.id)), actions: [...input.actions].sort((a, b) => compare(a.id, b.id)) });
  const names = texts.period.sections;
  const section = (id: keyof typeof names, blocks: Block[]): ReportSection => ({ id, title: names[id], blocks });
  const sections: ReportSection[] = figures.incidents === 0 ? [section('summary', [fixed(texts.period.none)])] : [
    section('summary', summaryBlocks(input, figures, texts)),
    section('durations', durationBlocks(figures, texts)),
    section('story', [plainTable('techniques', texts.period.techniques, [[texts.period.technique, 2], [texts.period.name, 6], [texts.period.count, 2]], figures.topTechniques.map(({ name, count }) => [name, attackTechnique(name)?.name ?? '', String(count)]))]),
    section('assets', [plainTable('assets', texts.period.assets, [[texts.period.kind, 2], [texts.period.name, 6], [texts.period.count, 2]], figures.topAssets.map(({ kind, name, count }) => [texts.period.kinds[kind], name, String(count)]))]),
    section('actions', actionBlocks(figures, texts)),
    section('evidence', listBlocks(input.incidents, texts)),
  ];
  sections.push(section('provenance', [fixed(texts.period.provenance), { kind: 'definitions', rows: [{ term: texts.provenance.engine, text: reportEngine, facts: [] }, { term: texts.period.digest, text: inputDigest, facts: [] }] }]));
  const moments = input.incidents.flatMap(({ createdAt, resolvedAt }) => [createdAt, resolvedAt]).filter(Boolean);
  const report: Omit<Report, 'id'> = {
    schema: 'attest.report/1', incidentId: '', title: texts.period.title, subtitle: '', language, tlp: template.tlp, organisation: template.organisation, logo: template.logo,
    interim: false, missing: [], period: { from: input.from, to: input.to }, asOf: moments.reduce((a, b) => (b > a ? b : a), ''), severity: figures.bySeverity[0]?.name ?? 'unknown', sections,
    indicators: [], techniques: [...new Set(input.incidents.flatMap(({ techniques }) => techniques))].sort(), facts: [],
    provenance: { composer: 'rules', engine: reportEngine, summaryEngine: '', inputDigest, actionLogDigest: '', auditHead: '', facts: 0, dropped: [] },
  };
  return { report: { ...report, id: uuidOf(`report ${digestOf(report)}`) }, figures };
}

function summaryBlocks({ from, to }: PeriodInput, figures: PeriodFigures, texts: ReportTexts): Block[] {
  const said = texts.period;
  const resolved = figures.byStatus.filter(({ name }) => /^(?:resolved|redirected)$/i.test(name)).reduce((sum, { count }) => sum + count, 0);
  const sentences = [said.created(figures.incidents, shownTime(from), shownTime(to)), said.resolved(resolved), ...(resolved < figures.incidents ? [said.open(figures.incidents - resolved)] : [])];
  const bars = (counts: readonly { name: string; count: number }[], tone: (name: string) => Tone): Bar[] => counts.map(({ name, count }) => ({ label: shownValue(name) || said.unclassified, count, tone: tone(name) }));
  const charts = [
    barFigure('bySeverity', said.bySeverity, bars(figures.bySeverity, (name) => severityTones[name] ?? 'accent')),
    barFigure('byStatus', said.byStatus, bars(figures.byStatus, () => 'accent')),
    barFigure('byClassification', said.byClassification, bars(figures.byClassification, () => 'asset')),
  ];
  return [{ kind: 'paragraph', sentences: sentences.map((text) => ({ text, facts: [] })) }, ...charts.filter((figure): figure is Figure => figure !== undefined).map((figure): Block => ({ kind: 'figure', figure }))];
}

function durationBlocks({ timed, incidents, mttrSeconds, medianSeconds }: PeriodFigures, texts: ReportTexts): Block[] {
  const said = texts.period;
  if (mttrSeconds === null || medianSeconds === null) return [fixed(said.notMeasured)];
  return [plainTable('durations', said.sections.durations, [[said.measure, 6], [said.value, 4]], [[said.mean, shownSpan(mttrSeconds * 1000)], [said.median, shownSpan(medianSeconds * 1000)]]), ...(timed < incidents ? [{ kind: 'note' as const, text: said.measured(timed, incidents) }] : [])];
}

function actionBlocks({ actions }: PeriodFigures, texts: ReportTexts): Block[] {
  const said = texts.period;
  if (actions.length === 0) return [fixed(said.noActions)];
  return [plainTable('actions', said.sections.actions, [[said.action, 6], [said.state, 3], [texts.sections.actions, 2]], actions.map(({ action, state, count }) => [actionWords(action), texts.actions.states[state.toUpperCase()] ?? shownValue(state), String(count)]))];
}

function listBlocks(incidents: readonly PeriodIncident[], texts: ReportTexts): Block[] {
  const said = texts.period;
  const listed = [...incidents].sort((a, b) => compare(b.createdAt, a.createdAt) || compare(a.id, b.id)).slice(0, mostListed);
  const rows = listed.map(({ id, title, severity, status, classification, createdAt, resolvedAt }) => [id, title, shownValue(severity), shownValue(status), shownValue(classification), shownTime(createdAt), shownTime(resolvedAt)]);
  const list = plainTable('incidents', said.sections.evidence, [[said.incident, 2], [said.name, 5], [said.severity, 2], [said.status, 2], [said.classification, 2.5], [said.createdAt, 2.5], [said.resolvedAt, 2.5]], rows);
  return listed.length < incidents.length ? [{ kind: 'note', text: said.shown(listed.length, incidents.length) }, list] : [list];
}

function plainTable(id: string, caption: string, columns: readonly (readonly [string, number])[], rows: readonly string[][]): TableBlock {
  return { ...table(id, caption, columns.map(([title, weight]) => ({ title, weight })), rows.map((cells) => ({ cells, facts: [] }))), factless: true };
}

function counted(names: readonly string[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const each of names) {
    const name = cleanText(each, 300);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count || compare(a.name, b.name));
}

function median(sorted: readonly number[]): number | null {
  if (sorted.length === 0) return null;
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

function rank(severity: string): number {
  const place = severities.indexOf(severity);
  return place < 0 ? severities.length : place;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

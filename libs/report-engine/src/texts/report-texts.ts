import type { Report, ReportLanguage, SectionId } from '../report.js';
import { german } from './german.js';
import { english } from './english.js';

/** Everything fixed that a report says, in one language. What comes from records is never translated. */
export interface ReportTexts {
  locale: string;
  reportOf: (incident: string) => string;
  interim: string;
  final: string;
  sections: Record<Exclude<SectionId, 'extra'>, string>;
  none: string;
  unknown: string;
  yes: string;
  person: string;
  automation: string;
  page: (page: number, pages: number) => string;
  contents: string;
  facts: string;
  statementsNote: string;
  summary: { keyFigures: string; severity: string; status: string; alerts: string; assets: string; period: string; actions: string; asOf: string; incidentId: string; devices: (count: number) => string; accounts: (count: number) => string; alertCount: (count: number, open: number) => string; actionCount: (confirmed: number, all: number) => string; missing: string };
  classification: { classification: string; determination: string; reason: string; noReason: string; by: string; alertVerdicts: string; verdict: string; count: string };
  management: { event: string; time: string; by: string; kind: string; created: string; firstActivity: string; lastActivity: string; assigned: string; alertsCreated: string; alertsResolved: string; updated: string; comment: string; status: (from: string, to: string) => string; classified: string; noTime: string; note: string; resolved: string; firstOf: (count: number) => string };
  durations: { measure: string; value: string; from: string; detect: string; acknowledge: string; contain: string; resolve: string; between: (from: string, to: string) => string; noActivity: string; noCreated: string; before: string; noDeed: string; noContainment: string; noLog: string; notResolved: string; noResolveTime: string; deed: Record<'assigned' | 'status' | 'comment' | 'action', string> };
  story: { timeline: string; time: string; what: string; tactic: string; severity: string; graph: string; timelineFigure: string; techniques: string; technique: string; seenIn: string; basis: string; byAlerts: string; byTelemetry: string; graphText: (shown: number, edges: number) => string; timelineText: (count: number, from: string, to: string) => string; recordsName: (count: number) => string; outside: string; before: string };
  assets: { kind: string; name: string; names: string; role: string; state: string; alerts: string; verdict: string; noState: string };
  indicators: { kind: string; value: string; role: string; firstSeen: string; alerts: string; defanged: string };
  actions: { time: string; action: string; target: string; state: string; by: string; details: string; approved: (by: string) => string; undone: string; reason: string; result: string; states: Record<string, string>; noLog: string; empty: string; note: string; history: string };
  scripts: { where: string; verdict: string; does: string; decoded: (index: number, layers: number) => string; found: (count: number) => string; none: string; command: string; language: string; indicators: string; techniques: string; seen: string; script: (index: number) => string; overview: (all: number, malicious: number, suspicious: number, benign: number) => string };
  queries: { time: string; by: string; query: string; rows: string; question: string; none: string };
  followUps: { fromComments: string; openActions: string; recommended: string; advice: string; said: (by: string, time: string) => string; openAction: (action: string, target: string, state: string) => string; step: string; alerts: string; none: string; missing: string; open: string };
  analysts: { name: string; kind: string; did: string; none: string; deeds: Record<'assigned' | 'assignedAlerts' | 'comment' | 'action' | 'approved' | 'undone' | 'query' | 'history' | 'modified', string> };
  evidence: { alerts: string; time: string; title: string; severity: string; status: string; techniques: string; source: string; entities: string; kind: string; value: string; role: string; verdict: string; remediation: string; facts: string; id: string; record: string; type: string; alertId: string };
  provenance: { composer: string; rules: string; model: string; engine: string; input: string; log: string; head: string; facts: string; dropped: string; noHead: string; noLog: string; noneDropped: string; id: string; how: string; reason: string; statement: string; fallback: string };
  missing: { notResolved: (status: string) => string; openAlerts: (count: number) => string; classification: string; determination: string; reason: string; assigned: string; noLog: string; pending: (count: number) => string; unknownOutcome: (count: number) => string; noEvents: string };
  activity: { imported: (what: string) => string; sourceChanged: (what: string) => string; eventsAdded: (what: string) => string; field: (name: string, from: string, to: string) => string };
  period: PeriodTexts;
  cut: (shown: number, total: number, what: string) => string;
  alt: { logo: string };
}

/** The fixed texts of a language. */
export function textsOf(language: ReportLanguage): ReportTexts {
  return language === 'de' ? german : english;
}

/** Everything fixed that a report of a period says. */
export interface PeriodTexts {
  title: string;
  standing: (from: string, to: string) => string;
  note: string;
  sections: { summary: string; durations: string; story: string; assets: string; actions: string; evidence: string; provenance: string };
  created: (count: number, from: string, to: string) => string;
  resolved: (count: number) => string;
  open: (count: number) => string;
  none: string;
  bySeverity: string;
  byStatus: string;
  byClassification: string;
  incidents: (count: number) => string;
  unclassified: string;
  mean: string;
  median: string;
  measure: string;
  value: string;
  measured: (count: number, all: number) => string;
  notMeasured: string;
  techniques: string;
  technique: string;
  name: string;
  count: string;
  assets: string;
  kind: string;
  kinds: { device: string; user: string };
  action: string;
  state: string;
  noActions: string;
  incident: string;
  severity: string;
  status: string;
  classification: string;
  createdAt: string;
  resolvedAt: string;
  shown: (shown: number, all: number) => string;
  provenance: string;
  digest: string;
}

/** What kind of report it is, as it stands under its title. */
export function standingOf({ period, interim }: Pick<Report, 'period' | 'interim'>, texts: ReportTexts): string {
  if (period !== undefined) return texts.period.standing(period.from.slice(0, 16).replace('T', ' '), period.to.slice(0, 16).replace('T', ' '));
  return interim ? texts.interim : texts.final;
}

/** How a report is to be read. */
export function noteOf({ period }: Pick<Report, 'period'>, texts: ReportTexts): string {
  return period === undefined ? texts.statementsNote : texts.period.note;
}

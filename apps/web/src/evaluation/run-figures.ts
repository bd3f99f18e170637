import type { ChartSeries } from '../lib/chart-data.js';

/** A metric of a candidate, as far as it is shown. */
export interface RunMetric {
  name: string;
  value: number;
  low: number | null;
  high: number | null;
  better: 'HIGHER' | 'LOWER' | null;
  /** What a model thinks, from 1 to 5. */
  opinion: boolean;
  limits: readonly RunLimit[];
}

/** A limit of the gate and whether it is kept. */
export interface RunLimit {
  most: number | null;
  least: number | null;
  hard: boolean;
  verdict: 'KEPT' | 'BROKEN' | 'UNMEASURED';
  value: number | null;
}

/** What a candidate reached on a capability. */
export interface RunFigures {
  candidate: string;
  kind: string;
  cases: number;
  skipped: number;
  byModel: number;
  fellBack: number;
  repeatable: number | null;
  p50Ms: number;
  p95Ms: number;
  metrics: readonly RunMetric[];
}

/** One line of a table: a metric, and each candidate's. */
export interface MetricLine {
  name: string;
  cells: readonly (RunMetric | undefined)[];
}

const names: Readonly<Record<string, string>> = { ndcg5: 'nDCG@5', timelineTau: 'Timeline, tau', techniqueF1: 'Technique F1', actionF1: 'Action F1', triageMacroF1: 'Triage, macro F1', metamorphicBroken: 'Metamorphic checks broken', entityRecallProse: 'Entity recall, in prose', factRecallTelemetry: 'Fact recall, telemetry only', answerRight: 'Right answer', runs: 'Query runs', tableRight: 'Right table', absentSaid: 'Absent text said', judgeReadability: 'Readability, 1 to 5', judgeUsefulness: 'Usefulness, 1 to 5', judgeFailed: 'No opinion given' };

/** A metric in words: `entityRecall` is `Entity recall`. */
export function metricWords(name: string): string {
  if (Object.hasOwn(names, name)) return names[name] ?? name;
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A metric within a sentence: `action F1`. */
export function metricInSentence(name: string): string {
  const words = metricWords(name);
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** `0.984`, `12`; as the command line prints it. */
export function valueText(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}

/** `0.91 to 1`; empty for a count. */
export function rangeText({ low, high }: { low: number | null; high: number | null }): string {
  return low === null || high === null ? '' : `${valueText(low)} to ${valueText(high)}`;
}

/** `at most 0`, `at least 0.9`. */
export function limitText({ most, least }: Pick<RunLimit, 'most' | 'least'>): string {
  return most === null ? `at least ${valueText(least ?? 0)}` : `at most ${valueText(most)}`;
}

/** The first seven characters of a commit. */
export function shortCommit(commit: string | null): string {
  return commit === null ? '' : commit.slice(0, 7);
}

/** The metrics of each capability with a column for each candidate, in the order they came. */
export function tablesOf(candidates: readonly string[], figures: readonly RunFigures[]): { kind: string; columns: (RunFigures | undefined)[]; lines: MetricLine[] }[] {
  const kinds = [...new Set(figures.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const columns = candidates.map((candidate) => figures.find((each) => each.candidate === candidate && each.kind === kind));
    const all = [...new Set(columns.flatMap((column) => column?.metrics.map(({ name }) => name) ?? []))];
    return { kind, columns, lines: all.map((name) => ({ name, cells: columns.map((column) => column?.metrics.find((metric) => metric.name === name)) })) };
  });
}

/** Limits that are broken, the hard ones first. */
export function brokenLimits(figures: readonly RunFigures[]): { candidate: string; kind: string; metric: string; limit: RunLimit }[] {
  const all = figures.flatMap(({ candidate, kind, metrics }) => metrics.flatMap(({ name, limits }) => limits.filter(({ verdict }) => verdict === 'BROKEN').map((limit) => ({ candidate, kind, metric: name, limit }))));
  return all.sort((a, b) => Number(b.limit.hard) - Number(a.limit.hard));
}

/** Whether a difference is for the better, when its interval leaves that open or not. */
export function differenceOutcome({ low, high, better }: { low: number; high: number; better: 'HIGHER' | 'LOWER' | null }): 'better' | 'worse' | 'unclear' {
  if (better === null || (low <= 0 && high >= 0)) return 'unclear';
  return low > 0 === (better === 'HIGHER') ? 'better' : 'worse';
}

/** A value of a metric in one run. */
export interface RunPoint {
  at: string;
  sets: readonly string[];
  candidate: string;
  value: number;
}

/** A line for each candidate along time. Runs over other sets measure something else, so each choice of sets is a line of its own. */
export function runSeries(points: readonly RunPoint[]): ChartSeries[] {
  const isOneChoice = new Set(points.map(({ sets }) => setsText(sets))).size < 2;
  const series = new Map<string, ChartSeries>();
  for (const { at, sets, candidate, value } of points) {
    const time = Date.parse(at);
    if (Number.isNaN(time)) continue;
    const name = isOneChoice ? candidate : `${candidate}, ${setsText(sets)}`;
    const held = series.get(name) ?? { name, points: [] };
    held.points.push({ x: time, y: value });
    series.set(name, held);
  }
  return [...series.values()].map((each) => ({ ...each, points: each.points.sort((a, b) => a.x - b.x) }));
}

/** The sets of a run, in one order. */
export function setsText(sets: readonly string[]): string {
  return [...sets].sort().join(' + ');
}

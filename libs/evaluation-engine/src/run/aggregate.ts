import { evaluationKinds, type EvaluationKind } from '../cases/evaluation-case.js';
import { macroF1 } from '../metrics/rates.js';
import { mcnemarExact, pairedBootstrap } from '../statistics/paired-comparison.js';
import { wilsonInterval } from '../statistics/wilson-interval.js';
import { metrics } from './metric-table.js';
import type { CaseResult } from './run-evaluation.js';

/** The figures of one candidate on one capability. */
export interface KindFigures {
  kind: EvaluationKind;
  /** Cases that were scored or failed, and those skipped. */
  cases: number;
  skipped: number;
  /** Cards worded by a model, and cards where a model was asked and the rules wrote. */
  byModel: number;
  fellBack: number;
  /** Cases that gave the same output in every run; null without repeats. */
  repeatable: number | null;
  /** Metrics of `metrics` that had something to measure. Sums are over cases, the worst run of each. */
  values: Record<string, number>;
  /** The 95 % interval of the shares among them over the cases: Wilson's where every case is yes or no, else by bootstrap. Empty without a seed. */
  intervals: Record<string, { low: number; high: number }>;
  p50Ms: number;
  p95Ms: number;
}

/** The figures of one candidate. */
export interface CandidateFigures {
  candidate: string;
  kinds: KindFigures[];
}

/** Two candidates on one metric, paired by case. `mean` is `candidate` minus `against`. */
export interface MetricComparison {
  kind: EvaluationKind;
  metric: string;
  candidate: string;
  against: string;
  cases: number;
  mean: number;
  low: number;
  high: number;
  /** McNemar's exact test, where the metric is yes or no for each case. */
  p?: number;
}

/** Sums results up, by candidate and capability, in the order the candidates came. Intervals are reckoned with a seed: same seed, same intervals. */
export function figuresOf(results: readonly CaseResult[], seed?: number): CandidateFigures[] {
  return namesOf(results).map((candidate) => ({
    candidate,
    kinds: evaluationKinds.flatMap((kind) => {
      const own = results.filter((one) => one.candidate === candidate && one.kind === kind);
      return own.length === 0 ? [] : [kindFigures(kind, own, seed)];
    }),
  }));
}

function kindFigures(kind: EvaluationKind, results: readonly CaseResult[], seed: number | undefined): KindFigures {
  const measured = results.filter(({ status }) => status !== 'skipped');
  const byCase = groupByCase(measured);
  const values: Record<string, number> = {};
  const intervals: KindFigures['intervals'] = {};
  for (const [name, { fold, opinion }] of Object.entries(metrics[kind])) {
    const byCases = fold === 'macroF1' ? [] : [...byCase.values()].map((runs) => valueOf(runs, name, fold)).filter((value) => value !== null);
    const value = fold === 'macroF1' ? macroF1(measured.flatMap(({ pairs = [] }) => pairs)) : folded(fold, byCases);
    if (value !== null) values[name] = value;
    if (seed !== undefined && fold === 'mean' && byCases.length > 0) intervals[name] = intervalOf(byCases, seed, opinion !== true);
  }
  const times = measured.map(({ ms }) => ms).sort((a, b) => a - b);
  const repeated = [...byCase.values()].filter((runs) => runs.length > 1);
  return {
    kind,
    cases: byCase.size,
    skipped: new Set(results.filter(({ status }) => status === 'skipped').map((one) => one.case)).size,
    byModel: measured.filter(({ composer }) => composer === 'model').length,
    fellBack: measured.filter(({ fallback }) => fallback !== undefined).length,
    repeatable: repeated.length === 0 ? null : repeated.filter((runs) => new Set(runs.map(({ digest }) => digest)).size === 1).length,
    values,
    intervals,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  };
}

/** Value of a case over its runs: the mean of a share, the worst of a count. Null when no run measured it. */
function valueOf(runs: readonly CaseResult[], metric: string, fold: 'mean' | 'sum'): number | null {
  const values = runs.map(({ scores }) => scores[metric] ?? null).filter((value) => value !== null);
  if (values.length === 0) return null;
  return fold === 'sum' ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function folded(fold: 'mean' | 'sum', known: readonly number[]): number | null {
  if (known.length === 0) return null;
  const sum = known.reduce((total, value) => total + value, 0);
  return fold === 'sum' ? sum : sum / known.length;
}

/** Where every case is right, resampling sees no spread; Wilson's interval still says how few cases there are. */
function intervalOf(values: readonly number[], seed: number, isShare: boolean): { low: number; high: number } {
  const { low, high } = isShare && values.every((value) => value === 0 || value === 1) ? wilsonInterval(values.filter((value) => value === 1).length, values.length) : pairedBootstrap(values, values.map(() => 0), { seed });
  return { low, high };
}

/**
 * Every candidate against the first, on every metric that differs in any case: the mean difference over the cases both have a
 * value for with its 95 % bootstrap interval, and McNemar's exact test where every value is 0 or 1. Same seed, same intervals.
 */
export function compareCandidates(results: readonly CaseResult[], seed: number): MetricComparison[] {
  const [against, ...others] = namesOf(results);
  if (against === undefined) return [];
  return others.flatMap((candidate) => evaluationKinds.flatMap((kind) => {
    const [ours, theirs] = [candidate, against].map((name) => groupByCase(results.filter((one) => one.candidate === name && one.kind === kind && one.status !== 'skipped')));
    return Object.entries(metrics[kind]).flatMap(([metric, { fold }]): MetricComparison[] => {
      if (fold === 'macroF1') return [];
      const pairs = [...(ours ?? [])].flatMap(([id, runs]) => {
        const [a, b] = [valueOf(runs, metric, fold), valueOf(theirs?.get(id) ?? [], metric, fold)];
        return a === null || b === null ? [] : [[a, b] as const];
      });
      if (!pairs.some(([a, b]) => a !== b)) return [];
      const interval = pairedBootstrap(pairs.map(([a]) => a), pairs.map(([, b]) => b), { seed });
      const binary = pairs.every((pair) => pair.every((value) => value === 0 || value === 1));
      const p = binary ? { p: mcnemarExact(pairs.filter(([a, b]) => a > b).length, pairs.filter(([a, b]) => a < b).length) } : {};
      return [{ kind, metric, candidate, against, cases: pairs.length, ...interval, ...p }];
    });
  }));
}

function namesOf(results: readonly CaseResult[]): string[] {
  return [...new Set(results.map(({ candidate }) => candidate))];
}

function groupByCase(results: readonly CaseResult[]): Map<string, CaseResult[]> {
  const groups = new Map<string, CaseResult[]>();
  for (const result of results) groups.set(result.case, [...(groups.get(result.case) ?? []), result]);
  return groups;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

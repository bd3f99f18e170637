import { metrics, type EvaluationKind, type GateVerdict } from '@attest/evaluation-engine';
import { betterIs, isOpinion, type EvaluationResult } from '@attest/evaluation-runner/files';
import type { ListedRun, RunPoint } from '../application/evaluation-runs.use-case.js';
import { runSentence } from '../domain/evaluation-run.js';
import type { EvaluationRunEntity } from '../infrastructure/evaluation-run.entity.js';
import type { EvaluationLimitVerdictName, EvaluationMetricBetter, EvaluationRunStateName } from './evaluation-run.enum.js';
import { EvaluationRun, type EvaluationRunLimit, type EvaluationRunOutcome, type EvaluationRunPoint } from './evaluation-run.model.js';

export function toRun(run: EvaluationRunEntity | ListedRun): EvaluationRun {
  const { id, state, problem, imported, sets, candidates, repeat, askedByName, createdAt, startedAt, finishedAt, done, total, version, commit } = run;
  return Object.assign(new EvaluationRun(), {
    id, problem, imported, sets, candidates, repeat, askedByName, done, total, version, commit,
    state: state as EvaluationRunStateName,
    stateSentence: runSentence(state, done, total, imported),
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    passed: 'passed' in run ? run.passed : (run.result?.gate.passed ?? null),
  });
}

export function toOutcome(result: EvaluationResult): EvaluationRunOutcome {
  const { gate, candidates, comparisons, cases } = result;
  return {
    passed: gate.passed,
    limits: gate.verdicts.length,
    unmeasured: gate.verdicts.filter(({ verdict }) => verdict === 'unmeasured').length,
    cases,
    judge: result.judge?.model ?? null,
    figures: candidates.flatMap(({ candidate, kinds }) => kinds.map(({ values, intervals, ...figures }) => ({
      ...figures,
      candidate,
      metrics: inTableOrder(figures.kind, values).map(([name, value]) => ({
        name, value,
        low: intervals[name]?.low ?? null,
        high: intervals[name]?.high ?? null,
        better: (betterIs(figures.kind, name) ?? null) as EvaluationMetricBetter | null,
        opinion: isOpinion(figures.kind, name),
        limits: gate.verdicts.filter((each) => each.candidate === candidate && each.limit.kind === figures.kind && each.limit.metric === name).map(toLimit),
      })),
    }))),
    comparisons: comparisons.map((each) => ({ ...each, p: each.p ?? null, better: (betterIs(each.kind, each.metric) ?? null) as EvaluationMetricBetter | null })),
    result,
  };
}

/** As the command line lists them: the database keeps no order. Metrics this version does not know come last. */
function inTableOrder(kind: EvaluationKind, values: Readonly<Record<string, number>>): [string, number][] {
  const known = Object.keys(metrics[kind]);
  const place = (name: string): number => (known.includes(name) ? known.indexOf(name) : known.length);
  return Object.entries(values).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
}

function toLimit({ limit: { most, least, hard }, verdict, value }: GateVerdict): EvaluationRunLimit {
  return { most: most ?? null, least: least ?? null, hard, value, verdict: verdict as EvaluationLimitVerdictName };
}

export function toPoint({ at, ...point }: RunPoint): EvaluationRunPoint {
  return { ...point, at: at.toISOString() };
}

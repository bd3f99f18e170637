import { compareCandidates, figuresOf, holdGate, runEvaluation, type CaseResult, type EvaluationCase, type EvaluationGate } from '@attest/evaluation-engine';
import { candidateOf, type CandidateOptions } from './candidates.js';
import type { EvaluationHost } from './evaluation-host.js';
import type { EvaluationResult } from './evaluation-result.js';
import { judgeOf } from './model-judge.js';
import { productVersion } from './product-version.js';

/** What is run over which cases. */
export interface Evaluation extends CandidateOptions {
  /** Names of the sets, for the result. */
  sets: readonly string[];
  cases: readonly EvaluationCase[];
  /** As words: see `candidateOf`. The first is what the others are held against. */
  candidates: readonly string[];
  gate: EvaluationGate | undefined;
  repeat: number;
  /** Of the intervals: same results and seed, same intervals. */
  seed: number;
  /** A model that is asked what it thinks of each card, as `model:NAME`; it never gates. */
  judge?: string;
  host: EvaluationHost;
  /** Told before anything is run, and after each case, candidate and run. Waited for. */
  onProgress?: (done: number, total: number, result?: CaseResult) => void | Promise<void>;
  signal?: AbortSignal;
}

/**
 * Gives every case to every candidate and sums up. The host stays open. Equal cases, candidates and seed give the same result
 * but for times, as far as the candidates are the same.
 * @throws EvaluationRunnerError for a candidate or judge there is not; CaseInputError for a case whose own input is unreadable; the reason of `signal`
 */
export async function evaluate({ sets, cases, candidates: words, gate, repeat, seed, judge: judgeWord, host, onProgress, signal, ...options }: Evaluation): Promise<EvaluationResult> {
  const candidates = await Promise.all(words.map((word) => candidateOf(word, host, options)));
  const judge = judgeWord === undefined ? undefined : await judgeOf(judgeWord, options.model);
  const total = cases.length * candidates.length * repeat;
  await onProgress?.(0, total);
  const results: CaseResult[] = [];
  for await (const result of runEvaluation({ cases, candidates, ports: host, repeat, ...(judge === undefined ? {} : { judge }), ...(signal === undefined ? {} : { signal }) })) {
    results.push(result);
    await onProgress?.(results.length, total, result);
  }
  const verdicts = gate === undefined ? [] : holdGate(gate, results);
  return {
    summary: true, at: new Date().toISOString(), ...productVersion(), sets: [...sets], cases: cases.length, repeat, seed, judge: judge === undefined ? null : { model: judge.model, promptHash: judge.promptHash },
    candidates: figuresOf(results, seed), comparisons: compareCandidates(results, seed),
    gate: { passed: !verdicts.some(({ verdict, limit }) => verdict === 'broken' && limit.hard), verdicts },
  };
}

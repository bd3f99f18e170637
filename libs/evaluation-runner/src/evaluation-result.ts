import { evaluationKinds, metrics, type CandidateFigures, type GateVerdict, type MetricComparison } from '@attest/evaluation-engine';
import { z } from 'zod';

/** Characters of the JSON of one result. */
export const mostResultCharacters = 1_000_000;

/** Candidates of one run. */
export const mostCandidates = 8;

const name = z.string().min(1).max(200);
const count = z.int().min(0).max(10_000_000);
const number = z.number().min(-1e12).max(1e12);
const kind = z.enum(evaluationKinds);
const metric = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,59}$/, 'is no name of a metric');
const interval = z.strictObject({ low: number, high: number });
const kindFigures = z.strictObject({
  kind, cases: count, skipped: count, byModel: count, fellBack: count, repeatable: count.nullable(),
  values: z.record(metric, number),
  /** Results of before intervals were reckoned have none. */
  intervals: z.record(metric, interval).default({}),
  p50Ms: number, p95Ms: number,
});
const comparison = z.strictObject({ kind, metric, candidate: name, against: name, cases: count, mean: number, low: number, high: number, p: number.optional() });
const limit = z.strictObject({ kind, metric, most: number.optional(), least: number.optional(), hard: z.boolean(), why: z.string().max(400).optional() });
const verdict = z.strictObject({ candidate: name, limit, value: number.nullable(), verdict: z.enum(['kept', 'broken', 'unmeasured']) });
const result = z.strictObject({
  summary: z.literal(true),
  /** When the run ended. */
  at: z.iso.datetime(),
  version: z.string().min(1).max(60),
  commit: z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, 'is no commit').nullable(),
  sets: z.array(name).min(1).max(50),
  cases: count,
  repeat: z.int().min(1).max(100),
  seed: z.int().min(0).max(4_294_967_295),
  /** Results of before there was a judge name none. */
  judge: z.strictObject({ model: name, promptHash: z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in hexadecimal') }).nullable().default(null),
  candidates: z.array(z.strictObject({ candidate: name, kinds: z.array(kindFigures).max(evaluationKinds.length) })).min(1).max(mostCandidates),
  comparisons: z.array(comparison).max(1_000),
  gate: z.strictObject({ passed: z.boolean(), verdicts: z.array(verdict).max(5_000) }),
});

/** What a run comes to: the last line of `bin/attest eval run --json`, and what the evaluator stores. */
export interface EvaluationResult {
  summary: true;
  /** ISO 8601 UTC, when the run ended. */
  at: string;
  version: string;
  /** Null where the product ran outside of a checkout. */
  commit: string | null;
  sets: string[];
  cases: number;
  repeat: number;
  seed: number;
  /** The model whose opinion stands among the metrics that begin with `judge`; null without one. */
  judge: { model: string; promptHash: string } | null;
  candidates: CandidateFigures[];
  comparisons: MetricComparison[];
  gate: { passed: boolean; verdicts: GateVerdict[] };
}

/**
 * Checks the text of a result: of the form, not longer than `mostResultCharacters`, and consistent in itself: every candidate
 * once, every comparison and verdict of a candidate that ran, and passed exactly when no hard limit is broken. `problem` is one sentence with the place.
 * Metrics that this version does not know are kept: results are plotted over versions.
 */
export function parseEvaluationResult(text: string): { ok: true; value: EvaluationResult } | { ok: false; problem: string } {
  if (text.length > mostResultCharacters) return { ok: false, problem: `The result may have ${mostResultCharacters.toLocaleString('en-GB')} characters.` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'The result is no JSON. It is the last line that bin/attest eval run --json prints.' };
  }
  const parsed = result.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, problem: `The result is not one of bin/attest eval run --json: ${issue?.path.map(String).join('.').slice(0, 200) || 'the whole'}: ${issue?.message ?? 'not understood'}.` };
  }
  const problem = contradiction(parsed.data);
  return problem === undefined ? { ok: true, value: parsed.data } : { ok: false, problem };
}

function contradiction({ candidates, comparisons, gate }: EvaluationResult): string | undefined {
  const names = new Set(candidates.map(({ candidate }) => candidate));
  if (names.size !== candidates.length) return 'candidates: one stands there twice.';
  if (candidates.some(({ kinds }) => new Set(kinds.map((each) => each.kind)).size !== kinds.length)) return 'candidates: a capability stands there twice.';
  if ([...comparisons.flatMap(({ candidate, against }) => [candidate, against]), ...gate.verdicts.map(({ candidate }) => candidate)].some((each) => !names.has(each))) return 'comparisons and gate may only name candidates of the run.';
  const isBroken = gate.verdicts.some(({ verdict: found, limit: { hard } }) => hard && found === 'broken');
  return gate.passed === isBroken ? 'gate.passed does not agree with its verdicts.' : undefined;
}

/** Whether a metric is what a model thinks. */
export function isOpinion(kindName: keyof typeof metrics, metricName: string): boolean {
  return Object.hasOwn(metrics[kindName], metricName) && metrics[kindName][metricName]?.opinion === true;
}

/** Whether a higher value of a metric is the better one; undefined for a metric this version does not know. */
export function betterIs(kindName: keyof typeof metrics, metricName: string): 'higher' | 'lower' | undefined {
  return Object.hasOwn(metrics[kindName], metricName) ? metrics[kindName][metricName]?.better : undefined;
}

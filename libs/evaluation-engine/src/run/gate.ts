import { z } from 'zod';
import { evaluationKinds, type EvaluationKind } from '../cases/evaluation-case.js';
import { figuresOf } from './aggregate.js';
import { metrics } from './metric-table.js';
import type { CaseResult } from './run-evaluation.js';

/** Name and version of the gate format. */
export const gateSchema = 'attest.evaluation-gate/1';

const isOpinion = (kind: EvaluationKind, metric: string): boolean => Object.hasOwn(metrics[kind], metric) && metrics[kind][metric]?.opinion === true;

const limit = z
  .strictObject({
    kind: z.enum(evaluationKinds),
    metric: z.string(),
    /** The value may not be above `most`, nor below `least`. */
    most: z.number().optional(),
    least: z.number().optional(),
    /** A hard limit fails the run; a soft one is shown. */
    hard: z.boolean(),
    why: z.string().max(400).optional(),
  })
  .refine(({ most, least }) => (most === undefined) !== (least === undefined), { error: 'needs exactly one of most and least' })
  .refine(({ kind, metric }) => Object.hasOwn(metrics[kind], metric), { error: 'names no metric of its kind' })
  .refine(({ kind, metric }) => !isOpinion(kind, metric), { error: 'is on the opinion of a model, which never gates' });
const gate = z.strictObject({ schema: z.literal(gateSchema, { error: `is not ${gateSchema}` }), limits: z.array(limit).min(1).max(500) });

/** A limit on one metric of one capability. */
export type GateLimit = z.infer<typeof limit>;

/** Limits a candidate has to keep. */
export type EvaluationGate = z.infer<typeof gate>;

/** A limit and what one candidate reached. */
export interface GateVerdict {
  candidate: string;
  limit: GateLimit;
  /** Null when no case of the run measures it. */
  value: number | null;
  verdict: 'kept' | 'broken' | 'unmeasured';
}

/** Checks a gate file. `problem` is one sentence with the place. */
export function parseGate(text: string): { ok: true; value: EvaluationGate } | { ok: false; problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'The gate is no JSON.' };
  }
  const parsed = gate.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, problem: `${issue?.path.join('.') || 'The gate'}: ${issue?.message ?? 'is not understood'}` };
}

/**
 * Holds every candidate to every limit, by the reviewed cases alone. What no case measures is `unmeasured` and breaks nothing;
 * a candidate that gives nothing to measure is caught by a limit on `failed`. A limit on the opinion of a model is not looked at.
 */
export function holdGate({ limits }: EvaluationGate, results: readonly CaseResult[]): GateVerdict[] {
  const reviewed = results.filter(({ reviewed: isReviewed, status }) => isReviewed && status !== 'skipped');
  return figuresOf(reviewed).flatMap(({ candidate, kinds }) => limits.filter(({ kind, metric }) => !isOpinion(kind, metric)).map((one): GateVerdict => {
    const value = kinds.find(({ kind }) => kind === one.kind)?.values[one.metric] ?? null;
    if (value === null) return { candidate, limit: one, value, verdict: 'unmeasured' };
    const kept = value <= (one.most ?? Infinity) && value >= (one.least ?? -Infinity);
    return { candidate, limit: one, value, verdict: kept ? 'kept' : 'broken' };
  }));
}

import type { ChatModelConfig } from '@attest/llm';
import type { EvaluationResult } from '@attest/evaluation-runner/files';
import type { AskedRun } from '../domain/evaluation-run.js';

/** What the process of a run is told: first cases, then what to do with them. */
export type RunInstruction = { kind: 'cases'; cases: readonly unknown[] } | ({ kind: 'run'; model: ChatModelConfig | undefined } & AskedRun);

/** What the process of a run tells. */
export type RunReport = { kind: 'progress'; done: number; total: number } | { kind: 'done'; result: EvaluationResult } | { kind: 'refused'; sentence: string };

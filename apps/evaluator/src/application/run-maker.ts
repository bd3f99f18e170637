import type { EvaluationResult } from '@attest/evaluation-runner/files';
import type { AskedRun } from '../domain/evaluation-run.js';

/** A run to make. */
export interface RunOrder extends AskedRun {
  /** The tenant's reviewed cases, in parts, as far as they are asked for. */
  reviewed: AsyncIterable<readonly unknown[]> | undefined;
}

/** The run cannot be made as it was asked for: trying again would not help. */
export class RunRefusedError extends Error {
  override readonly name = 'RunRefusedError';
}

/** Makes runs where they disturb nobody. */
export interface RunMaker {
  /**
   * The result of a run. Rejects with `RunRefusedError` and its sentence, and with another error when aborted or when what made
   * the run was lost.
   */
  make(order: RunOrder, onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<EvaluationResult>;
}

/** Whose fault it is that nothing was run: what was asked for (`usage`), or what stands in a file (`input`). */
export type EvaluationRunnerFault = 'usage' | 'input';

/** A run that cannot be made as it was asked for. Its sentence may be shown. */
export class EvaluationRunnerError extends Error {
  override readonly name = 'EvaluationRunnerError';

  constructor(
    readonly fault: EvaluationRunnerFault,
    message: string,
  ) {
    super(message);
  }
}

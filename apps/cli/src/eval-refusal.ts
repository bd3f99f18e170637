import { CaseInputError } from '@attest/evaluation-engine';
import { EvaluationRunnerError } from '@attest/evaluation-runner';
import { CommandError, ExitCode } from './exit-code.js';

/** Does `work`; what the runner or a case refuses gets the exit code it stands for. */
export async function withExitCodes(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof EvaluationRunnerError) throw new CommandError(error.fault === 'usage' ? ExitCode.Usage : ExitCode.Input, error.message);
    if (error instanceof CaseInputError) throw new CommandError(ExitCode.Input, error.message);
    throw error;
  }
}

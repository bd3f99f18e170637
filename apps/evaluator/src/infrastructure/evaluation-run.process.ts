import { availableParallelism, constants, setPriority } from 'node:os';
import { CaseInputError, describeCaseProblem, parseCaseFiles, type EvaluationCase } from '@attest/evaluation-engine';
import { evaluate, EvaluationHost, EvaluationRunnerError, inputFolders, readCases, readGate, setPaths, shippedSets } from '@attest/evaluation-runner';
import { reviewedSet } from '../domain/evaluation-run.js';
import type { RunInstruction, RunReport } from './run-messages.js';

const progressEveryMs = 500;
/** The intervals of runs can be compared: all are drawn alike. */
const seed = 1;

/** One run, in a process of its own that ends with it: what it loaded goes, and whoever uses the product goes first. */
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Where priorities cannot be set, the run is as any other process.
}
process.on('disconnect', () => process.exit(1));

const told: unknown[] = [];
process.on('message', (message: RunInstruction) => {
  if (message.kind === 'cases') told.push(...message.cases);
  else void run(message).then((result) => report({ kind: 'done', result }), refuse).then(() => process.exit(0));
});

async function run({ sets, candidates, repeat, model }: Extract<RunInstruction, { kind: 'run' }>) {
  const names = sets.filter((name) => name !== reviewedSet);
  const paths = names.length === 0 ? [] : setPaths(names);
  const cases = [...(paths.length === 0 ? [] : readCases(paths)), ...reviewedCases()];
  if (cases.length === 0) throw new EvaluationRunnerError('input', 'There is no reviewed case. Make cases from feedback and review them first.');
  const gate = shippedSets().length === 0 ? undefined : readGate(undefined);
  const host = new EvaluationHost({ inputFolders: inputFolders(paths), workers: Math.max(1, Math.floor(availableParallelism() / 2)) });
  let last = 0;
  return evaluate({
    sets, cases, candidates, gate, repeat, seed, host, model,
    promptOf: () => undefined,
    onProgress: async (done, total) => {
      if (done !== 0 && done !== total && performance.now() - last < progressEveryMs) return;
      last = performance.now();
      await report({ kind: 'progress', done, total });
    },
  });
}

function reviewedCases(): EvaluationCase[] {
  const { cases, problems } = parseCaseFiles([{ name: 'reviewed', text: JSON.stringify(told) }]);
  const [first] = problems;
  if (first !== undefined) throw new EvaluationRunnerError('input', `A reviewed case is not of the format. ${describeCaseProblem(first)}`);
  return cases;
}

async function refuse(error: unknown): Promise<void> {
  if (!(error instanceof EvaluationRunnerError || error instanceof CaseInputError)) throw error;
  await report({ kind: 'refused', sentence: error.message });
}

/** Resolves when the message has left. */
function report(message: RunReport): Promise<void> {
  return new Promise((resolve, reject) => process.send?.(message, (error: Error | null) => (error ? reject(error) : resolve())));
}

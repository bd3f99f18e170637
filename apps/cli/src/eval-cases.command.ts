import { parseArgs } from 'node:util';
import { CaseInputError, checkCaseInput, describeCaseProblem, evaluationKinds, parseCaseFiles, type EvaluationPorts } from '@attest/evaluation-engine';
import { caseFilesOf, EvaluationHost, inputFolders, setPaths } from '@attest/evaluation-runner';
import { withExitCodes } from './eval-refusal.js';
import { CommandError, ExitCode, usageError } from './exit-code.js';
import { say } from './say.js';

export const evalCasesUsage = 'attest eval cases check FILE|DIR|SET [...]';

/** `attest eval cases check`: says of every case whether it is of the format and its input can be read, and counts them. */
export async function evalCasesCommand(args: string[]): Promise<void> {
  const [verb, ...words] = readWords(args);
  if (verb !== 'check' || words.length === 0) throw new CommandError(ExitCode.Usage, `Usage: ${evalCasesUsage}`);
  await withExitCodes(() => check(words));
}

async function check(words: readonly string[]): Promise<void> {
  const paths = setPaths(words);
  const { cases, problems } = parseCaseFiles(paths.flatMap(caseFilesOf));
  const found = problems.map(describeCaseProblem);
  const host = new EvaluationHost({ inputFolders: inputFolders(paths), say });
  // Whether an input can be read needs no analysis of it, and an input that is elsewhere is not looked for.
  const ports: EvaluationPorts = { sample: (name) => host.sample(name), rows: (name) => host.rows(name), incidentOf: async () => undefined, scripts: async () => [], hunt: (...query) => host.hunt(...query), clock: () => host.clock() };
  let elsewhere = 0;
  try {
    for (const one of cases) {
      try {
        if ((await checkCaseInput(one, ports)) !== undefined) elsewhere++;
      } catch (error) {
        if (!(error instanceof CaseInputError)) throw error;
        found.push(error.message);
      }
    }
  } finally {
    await host.close();
  }
  for (const sentence of found) process.stdout.write(`${sentence}\n`);
  const counts = evaluationKinds.map((kind) => ({ kind, count: cases.filter((one) => one.kind === kind).length })).filter(({ count }) => count > 0);
  say(`${cases.length} cases (${counts.map(({ kind, count }) => `${count} ${kind}`).join(', ')}), ${cases.filter(({ reviewed }) => !reviewed).length} not reviewed, ${elsewhere} whose input is elsewhere, ${found.length} problems`);
  if (found.length > 0) process.exitCode = ExitCode.Input;
}

function readWords(args: string[]): string[] {
  try {
    return parseArgs({ args, allowPositionals: true, options: {} }).positionals;
  } catch (error) {
    throw usageError(error, evalCasesUsage);
  }
}

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeCaseProblem, parseCaseFiles, parseGate, type CaseFile, type EvaluationCase, type EvaluationGate } from '@attest/evaluation-engine';
import { EvaluationRunnerError } from './evaluation-runner.error.js';

/** Where the shipped cases, their inputs and the gate are, in a checkout and in the container image; an installation may leave the folder out. */
export const evaluationFolder = fileURLToPath(new URL('../../../evaluation/', import.meta.url));

const mostProblemsSaid = 20;
const isCaseFile = (name: string): boolean => /\.jsonl?$/.test(name);

/** The case files of a file or of a folder and all below it but `inputs`, in the order of their names. Throws `EvaluationRunnerError` when they cannot be read. */
export function caseFilesOf(path: string): CaseFile[] {
  try {
    if (!statSync(path).isDirectory()) return [{ name: path, text: readFileSync(path, 'utf8') }];
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
      const place = join(path, entry.name);
      if (entry.isDirectory()) return entry.name === 'inputs' ? [] : caseFilesOf(place);
      return isCaseFile(entry.name) ? [{ name: place, text: readFileSync(place, 'utf8') }] : [];
    });
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new EvaluationRunnerError('input', missing ? `${path} does not exist.` : `${path} could not be read: ${(error as Error).message}`);
  }
}

/** Names of the shipped sets; none where the folder is not there. */
export function shippedSets(): string[] {
  const folder = join(evaluationFolder, 'sets');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** The file or folder a set is in: a shipped set by its name, `all`, or a path. Throws `EvaluationRunnerError` for a name that is none. */
export function setPaths(names: readonly string[]): string[] {
  const shipped = shippedSets();
  return [...new Set(names.flatMap((name) => {
    if (name === 'all') return shipped.map((set) => join(evaluationFolder, 'sets', set));
    if (shipped.includes(name)) return [join(evaluationFolder, 'sets', name)];
    if (existsSync(name)) return [resolve(name)];
    throw new EvaluationRunnerError('usage', `There is no set "${name}"; there are ${[...shipped, 'all'].join(', ')}, or a file or folder of cases.`);
  }))];
}

/** The cases of these paths. Throws `EvaluationRunnerError` when one of them is not of the format: a figure over what happened to be readable says nothing. */
export function readCases(paths: readonly string[]): EvaluationCase[] {
  const { cases, problems } = parseCaseFiles(paths.flatMap(caseFilesOf));
  if (problems.length > 0) throw new EvaluationRunnerError('input', [...problems.slice(0, mostProblemsSaid).map(describeCaseProblem), ...(problems.length > mostProblemsSaid ? [`and ${problems.length - mostProblemsSaid} more.`] : [])].join('\n'));
  if (cases.length === 0) throw new EvaluationRunnerError('input', `There is no case in ${paths.map((path) => basename(path)).join(', ')}.`);
  return cases;
}

/** The folders that hold inputs of the cases of these paths, the shipped ones last. */
export function inputFolders(paths: readonly string[]): string[] {
  return [...paths.map((path) => join(statSync(path).isDirectory() ? path : dirname(path), 'inputs')), join(evaluationFolder, 'inputs')];
}

/** The gate of a file; the shipped one without a name, none for `none`. Throws `EvaluationRunnerError` for a gate that cannot be read. */
export function readGate(file: string | undefined): EvaluationGate | undefined {
  if (file === 'none') return undefined;
  const path = file ?? join(evaluationFolder, 'gate.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new EvaluationRunnerError('input', `${path} could not be read.`);
  }
  const parsed = parseGate(text);
  if (!parsed.ok) throw new EvaluationRunnerError('input', `${path}: ${parsed.problem}`);
  return parsed.value;
}

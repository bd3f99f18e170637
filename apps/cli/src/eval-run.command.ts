import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { AttestConfig } from '@attest/config';
import { evaluate, EvaluationHost, inputFolders, promptFile, readCases, readGate, setPaths } from '@attest/evaluation-runner';
import { withExitCodes } from './eval-refusal.js';
import { evaluationTable } from './eval-table.js';
import { CommandError, ExitCode, usageError } from './exit-code.js';
import { fileFault } from './file-fault.js';
import { say } from './say.js';

export const evalRunUsage = 'attest eval run --set NAME|PATH[,...] --candidate rules|model:NAME@PROMPT [--candidate ...] [--repeat N] [--seed N] [--gate FILE|none] [--judge model:NAME] [--incidents DIR] [--out FILE] [--json]';

/** A candidate broke a hard limit of the gate. */
const gateBroken = 1;
const mostRepeats = 100;

interface Options {
  sets: string[];
  candidates: string[];
  repeat: number;
  seed: number;
  gate?: string;
  judge?: string;
  incidents: string[];
  out?: string;
  json: boolean;
}

/** `attest eval run`: every candidate over every case, figures, comparison and gate. Same seed and rules: same bytes but for times. */
export async function evalRunCommand(args: string[]): Promise<void> {
  const options = readOptions(args);
  await withExitCodes(() => runAndPrint(options));
}

async function runAndPrint(options: Options): Promise<void> {
  const { sets, candidates, repeat, seed } = options;
  const paths = setPaths(sets);
  const [cases, gate] = [readCases(paths), readGate(options.gate)];
  const host = new EvaluationHost({ inputFolders: inputFolders(paths), incidentFolders: options.incidents, say });
  const file = options.out === undefined ? undefined : await openOut(options.out);
  const write = async (value: unknown): Promise<void> => {
    const line = `${JSON.stringify(value)}\n`;
    if (file !== undefined) {
      if (!file.write(line)) await once(file, 'drain');
    } else if (options.json) process.stdout.write(line);
  };
  try {
    const summary = await evaluate({
      sets, cases, candidates, gate, repeat, seed, host, promptOf: promptFile, judge: options.judge,
      model: AttestConfig.fromEnvironment().model,
      onProgress: async (done, total, result) => {
        if (result === undefined) return say(`${cases.length} cases, ${candidates.length} candidates`);
        await write({ ...result, ms: Math.round(result.ms * 10) / 10 });
        if (done % 50 === 0) say(`${done} of ${total}`);
      },
    });
    await write(summary);
    const table = `${evaluationTable(summary.candidates, summary.comparisons, summary.gate.verdicts, summary.judge?.model)}\n`;
    if (options.json) process.stderr.write(table);
    else process.stdout.write(table);
    if (!summary.gate.passed) process.exitCode = gateBroken;
  } finally {
    await host.close();
    if (file !== undefined) await new Promise<void>((resolve) => file.end(resolve));
  }
}

function readOptions(args: string[]): Options {
  const refuse = (why: string): never => {
    throw new CommandError(ExitCode.Usage, `${why}\nUsage: ${evalRunUsage}`);
  };
  const [text, texts] = [{ type: 'string' } as const, { type: 'string', multiple: true } as const];
  let parsed;
  try {
    parsed = parseArgs({ args, options: { set: texts, candidate: texts, repeat: text, seed: text, gate: text, judge: text, incidents: texts, out: text, json: { type: 'boolean', default: false } } });
  } catch (error) {
    throw usageError(error, evalRunUsage);
  }
  const { values } = parsed;
  const split = (list: readonly string[] = []): string[] => [...new Set(list.flatMap((each) => each.split(',')).map((each) => each.trim()).filter(Boolean))];
  const whole = (name: string, value: string | undefined, least: number, most: number): number => {
    const number = Number(value ?? 1);
    return Number.isSafeInteger(number) && number >= least && number <= most ? number : refuse(`--${name} must be a whole number from ${least} to ${most}.`);
  };
  const [sets, candidates] = [split(values.set), [...new Set(values.candidate ?? [])]];
  if (sets.length === 0) refuse('Name a set of cases with --set.');
  if (candidates.length === 0) refuse('Name what is evaluated with --candidate.');
  return { sets, candidates, repeat: whole('repeat', values.repeat, 1, mostRepeats), seed: whole('seed', values.seed, 0, 4_294_967_295), gate: values.gate, judge: values.judge, incidents: values.incidents ?? [], out: values.out, json: values.json };
}

/** Opened before the run: an hour of model calls must not end in a file that cannot be written. */
async function openOut(path: string): Promise<WriteStream> {
  const file = createWriteStream(path);
  try {
    await once(file, 'open');
  } catch (error) {
    throw fileFault(path, error, 'written');
  }
  return file;
}

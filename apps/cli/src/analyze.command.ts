import { closeSync, openSync, readSync, readdirSync, statSync, type Stats } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultLimits, scriptLanguages, type ScriptAnalysis, type ScriptLanguage } from '@attest/script-engine';
import { ScriptPool } from '@attest/script-engine/pool';
import { CommandError, ExitCode, usageError } from './exit-code.js';
import { fileFault } from './file-fault.js';

export const analyzeUsage = 'attest script analyze FILE|DIRECTORY|- ... [--language LANGUAGE] [--workers N] [--json]';

interface Source {
  file: string;
  read(): Uint8Array;
}

/** `attest script analyze`: one analysis a file, offline; with --json one JSON line a file, in the order given. */
export async function analyzeCommand(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args);
  if (positionals.length === 0) throw new CommandError(ExitCode.Usage, `Usage: ${analyzeUsage}`);
  const language = languageOf(values.language);
  const workers = values.workers === undefined ? Math.max(1, availableParallelism()) : Number(values.workers);
  if (!Number.isInteger(workers) || workers < 1 || workers > 256) throw new CommandError(ExitCode.Usage, `--workers takes a number from 1 to 256.\nUsage: ${analyzeUsage}`);
  const sources = await collect(positionals);
  const pool = new ScriptPool({ workers: Math.min(workers, sources.length) });
  const progress = progressBar(sources.length);
  try {
    await inOrder(sources, workers * 4, async ({ file, read }) => {
      const { analysis, ms } = await pool.timed(read(), { fileName: file, ...(language === undefined ? {} : { language }) });
      return { file, analysis, ms: Math.round(ms * 10) / 10 };
    }, async ({ file, analysis, ms }) => {
      await print(values.json === true ? `${JSON.stringify(toJson(file, analysis, ms))}\n` : toText(file, analysis));
      progress.step();
    });
  } finally {
    progress.end();
    await pool.close();
  }
}

function readArguments(args: string[]): { values: { language?: string; workers?: string; json?: boolean }; positionals: string[] } {
  try {
    return parseArgs({ args, allowPositionals: true, options: { language: { type: 'string' }, workers: { type: 'string' }, json: { type: 'boolean' } } });
  } catch (error) {
    throw usageError(error, analyzeUsage);
  }
}

const otherNames: Readonly<Record<string, ScriptLanguage>> = { ps1: 'powershell', pwsh: 'powershell', bat: 'batch', cmd: 'batch', sh: 'bash', shell: 'bash', vbs: 'vbscript', js: 'javascript', jscript: 'javascript', py: 'python' };

function languageOf(given: string | undefined): ScriptLanguage | undefined {
  if (given === undefined) return undefined;
  const name = given.toLowerCase();
  const known = scriptLanguages.find((each) => each === name) ?? otherNames[name];
  if (known === undefined) throw new CommandError(ExitCode.Usage, `"${given}" is no language Attest reads: ${scriptLanguages.filter((each) => each !== 'unknown').join(', ')}.`);
  return known;
}

/** Files of the arguments; directories are walked in the order of their names. */
async function collect(paths: readonly string[]): Promise<Source[]> {
  const sources: Source[] = [];
  for (const path of paths) {
    if (path === '-') {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of process.stdin) {
        chunks.push(chunk as Buffer);
        size += (chunk as Buffer).length;
        if (size > defaultLimits.inputBytes) break;
      }
      const bytes = new Uint8Array(Buffer.concat(chunks));
      sources.push({ file: '-', read: () => bytes });
      continue;
    }
    const pending = [path];
    while (pending.length > 0) {
      const current = pending.pop() as string;
      const entry = statOf(current);
      if (entry.isDirectory()) pending.push(...readdirSync(current, { withFileTypes: true }).filter((each) => each.isDirectory() || each.isFile()).map((each) => join(current, each.name)).sort().reverse());
      else sources.push({ file: current, read: () => readBounded(current) });
    }
  }
  return sources;
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw fileFault(path, error);
  }
}

/** At most one byte more than the engine takes: enough for it to say that there is more. */
function readBounded(path: string): Uint8Array {
  try {
    const size = Math.min(Number(statSync(path).size), defaultLimits.inputBytes + 1);
    const buffer = Buffer.alloc(size);
    const descriptor = openSync(path, 'r');
    try {
      let read = 0;
      while (read < size) {
        const count = readSync(descriptor, buffer, read, size - read, read);
        if (count === 0) break;
        read += count;
      }
      return new Uint8Array(buffer.subarray(0, read));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw fileFault(path, error);
  }
}

/** Works on many, gives results in the order of the input, holds at most `ahead` of them. */
async function inOrder<T, R>(items: readonly T[], ahead: number, work: (item: T) => Promise<R>, give: (result: R) => Promise<void>): Promise<void> {
  const running: Promise<R>[] = [];
  let next = 0;
  while (next < items.length || running.length > 0) {
    while (next < items.length && running.length < ahead) {
      const job = work(items[next++] as T);
      job.catch(() => undefined);
      running.push(job);
    }
    await give(await (running.shift() as Promise<R>));
  }
}

function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));
}

function progressBar(total: number): { step(): void; end(): void } {
  let done = 0;
  const live = process.stderr.isTTY && total > 1;
  const show = (): void => {
    const filled = Math.round((done / total) * 30);
    process.stderr.write(`\r[${'#'.repeat(filled)}${'.'.repeat(30 - filled)}] ${done}/${total}`);
  };
  return {
    step: () => {
      done++;
      if (live) show();
      else if (total > 1 && done % 500 === 0) process.stderr.write(`${done} of ${total} scripts\n`);
    },
    end: () => {
      if (live) process.stderr.write('\n');
    },
  };
}

function toJson(file: string, analysis: ScriptAnalysis, ms: number): unknown {
  const { sha256, size, encoding, language, verdict, verdictFacts, layers, facts, techniques, indicators, notDecoded } = analysis;
  return {
    file,
    sha256,
    size,
    encoding,
    language,
    verdict,
    verdictFacts,
    layers: layers.map(({ index, parent, kind, language: of, sha256: hash, rules, text, from, origin, binaryBytes }) => ({ index, parent, kind, language: of, sha256: hash, rules, from, origin, ...(binaryBytes === undefined ? {} : { binaryBytes }), text })),
    indicators: indicators.map(({ type, value, defanged, layer, line, commonHost, hunt }) => ({ type, value, defanged, layer, line, commonHost, hunt })),
    techniques,
    facts: facts.map(({ id, rule, type, certainty, weight, phrase, techniques: of, layer, line, endLine, values }) => ({ id, rule, type, certainty, weight, phrase, techniques: of, layer, line, endLine, values })),
    notDecoded,
    ms,
  };
}

/** Control and direction characters are written out, so that a script cannot write to the terminal. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function toText(file: string, analysis: ScriptAnalysis): string {
  const { verdict, language, layers, facts, indicators, techniques, notDecoded } = analysis;
  const last = layers.filter((layer) => layer.kind === 'payload').at(-1);
  return [
    `${file}  ${verdict}  ${language}, ${layers.length} layers`,
    ...facts.filter((fact) => fact.weight !== 'routine').slice(0, 30).map((fact) => `  ${fact.id.padEnd(5)} ${fact.phrase}${fact.techniques.length > 0 ? ` (${fact.techniques.join(', ')})` : ''}  [layer ${fact.layer}, line ${fact.line}]`),
    ...(indicators.length > 0 ? ['  Indicators', ...indicators.slice(0, 40).map((each) => `    ${each.type.padEnd(12)} ${plain(each.defanged)}  [layer ${each.layer}, line ${each.line}]`)] : []),
    ...(techniques.length > 0 ? [`  Techniques  ${techniques.map(({ id }) => id).join(' ')}`] : []),
    ...(last === undefined ? [] : [`  Layer ${last.index}, ${last.rules.join(' > ')}`, ...plain(last.text.slice(0, 2_000)).split('\n').slice(0, 20).map((line) => `    ${line}`)]),
    ...notDecoded.map((gap) => `  Not decoded: ${gap.reason}, ${plain(gap.detail)}  [layer ${gap.layer}, line ${gap.line}]`),
    '',
  ].join('\n');
}

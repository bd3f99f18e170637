import { closeSync, openSync, readSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CheckerPool, checkKql, defaultKqlLimits, KqlError, languageInPlace, shippedSchema, type KqlCheck } from '@attest/kql-engine/worker';
import { decodeText } from './decode-text.js';
import { CommandError, ExitCode, usageError } from './exit-code.js';
import { fileFault } from './file-fault.js';

export const kqlCheckUsage = 'attest kql check [FILE|-] [--json]';

/** One query of the input. `id` is what the line calls it. */
interface Query {
  id?: unknown;
  kql: string;
}

/** The whole input; a query alone is far smaller, and is held to its own limit by the checker. */
const mostBytes = 256 * 1024 * 1024;

const timeoutMs = 10_000;

/** What is longer is checked on a thread that can be ended. */
const mostInPlace = 20_000;

/** `attest kql check`: whether queries are valid KQL over the hunting schema, and may run. One from a file or standard input, or many as JSON lines. */
export async function kqlCheckCommand(args: string[]): Promise<void> {
  const { json, file } = readArguments(args);
  const text = decodeText(await readAll(file));
  const many = /^\s*[{"]/.test(text);
  const queries: Iterable<Query> = many ? readLines(text, file) : [{ kql: text }];
  const checker = text.length <= mostInPlace && languageInPlace() ? inPlace : new CheckerPool({ timeoutMs, queue: 1_000 });
  try {
    for (const query of queries) {
      const { ok, runnable, diagnostics, columns, tables } = await verdict(checker, query.kql);
      const line = json ? `${JSON.stringify({ ...(query.id === undefined ? {} : { id: query.id }), ok, runnable, diagnostics, columns, tables })}\n` : plain(query, many, { ok, runnable, diagnostics });
      await new Promise<void>((resolve, reject) => process.stdout.write(line, (error) => (error ? reject(error) : resolve())));
    }
  } finally {
    await checker.close();
  }
}

/** Checks on this thread, within the limits of the other: where the language service is there, another thread would take two seconds to have it too. */
const inPlace: Pick<CheckerPool, 'check' | 'close'> = {
  check: (kql) => Promise.resolve(checkKql(kql, shippedSchema(), { limits: { ...defaultKqlLimits, analysisMs: timeoutMs * 0.8 } })),
  close: () => Promise.resolve(),
};

function readArguments(args: string[]): { json: boolean; file: string } {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' } } });
    if (positionals.length > 1) throw new Error('One file at a time.');
    return { json: values.json === true, file: positionals[0] ?? '-' };
  } catch (error) {
    throw usageError(error, kqlCheckUsage);
  }
}

/** A query that ends the thread of the checker has a verdict too. */
async function verdict(checker: Pick<CheckerPool, 'check'>, kql: string): Promise<Pick<KqlCheck, 'ok' | 'runnable' | 'diagnostics' | 'columns' | 'tables'>> {
  try {
    return await checker.check(kql);
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    const place = error.position ?? { offset: 0, length: 0, line: 1, column: 1 };
    return { ok: false, runnable: false, diagnostics: [{ code: error.code, severity: 'error', message: error.message, ...place }], columns: [], tables: [] };
  }
}

function* readLines(text: string, file: string): Generator<Query> {
  let number = 0;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(at, end).trim();
    at = end + 1;
    number += 1;
    if (line !== '') yield readLine(line, number, file);
  }
}

function readLine(line: string, number: number, file: string): Query {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new CommandError(ExitCode.Input, `Line ${number} of ${file} is not JSON.`);
  }
  if (typeof value === 'string') return { kql: value };
  const { id, kql } = (value ?? {}) as { id?: unknown; kql?: unknown };
  if (typeof kql !== 'string') throw new CommandError(ExitCode.Input, `Line ${number} of ${file} has no text "kql".`);
  return { ...(id === undefined ? {} : { id }), kql };
}

async function readAll(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const take = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > mostBytes) throw new CommandError(ExitCode.Input, `${file} holds more than ${mostBytes / 1024 / 1024} MB.`);
    chunks.push(chunk);
  };
  if (file === '-') {
    for await (const chunk of process.stdin) take(chunk as Buffer);
    return Buffer.concat(chunks);
  }
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    for (;;) {
      const chunk = Buffer.alloc(1024 * 1024);
      const count = readSync(descriptor, chunk);
      if (count === 0) return Buffer.concat(chunks);
      take(chunk.subarray(0, count));
    }
  } catch (error) {
    throw fileFault(file, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function plain({ id }: Query, many: boolean, { ok, runnable, diagnostics }: Pick<KqlCheck, 'ok' | 'runnable' | 'diagnostics'>): string {
  const name = many && id !== undefined ? `${written(String(id))}  ` : '';
  const head = `${name}${ok ? (runnable ? 'ok' : 'valid, but may not run') : 'not valid'}`;
  return [head, ...diagnostics.map((each) => `  ${each.line}:${each.column}  ${each.severity}  ${each.code}  ${written(each.message)}`)].join('\n') + '\n';
}

/** Control and direction characters are written out, so that a query cannot write to the terminal. */
function written(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

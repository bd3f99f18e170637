import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DuckDbBackend, eventFiles, KqlError, loadEventFile, type HuntCell, type HuntResult } from '@attest/kql-engine';
import { decodeText } from './decode-text.js';
import { CommandError, ExitCode, usageError } from './exit-code.js';
import { fileFault } from './file-fault.js';

export const kqlRunUsage = 'attest kql run [--data DIR_OR_FILE...] [--now ISO] [--rows N] [--timeout MS] FILE|- [--json]';

const mostTimeoutMs = 86_400_000;

interface Options {
  data: string[];
  now?: string;
  rows: number;
  timeoutMs: number;
  json: boolean;
  file: string;
}

/** `attest kql run`: runs one KQL query over files of event rows with the embedded engine. */
export async function kqlRunCommand(args: string[]): Promise<void> {
  const options = readArguments(args);
  const kql = readQuery(options.file);
  let backend: DuckDbBackend | undefined;
  try {
    backend = await DuckDbBackend.open({ memoryLimit: '2GB' });
    await load(backend, options.data);
    const result = await backend.run({ kql, maxRows: options.rows, timeoutMs: options.timeoutMs, now: options.now, exact: true });
    process.stdout.write(options.json ? `${JSON.stringify({ columns: result.columns, rows: result.rows, ...(result.truncated ? { truncated: true } : {}), ...(result.visualization === undefined ? {} : { visualization: result.visualization }), ms: result.ms })}\n` : toText(result));
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    if (!options.json) throw new CommandError(ExitCode.Input, error.position === undefined ? error.message : `${error.message} (line ${error.position.line}, column ${error.position.column})`);
    const { code, message, position } = error;
    process.stdout.write(`${JSON.stringify({ error: { code, message, line: position?.line ?? null, column: position?.column ?? null } })}\n`);
    process.exitCode = ExitCode.Input;
  } finally {
    await backend?.close();
  }
}

function readArguments(args: string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: spread(args),
      allowPositionals: true,
      options: { data: { type: 'string', multiple: true, default: [] }, now: { type: 'string' }, rows: { type: 'string', default: '500000' }, timeout: { type: 'string', default: '120000' }, json: { type: 'boolean', default: false } },
    });
    const [file] = positionals;
    const [rows, timeoutMs] = [Number(values.rows), Number(values.timeout)];
    if (file === undefined || positionals.length > 1) throw new Error('Name one file with the query, or - for standard input.');
    if (!Number.isInteger(rows) || rows < 0) throw new Error('--rows takes a whole number from 0.');
    if (!(timeoutMs > 0 && timeoutMs <= mostTimeoutMs)) throw new Error(`--timeout takes milliseconds above 0 and at most ${mostTimeoutMs}.`);
    if (values.now !== undefined && Number.isNaN(Date.parse(values.now))) throw new Error('--now must be an ISO 8601 moment.');
    return { data: values.data, now: values.now, rows, timeoutMs, json: values.json, file };
  } catch (error) {
    throw usageError(error, kqlRunUsage);
  }
}

/** `--data A B QUERY`: what follows --data belongs to it up to the next option, but the last word is the query. */
function spread(args: string[]): string[] {
  const words = args.map((word) => ({ word, isOption: word.startsWith('--') }));
  const result: string[] = [];
  const lastPlain = words.findLastIndex(({ isOption }) => !isOption);
  let inData = false;
  words.forEach(({ word, isOption }, i) => {
    if (isOption) inData = word === '--data';
    else if (inData && i !== lastPlain && words[i - 1]?.word !== '--data') result.push('--data');
    if (!isOption && !inData && i > 0) inData = false;
    result.push(word);
  });
  return result;
}

function readQuery(file: string): string {
  try {
    return decodeText(readFileSync(file === '-' ? 0 : file));
  } catch (error) {
    throw fileFault(file, error);
  }
}

async function load(backend: DuckDbBackend, paths: readonly string[]): Promise<void> {
  const unknown: Record<string, number> = {};
  let [rows, invalid] = [0, 0];
  for (const path of paths) {
    for (const file of await eventFiles(path)) {
      const read = await loadEventFile(backend.store, file);
      rows += read.rows;
      invalid += read.invalid;
      for (const [column, count] of Object.entries(read.unknownColumns)) unknown[column] = (unknown[column] ?? 0) + count;
    }
  }
  await backend.store.makeUnknownTables();
  if (paths.length === 0) return;
  const left = Object.keys(unknown);
  process.stderr.write(`${rows} rows read${invalid > 0 ? `, ${invalid} lines refused` : ''}${left.length > 0 ? `, ${left.length} columns left out that the schema does not have: ${left.slice(0, 5).join(', ')}` : ''}\n`);
}

function toText(result: HuntResult): string {
  const table = [result.columns.map((column) => column.name), ...result.rows.map((row) => row.map(textOf))];
  const widths = result.columns.map((_, i) => Math.min(60, Math.max(...table.map((row) => (row[i] ?? '').length))));
  const lines = table.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ').trimEnd());
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return `${lines.join('\n')}\n${result.rows.length} rows${result.truncated ? ' (more were cut off)' : ''}, ${result.ms} ms\n`;
}

function textOf(cell: HuntCell): string {
  const text = cell === null ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}


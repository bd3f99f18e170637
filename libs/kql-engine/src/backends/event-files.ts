import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import { KqlError, KqlErrorCode } from '../kql.error.js';
import type { AppendResult, EventStore } from './event-store.js';

/** Files of event rows: JSON Lines, or one JSON array, plain or gzip. */

const names = /\.(jsonl|ndjson|json)(\.gz)?$/i;

/** Lines go to the database in portions of about this many bytes: large enough for several threads to share one. */
const portion = 32 * 1024 * 1024;

/** An array has to be read whole; longer ones have to come as JSON Lines. No line is longer either. */
const maximumArray = 256 * 1024 * 1024;

/** The event files of a path: the file itself, or those of a folder and the folders in it, by name. */
export async function eventFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new KqlError(KqlErrorCode.Backend, `${path} does not exist.`);
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && names.test(entry.name)).map((entry) => join(entry.parentPath, entry.name));
  if (files.length === 0) throw new KqlError(KqlErrorCode.Backend, `${path} holds no .jsonl or .json file.`);
  return files.sort();
}

/** Reads one file into the store. Rows that name no table belong to the table that the file is named after. */
export async function loadEventFile(store: EventStore, file: string): Promise<AppendResult> {
  const total: AppendResult = { rows: 0, invalid: 0, unknownColumns: {} };
  const table = basename(file).replace(names, '');
  let waiting: Buffer[] = [];
  let size = 0;
  let isWhole: boolean | undefined;
  for await (const chunk of bytesOf(file)) {
    waiting.push(size === 0 ? withoutMark(chunk) : chunk);
    size += chunk.length;
    isWhole ??= beginsValue(Buffer.concat(waiting));
    if (isWhole === true) {
      if (size > maximumArray) throw new KqlError(KqlErrorCode.TooLarge, `${file} is one JSON value of more than ${maximumArray / 1024 / 1024} MB; use JSON Lines.`);
    } else if (size >= portion && chunk.includes(10)) {
      const bytes = Buffer.concat(waiting);
      const end = bytes.lastIndexOf(10) + 1;
      merge(total, await store.append(bytes.subarray(0, end), table));
      waiting = [bytes.subarray(end)];
      size = bytes.length - end;
      // what follows is no beginning of a file
      isWhole = false;
    } else if (size > maximumArray) throw new KqlError(KqlErrorCode.TooLarge, `${file} has a line of more than ${maximumArray / 1024 / 1024} MB.`);
  }
  const rest = Buffer.concat(waiting);
  merge(total, await store.append(isWhole === true ? linesOf(rest.toString('utf8'), file) : rest, table));
  return total;
}

/** Without the mark that some editors put before UTF-8. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Whether the file is one JSON value over several lines rather than a value a line; undefined while nothing is there yet. */
function beginsValue(bytes: Buffer): boolean | undefined {
  const text = bytes.subarray(0, 4096).toString('latin1').trimStart();
  if (text === '' || text === '{') return undefined;
  return text.startsWith('[') || /^\{\s*\n/.test(text);
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  const source = createReadStream(file, { highWaterMark: 1024 * 1024 });
  const stream = /\.gz$/i.test(file) ? pipeline(source, createGunzip(), () => undefined) : source;
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw new KqlError(KqlErrorCode.Backend, `${file} could not be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** An array of rows, or an answer of a service that holds one, as JSON Lines. */
function linesOf(text: string, file: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (!text.trimStart().startsWith('[')) return text;
    throw new KqlError(KqlErrorCode.Backend, `${file} is no JSON.`);
  }
  const page = value as { value?: unknown; results?: unknown; Results?: unknown };
  const rows = [value, page.value, page.results, page.Results].find(Array.isArray) ?? [value];
  return rows.map((row) => JSON.stringify(row)).join('\n');
}

function merge(total: AppendResult, part: AppendResult): void {
  total.rows += part.rows;
  total.invalid += part.invalid;
  for (const [column, count] of Object.entries(part.unknownColumns)) total.unknownColumns[column] = (total.unknownColumns[column] ?? 0) + count;
}

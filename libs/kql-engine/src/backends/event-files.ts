import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import { KqlError, KqlErrorCode } from '../kql.error.js';
import type { AppendResult, EventStore } from './event-store.js';

/** Files of event rows: JSON Lines, or one JSON array, plain or gzip. */

const names = /\.(jsonl|ndjson|json)(\.gz)?$/i;

/** Text goes to the database in portions of about this many characters. */
const portion = 4 * 1024 * 1024;

/** An array has to be read whole; longer ones have to come as JSON Lines. */
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
  let text = '';
  let isArray: boolean | undefined;
  const flush = async (part: string): Promise<void> => {
    if (part.trim() !== '') merge(total, await store.append(part, table));
  };
  for await (const chunk of textOf(file)) {
    text += chunk;
    isArray ??= /^\uFEFF?\s*\S/.test(text) ? /^\uFEFF?\s*\[/.test(text) : undefined;
    if (isArray === true) {
      if (text.length > maximumArray) throw new KqlError(KqlErrorCode.TooLarge, `${file} is a JSON array of more than ${maximumArray / 1024 / 1024} MB; use JSON Lines.`);
    } else if (text.length >= portion) {
      const end = text.lastIndexOf('\n') + 1;
      await flush(text.slice(0, end));
      text = text.slice(end);
    }
  }
  const wholeValue = isArray === true || /^\uFEFF?\s*\{\s*\n/.test(text);
  await flush(wholeValue ? linesOf(text, file) : text.replace(/^\uFEFF/, ''));
  return total;
}

async function* textOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const stream = /\.gz$/i.test(file) ? pipeline(source, createGunzip(), () => undefined) : source;
  stream.setEncoding('utf8');
  try {
    for await (const chunk of stream) yield chunk as string;
  } catch (error) {
    throw new KqlError(KqlErrorCode.Backend, `${file} could not be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** An array of rows, or an answer of a service that holds one, as JSON Lines. */
function linesOf(text: string, file: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
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

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PassThrough, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parseEventRow, parseIncidentPage, SecurityModelError, type EventRow, type Incident, type ParsedIncident } from '@attest/security-model';
import { CommandError, ExitCode } from './exit-code.js';
import { say } from './say.js';

const limitMb = 200;

/** The first incident of a file: one incident, a list, or a page; `.json` or gzip; `-` is standard input. */
async function readIncident(file: string): Promise<ParsedIncident> {
  const chunks: Buffer[] = [];
  for await (const chunk of open(file)) chunks.push(chunk as Buffer);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new CommandError(ExitCode.Input, `${file} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
  try {
    const [item] = parseIncidentPage(value);
    if (!item) throw new CommandError(ExitCode.Input, `${file} holds no incident.`);
    if (!item.ok) throw new CommandError(ExitCode.Input, `${file} was refused at ${item.path}: ${item.error.message}`);
    return item;
  } catch (error) {
    if (error instanceof SecurityModelError) throw new CommandError(ExitCode.Input, `${file} was refused at ${error.path}: ${error.message}`);
    throw error;
  }
}

/** The incident of a file and the event rows of another, if there is one; says how much was read, and of what was left out the first. */
export async function readIncidentInput(file: string, eventsFile: string | undefined): Promise<{ incident: Incident; events: EventRow[] }> {
  const { incident, warnings } = await readIncident(file);
  say(`${incident.alerts.length} alerts read from ${file}${warnings.length > 0 ? `, ${warnings.length} warnings, first: ${warnings[0]?.path}: ${warnings[0]?.message}` : ''}`);
  if (eventsFile === undefined) return { incident, events: [] };
  const { events, refused, firstRefusal } = await readEvents(eventsFile);
  say(`${events.length} event rows read${refused > 0 ? `, ${refused} refused, first: ${firstRefusal}` : ''}`);
  return { incident, events };
}

/** The text of a file, plain or gzip; `-` is standard input. */
export async function readText(file: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of open(file)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Event rows of a JSON Lines file, plain or gzip. Bad lines are counted and the first is named; the rest is kept. */
async function readEvents(file: string): Promise<{ events: EventRow[]; refused: number; firstRefusal: string | undefined }> {
  const events: EventRow[] = [];
  let line = 0;
  let refused = 0;
  let firstRefusal: string | undefined;
  const source = open(file);
  const failed = new Promise<never>((_, reject) => source.once('error', reject));
  failed.catch(() => undefined);
  const read = (async () => {
    for await (const text of createInterface({ input: source, crlfDelay: Infinity })) {
      line++;
      if (text.trim() === '') continue;
      const parsed = parseEventRow(text, line);
      if (parsed.ok) events.push({ ...parsed.row, $row: line - 1 });
      else {
        refused++;
        firstRefusal ??= `line ${parsed.line}: ${parsed.reason}`;
      }
    }
  })();
  await Promise.race([read, failed]);
  return { events, refused, firstRefusal };
}

function open(file: string): Readable {
  const source = file === '-' ? process.stdin : createReadStream(file);
  const out = new PassThrough();
  const fail = (error: NodeJS.ErrnoException): void => {
    const reason = error instanceof CommandError ? error.message : error.code === 'ENOENT' ? `${file} does not exist.` : `${file} could not be read: ${error.message}`;
    out.destroy(new CommandError(ExitCode.Input, reason));
  };
  source.once('error', fail);
  source.once('readable', () => {
    const head = source.read() as Buffer | null;
    if (head === null) {
      out.end();
      return;
    }
    source.unshift(head);
    const stages = head[0] === 0x1f && head[1] === 0x8b ? [createGunzip()] : [];
    pipeline([source, ...stages, bounded(file), out]).catch(fail);
  });
  return out;
}

function bounded(file: string): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limitMb * 1024 * 1024) done(new CommandError(ExitCode.Input, `${file} holds more than ${limitMb} MB.`));
      else done(null, chunk);
    },
  });
}

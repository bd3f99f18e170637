import { gzipSync } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import { KqlError, KqlErrorCode } from '@attest/kql-engine';
import { cellOf, failureText } from '@attest/kql-engine/hosting';
import type { TranslatedHunt } from './engine-messages.js';

/** What one query may take. */
export interface RunLimits {
  maxRows: number;
  timeoutMs: number;
  signal: AbortSignal;
}

/** Rows of one chunk, and what its JSON may take. */
const chunkRows = 1_000;
const chunkCharacters = 1_000_000;

/** What the JSON of a whole result may take: beyond, it is cut as it is by the number of rows. */
const resultCharacters = 200_000_000;

/**
 * Runs a translated query in a read-only transaction and hands its rows over in chunks; waits for each to be taken.
 * @throws KqlError Timeout, Memory, Runtime
 */
export async function runSql(connection: DuckDBConnection, hunt: TranslatedHunt, limits: RunLimits, take: (chunk: { firstRow: number; rowCount: number; content: Uint8Array }) => Promise<void>): Promise<{ rows: number; truncated: boolean }> {
  return guarded(connection, limits, async () => {
    let first = 0;
    let total = 0;
    let texts: string[] = [];
    let characters = 0;
    let truncated = false;
    const flush = async (): Promise<void> => {
      if (texts.length === 0) return;
      const chunk = { firstRow: first, rowCount: texts.length, content: gzipSync(`[${texts.join(',')}]`, { level: 1 }) };
      first += texts.length;
      total += characters;
      texts = [];
      characters = 0;
      await take(chunk);
    };
    const result = await connection.stream(hunt.sql);
    reading: for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      for (const row of chunk.getRows()) {
        if (first + texts.length >= limits.maxRows || total + characters > resultCharacters) {
          truncated = true;
          break reading;
        }
        const text = JSON.stringify(hunt.columns.map((column, at) => cellOf(row[at], column.type, true)));
        texts.push(text);
        characters += text.length;
        if (texts.length < chunkRows && characters < chunkCharacters) continue;
        await flush();
        if (limits.signal.aborted) throw stopped();
      }
    }
    await flush();
    return { rows: first, truncated };
  });
}

/**
 * How many rows a translated query gives.
 * @throws KqlError Timeout, Memory, Runtime
 */
export async function countSql(connection: DuckDBConnection, sql: string, limits: Omit<RunLimits, 'maxRows'>): Promise<number> {
  return guarded(connection, limits, async () => Number((await connection.runAndReadAll(`SELECT count(*) FROM (${sql})`)).getRows()[0]?.[0] ?? 0));
}

/**
 * The first rows of a query that a translation has to know, as DuckDB has them.
 * @throws KqlError Timeout, Memory, Runtime
 */
export async function rowsOfSql(connection: DuckDBConnection, sql: string, { maxRows, ...limits }: RunLimits): Promise<unknown[][]> {
  return guarded(connection, limits, async () => ((await connection.streamAndReadUntil(sql, maxRows)).getRows() as unknown[][]).slice(0, maxRows));
}

async function guarded<T>(connection: DuckDBConnection, { timeoutMs, signal }: Omit<RunLimits, 'maxRows'>, work: () => Promise<T>): Promise<T> {
  let late = false;
  const stop = (): void => connection.interrupt();
  // An interrupt between two pieces of work goes unheard, so it is said again until the work ends.
  const timer = setTimeout(() => {
    late = true;
    again = setInterval(stop, 200);
    stop();
  }, timeoutMs);
  let again: NodeJS.Timeout | undefined;
  const abort = (): void => {
    again ??= setInterval(stop, 200);
    stop();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) throw stopped();
    await connection.run('BEGIN TRANSACTION READ ONLY');
    return await work();
  } catch (error) {
    if (signal.aborted) throw stopped();
    if (late) throw new KqlError(KqlErrorCode.Timeout, `The hunt was stopped after ${timeoutMs / 1_000} seconds. Take a shorter time range, or filter earlier.`);
    throw failureOf(error);
  } finally {
    clearTimeout(timer);
    clearInterval(again);
    signal.removeEventListener('abort', abort);
    connection.closeSync();
  }
}

function stopped(): KqlError {
  return new KqlError(KqlErrorCode.Timeout, 'The hunt was stopped.');
}

function failureOf(error: unknown): KqlError {
  if (error instanceof KqlError) return error;
  const message = failureText(error);
  if (/out of memory/i.test(message)) return new KqlError(KqlErrorCode.Memory, 'The hunt needs more memory than it may take. Take a shorter time range, fewer columns, or summarize earlier.');
  return new KqlError(KqlErrorCode.Runtime, `The hunt failed while it ran: ${message.slice(0, 300)}`);
}

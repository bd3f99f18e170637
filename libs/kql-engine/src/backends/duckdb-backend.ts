import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { KqlError, KqlErrorCode } from '../kql.error.js';
import { prepareWithRows } from '../run-kql.js';
import { shippedSchema, type HuntingSchema } from '../schema/hunting-schema.js';
import { datetimeTicks } from '../translator/literals.js';
import { setupScalars } from '../translator/scalars/setup.js';
import { cellOf } from './cells.js';
import { EventInbox } from './event-inbox.js';
import { EventStore } from './event-store.js';
import { failureText } from './failure-text.js';
import type { HuntBackend, HuntCell, HuntRequest, HuntResult } from './hunt-backend.js';

/** How the embedded engine is opened. */
export interface DuckDbOptions {
  /** The file of the database; in memory where there is none. */
  path?: string;
  schema?: HuntingSchema;
  /** For example `1GB`. */
  memoryLimit?: string;
  threads?: number;
  /** Where DuckDB may put what does not fit into memory; nowhere where there is none. */
  spillFolder?: string;
}

/** The most rows that a request gets when it does not say. */
const defaultMaxRows = 100_000;

/** The most rows that a query may ask for before it is translated: names of columns. */
const maximumDiscovered = 2_000;

/** The time limit of a request that has none. */
const defaultTimeoutMs = 60_000;

/**
 * Runs KQL on an embedded DuckDB. Each query runs in a read-only transaction on a connection of its own; DuckDB may not
 * touch files or the network but the folder through which rows come in, and nothing can turn that off once the backend is open.
 */
export class DuckDbBackend implements HuntBackend {
  readonly name = 'duckdb' as const;
  private readonly idle: DuckDBConnection[] = [];
  private readonly running = new Set<Promise<void>>();

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly writer: DuckDBConnection,
    /** The tables of events. */
    readonly store: EventStore,
    private readonly inbox: EventInbox | undefined,
  ) {}

  /** Opens the database and closes everything around it. */
  static async open(options: DuckDbOptions = {}): Promise<DuckDbBackend> {
    const instance = await DuckDBInstance.create(options.path ?? ':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      memory_limit: options.memoryLimit ?? '1GB',
      threads: String(options.threads ?? 2),
      ...(options.spillFolder === undefined ? {} : { temp_directory: options.spillFolder }),
    });
    const writer = await instance.connect();
    await setupScalars(writer);
    const inbox = await EventInbox.open(writer, options.path);
    await writer.run(`${options.spillFolder === undefined ? "SET temp_directory = ''; " : ''}SET enable_external_access = false; SET lock_configuration = true`);
    return new DuckDbBackend(instance, writer, await EventStore.open(writer, options.schema ?? shippedSchema(), inbox), inbox);
  }

  async run(request: HuntRequest): Promise<HuntResult> {
    const started = performance.now();
    const range = rangeOf(request);
    const context = {
      schema: this.store.schema,
      now: request.now === undefined ? new Date() : momentOf(request.now),
      table: (name: string) => this.store.source(name, range),
      tables: () => this.store.sources(range),
    };
    const query = await prepareWithRows(request.kql, context, (sql) => this.execute(sql, maximumDiscovered, request));
    const maxRows = request.maxRows ?? defaultMaxRows;
    const { columns } = query.relation;
    const raw = await this.execute(query.sql, maxRows, request);
    const rows = raw.slice(0, maxRows).map((row) => columns.map((column, i): HuntCell => cellOf(row[i], column.type, request.exact)));
    return {
      columns: columns.map(({ name, type }) => ({ name, type })),
      rows,
      truncated: raw.length > maxRows,
      ...(query.visualization === undefined ? {} : { visualization: query.visualization }),
      ms: Math.round((performance.now() - started) * 10) / 10,
    };
  }

  private async execute(sql: string, maxRows: number, request: HuntRequest): Promise<unknown[][]> {
    const connection = await this.connected();
    if (request.signal?.aborted === true) {
      this.idle.push(connection);
      throw new KqlError(KqlErrorCode.Timeout, 'The query was stopped before it started.');
    }
    const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
    const halt = new AbortController();
    const work = this.read(connection, sql, maxRows, halt.signal);
    let stop: () => void = () => undefined;
    let timer: NodeJS.Timeout | undefined;
    // the caller is answered at the limit, whenever DuckDB comes to heed the interrupt
    const stopped = new Promise<never>((_, reject) => {
      stop = () => {
        halt.abort();
        reject(new KqlError(KqlErrorCode.Timeout, request.signal?.aborted === true ? 'The query was stopped.' : `The query was stopped after ${timeoutMs} ms.`));
      };
      timer = setTimeout(stop, timeoutMs);
      request.signal?.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([work, stopped]);
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', stop);
    }
  }

  private async read(connection: DuckDBConnection, sql: string, maxRows: number, halt: AbortSignal): Promise<unknown[][]> {
    let again: NodeJS.Timeout | undefined;
    // an interrupt that comes before DuckDB has begun goes unheard, so it is said again until the query ends
    halt.addEventListener('abort', () => {
      connection.interrupt();
      again = setInterval(() => connection.interrupt(), 100);
    });
    const done = (async () => {
      try {
        await connection.run('BEGIN TRANSACTION READ ONLY');
        const reader = await connection.streamAndReadUntil(sql, maxRows + 1);
        return reader.getRows() as unknown[][];
      } catch (error) {
        throw failure(error);
      } finally {
        clearInterval(again);
        await this.released(connection);
      }
    })();
    const settled = done.then(() => undefined, () => undefined).finally(() => this.running.delete(settled));
    this.running.add(settled);
    return done;
  }

  /** Functions and macros belong to the database: the writer has made them for all, and two that made them at once would be in conflict. */
  private async connected(): Promise<DuckDBConnection> {
    return this.idle.pop() ?? this.instance.connect();
  }

  private async released(connection: DuckDBConnection): Promise<void> {
    try {
      await connection.run('ROLLBACK');
      this.idle.push(connection);
    } catch {
      connection.closeSync();
    }
  }

  /** Waits for what still runs, also for stopped queries that have not ended yet. */
  async close(): Promise<void> {
    await Promise.all(this.running);
    for (const connection of [this.writer, ...this.idle.splice(0)]) connection.closeSync();
    this.instance.closeSync();
    this.inbox?.close();
  }
}

function failure(error: unknown): KqlError {
  if (error instanceof KqlError) return error;
  const message = failureText(error);
  if (/out of memory/i.test(message)) return new KqlError(KqlErrorCode.Memory, 'The query needs more memory than it may use.');
  const unsupported = /(?:^|: )([^:]+ is not supported by this engine[^:]*)$/.exec(message)?.[1];
  if (unsupported !== undefined) return new KqlError(KqlErrorCode.Unsupported, unsupported);
  return new KqlError(KqlErrorCode.Runtime, `The query failed while it ran: ${message}`);
}

function momentOf(text: string): Date {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw new KqlError(KqlErrorCode.Invalid, `"${text}" is no moment in ISO 8601.`);
  return moment;
}

function rangeOf(request: HuntRequest): { from?: bigint; to?: bigint } | undefined {
  if (request.timeRange === undefined) return undefined;
  const range: { from?: bigint; to?: bigint } = {};
  for (const end of ['from', 'to'] as const) {
    const text = request.timeRange[end];
    if (text === undefined) continue;
    const ticks = datetimeTicks(text);
    if (ticks === undefined) throw new KqlError(KqlErrorCode.Invalid, `"${text}" is no moment in ISO 8601.`);
    range[end] = ticks;
  }
  return range;
}

import { Worker } from 'node:worker_threads';
import { KqlError, KqlErrorCode } from '@attest/kql-engine';
import type { Logger } from '@attest/observability';
import type { RowChunk } from '../../application/run-store.js';
import type { LandingStore } from '../../application/landing-store.js';
import type { ReadIncident } from '../../domain/read-incident.js';
import { tenantTables, type TenantTables } from '../../domain/tenant-schema.js';
import type { EngineAnswer, EngineRequest, TranslatedHunt } from './engine-messages.js';

/** Where replicas are kept, and what DuckDB may take. */
export interface EngineOptions {
  dir: string;
  memoryMb: number;
  threads: number;
}

/** The data of a tenant as a query sees it. */
export interface FreshData {
  tables: TenantTables;
  /** Tables that have rows. */
  stored: string[];
}

type Pending = { resolve: (answer: EngineAnswer) => void; reject: (error: Error) => void; chunk?: (chunk: RowChunk) => Promise<void> };

interface Known extends FreshData {
  sequence: bigint;
}

/** Run from source, as tests do, threads take the built file: a thread does not compile. */
const workerFile = new URL(import.meta.url.endsWith('.ts') ? '../../../dist/infrastructure/engine/engine.worker.js' : './engine.worker.js', import.meta.url);

/** Rows that go to a replica at once. */
const page = 10_000;

type OwnRequest<T = EngineRequest> = T extends EngineRequest ? Omit<T, 'id'> : never;

/**
 * DuckDB in a thread of its own, and each tenant's replica in it kept as new as what landed in PostgreSQL. A thread that
 * ends is started again at the next query; its replicas go on from their files.
 */
export class EngineHost {
  private worker: Worker | undefined;
  private next = 1;
  private readonly pending = new Map<number, Pending>();
  private readonly known = new Map<string, Known>();
  private readonly turns = new Map<string, Promise<unknown>>();
  private closed = false;

  constructor(
    private readonly landing: LandingStore,
    private readonly options: EngineOptions,
    private readonly logger: Logger,
  ) {}

  /** Brings the tenant's replica to what has landed by now. Calls for one tenant take turns. */
  fresh(tenant: string): Promise<FreshData> {
    const turn = (this.turns.get(tenant) ?? Promise.resolve()).catch(() => undefined).then(() => this.bring(tenant));
    this.turns.set(tenant, turn);
    return turn;
  }

  private async bring(tenant: string): Promise<FreshData> {
    const known = this.known.get(tenant);
    if (known !== undefined && known.sequence === (await this.landing.sequence(tenant))) return known;
    const { origin, sequence, shapes } = await this.landing.state(tenant);
    const tables = tenantTables(shapes);
    const opened = await this.call({ op: 'open', tenant, origin, tables, ...this.options });
    if (opened.kind !== 'opened') throw new Error('The engine did not open the replica.');
    let reached = opened.sequence;
    let stored = opened.tables;
    const started = performance.now();
    const from = reached;
    while (reached < sequence) {
      const rows = await this.landing.after(tenant, reached, sequence, page);
      const applied = await this.call({ op: 'apply', tenant, rows });
      if (applied.kind !== 'opened') throw new Error('The engine did not take the rows.');
      reached = applied.sequence;
      stored = applied.tables;
    }
    if (reached > from) this.logger.info({ rows: Number(reached - from), ms: Math.round(performance.now() - started) }, 'event rows taken into the engine');
    const fresh: Known = { tables, stored, sequence: reached };
    this.known.set(tenant, fresh);
    return fresh;
  }

  /**
   * Runs a translated query; chunks are handed over in order, each awaited.
   * @throws KqlError Timeout, Memory, Runtime
   */
  async run(tenant: string, hunt: TranslatedHunt, limits: { maxRows: number; timeoutMs: number; signal?: AbortSignal }, chunk: (chunk: RowChunk) => Promise<void>): Promise<{ rows: number; truncated: boolean }> {
    const ran = await this.call({ op: 'run', tenant, hunt, maxRows: limits.maxRows, timeoutMs: limits.timeoutMs }, { signal: limits.signal, chunk });
    if (ran.kind !== 'ran') throw new Error('The engine answered something else.');
    return ran;
  }

  /**
   * How many rows a translated query gives.
   * @throws KqlError Timeout, Memory, Runtime
   */
  async count(tenant: string, sql: string, timeoutMs: number, signal?: AbortSignal): Promise<number> {
    const counted = await this.call({ op: 'count', tenant, sql, timeoutMs }, { signal });
    if (counted.kind !== 'counted') throw new Error('The engine answered something else.');
    return counted.rows;
  }

  /**
   * The first rows of a query, as DuckDB has them: for translations that depend on rows.
   * @throws KqlError Timeout, Memory, Runtime
   */
  async rows(tenant: string, sql: string, limits: { maxRows: number; timeoutMs: number; signal?: AbortSignal }): Promise<unknown[][]> {
    const found = await this.call({ op: 'rows', tenant, sql, maxRows: limits.maxRows, timeoutMs: limits.timeoutMs }, { signal: limits.signal });
    if (found.kind !== 'found') throw new Error('The engine answered something else.');
    return found.rows;
  }

  /** What hunting keeps of an incident, read off the service's own thread: it does not wait for the language service to load. */
  async readIncident(packed: string): Promise<ReadIncident> {
    const read = await this.call({ op: 'readIncident', packed });
    if (read.kind !== 'incident') throw new Error('The engine answered something else.');
    return read.incident;
  }

  /** True while its thread answers or none is needed yet. */
  get healthy(): boolean {
    return !this.closed;
  }

  async close(): Promise<void> {
    this.closed = true;
    const { worker } = this;
    if (worker === undefined) return;
    const closed = this.call({ op: 'close' }).catch(() => undefined);
    // A thread is never ended in the middle of native work: it would wait for it without end.
    await Promise.race([closed, new Promise((done) => setTimeout(done, 5_000).unref())]);
    this.worker = undefined;
    worker.unref();
    await Promise.race([worker.terminate(), new Promise((done) => setTimeout(done, 2_000).unref())]);
  }

  private call(request: OwnRequest, { signal, chunk }: { signal?: AbortSignal; chunk?: (chunk: RowChunk) => Promise<void> } = {}): Promise<EngineAnswer> {
    if (this.closed && request.op !== 'close') return Promise.reject(new KqlError(KqlErrorCode.Backend, 'The hunting engine is stopping. Run the hunt again in a moment.'));
    const id = this.next++;
    const worker = (this.worker ??= this.start());
    const stop = (): void => worker.postMessage({ op: 'stop', id });
    return new Promise<EngineAnswer>((resolve, reject) => {
      this.pending.set(id, { resolve, reject, ...(chunk === undefined ? {} : { chunk }) });
      worker.postMessage({ ...request, id });
      if (signal?.aborted === true) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    }).finally(() => {
      this.pending.delete(id);
      signal?.removeEventListener('abort', stop);
    });
  }

  private start(): Worker {
    const worker = new Worker(workerFile);
    const order = new Map<number, Promise<void>>();
    worker.on('message', (answer: EngineAnswer) => {
      const pending = this.pending.get(answer.id);
      if (pending === undefined) return;
      const before = order.get(answer.id) ?? Promise.resolve();
      if (answer.kind === 'chunk') {
        const taken = before.then(() => pending.chunk?.(answer)).then(() => worker.postMessage({ op: 'more', id: answer.id }));
        taken.catch((error: Error) => {
          worker.postMessage({ op: 'stop', id: answer.id });
          pending.reject(error);
        });
        order.set(answer.id, taken);
        return;
      }
      order.delete(answer.id);
      if (answer.kind === 'failed') pending.reject(answer.code === undefined ? new Error(answer.message) : new KqlError(answer.code, answer.message));
      else before.then(() => pending.resolve(answer), () => undefined);
    });
    worker.on('error', (error) => this.lost(worker, error));
    worker.on('exit', () => this.lost(worker, new Error('The thread ended.')));
    worker.unref();
    return worker;
  }

  private lost(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    this.known.clear();
    if (!this.closed) this.logger.error({ err: error }, 'the engine ended and is started again');
    for (const { reject } of this.pending.values()) reject(new KqlError(KqlErrorCode.Backend, 'The hunting engine ended in the middle of the hunt. Run it again.'));
    this.pending.clear();
  }
}

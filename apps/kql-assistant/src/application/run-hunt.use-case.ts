import { randomUUID } from 'node:crypto';
import type { HuntCell, HuntColumn } from '@attest/kql-engine';
import type { Identity } from '@attest/identity';
import type { Logger } from '@attest/observability';
import { chartFor } from '../domain/chart.js';
import { HuntError, HuntErrorCode } from '../domain/hunt.error.js';
import type { EmptyResult, HuntProblem, TimeRange } from '../domain/hunt.js';
import type { RunEntity } from '../infrastructure/hunt.entity.js';
import { emptyResultOf } from './empty-result.js';
import type { HuntEngine } from './hunt-engine.js';
import { cancelledProblem, problemOf, queryIn, type HuntLimits } from './hunt-limits.js';
import type { HuntStore } from './hunt-store.js';
import type { RunStore } from './run-store.js';
import type { Turnstile } from './turnstile.js';

/** What is asked to run. */
export interface RunOrder {
  kql: string;
  timeRange: TimeRange | null;
  maxRows: number | undefined;
  huntId: string | undefined;
  incidentId: string | undefined;
}

/** Some rows of a run as they came. */
export interface RowBatch {
  run: RunEntity;
  from: number;
  rows: HuntCell[][];
  done: boolean;
}

/** How often a run says that it goes on and looks whether it shall stop. */
const beatMs = 1_000;

/** How long a listener waits before it looks for new rows of a run of another process. */
const lookMs = 300;

/** Runs queries and keeps what they gave. */
export class RunHuntUseCase {
  private readonly aborts = new Map<string, AbortController>();
  private readonly listeners = new Map<string, number>();
  private readonly wakes = new Map<string, Set<() => void>>();

  constructor(
    readonly runs: RunStore,
    private readonly hunts: HuntStore,
    private readonly engine: HuntEngine,
    private readonly turnstile: Turnstile,
    readonly limits: HuntLimits,
    private readonly logger: Logger,
    private readonly ended: (run: RunEntity) => void = () => undefined,
  ) {}

  get backend(): string {
    return this.engine.backend;
  }

  /**
   * Begins a run. `end` resolves when it has ended, however; a refused query is a failed run, not an error.
   * @throws KqlError for text that is no query; HuntError HuntUnknown, TooManyHunts
   */
  async begin(identity: Identity, order: RunOrder, signal?: AbortSignal): Promise<{ run: RunEntity; end: Promise<RunEntity> }> {
    const { tenant, subject, name } = identity;
    const kql = queryIn(order.kql);
    const huntId = await this.huntOf(identity, order);
    const run = await this.runs.begin(tenant, { id: randomUUID(), huntId, subject, byName: name, kql, timeRange: order.timeRange, incidentId: order.incidentId ?? null, backend: this.engine.backend, keepHours: this.limits.keepHours });
    const end = this.carryOut(run, Math.min(order.maxRows ?? this.limits.maxRows, this.limits.maxRows), signal);
    end.catch(() => undefined);
    return { run, end };
  }

  /** A typed query that ran is part of a person's history as a question is. */
  private async huntOf(identity: Identity, { kql, timeRange, huntId, incidentId }: RunOrder): Promise<string> {
    if (huntId !== undefined) {
      if ((await this.hunts.hunt(identity.tenant, huntId)) === null) throw new HuntError(HuntErrorCode.HuntUnknown, 'There is no hunt with this id.');
      return huntId;
    }
    const content = { answer: 'A typed query.', tables: [], logic: [], literals: [], choices: [], composer: 'RULES' as const, suggestions: [], ms: 0, ...(timeRange === null ? {} : { timeRange }) };
    return (await this.hunts.keep(identity, { question: null, kql, status: 'TYPED', incidentId: incidentId ?? null, previousId: null, content })).id;
  }

  private async carryOut(run: RunEntity, maxRows: number, signal: AbortSignal | undefined): Promise<RunEntity> {
    const { tenant, id } = run;
    const own = new AbortController();
    this.aborts.set(id, own);
    const stop = (): void => own.abort();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    const beat = setInterval(() => {
      this.runs.beat(tenant, id).then((cancel) => cancel && stop(), (error: unknown) => this.logger.warn({ err: error, run: id }, 'a run could not say that it goes on'));
    }, beatMs);
    const started = performance.now();
    const ms = (): number => Math.round(performance.now() - started);
    let columns: HuntColumn[] = [];
    try {
      const outcome = await this.turnstile.pass(tenant, own.signal, () =>
        this.engine.run(tenant, { kql: run.kql, ...(run.timeRange === null ? {} : { timeRange: run.timeRange }), maxRows, timeoutMs: this.limits.timeoutMs, now: run.startedAt.toISOString(), signal: own.signal }, {
          columns: async (found) => {
            columns = found;
            await this.runs.columns(tenant, id, found);
          },
          rows: async (chunk) => {
            await this.runs.add(tenant, id, chunk);
            this.wake(id);
          },
        }),
      );
      const chart = chartFor(columns, outcome.rows, outcome.visualization);
      return await this.finish(run, { status: 'DONE', columns, truncated: outcome.truncated, chart, ms: ms() });
    } catch (error) {
      const stopped = own.signal.aborted;
      return await this.finish(run, { status: stopped ? 'CANCELLED' : 'FAILED', problem: stopped ? cancelledProblem() : this.problem(error, id), ms: ms() });
    } finally {
      clearInterval(beat);
      signal?.removeEventListener('abort', stop);
      this.aborts.delete(id);
    }
  }

  private async finish(run: RunEntity, end: Parameters<RunStore['end']>[2]): Promise<RunEntity> {
    const ended = await this.runs.end(run.tenant, run.id, end);
    this.wake(run.id);
    this.ended(ended);
    return ended;
  }

  private problem(error: unknown, id: string): HuntProblem {
    try {
      return problemOf(error);
    } catch {
      this.logger.error({ err: error, run: id }, 'a hunt failed');
      return { code: 'INTERNAL', message: 'Something went wrong on our side. The log has the detail.' };
    }
  }

  /** @throws HuntError RunUnknown */
  async run(tenant: string, id: string): Promise<RunEntity> {
    const run = await this.runs.run(tenant, id);
    if (run === null) throw new HuntError(HuntErrorCode.RunUnknown, 'There is no run with this id.');
    return run;
  }

  /** Stops a run wherever it runs. Resolves when this process has stopped it or another was told. @throws HuntError RunUnknown */
  async cancel(tenant: string, id: string): Promise<RunEntity> {
    const run = await this.run(tenant, id);
    if (run.status !== 'RUNNING') return run;
    await this.runs.cancel(tenant, id);
    this.aborts.get(id)?.abort();
    for (let waited = 0; waited < 5_000; waited += lookMs) {
      const now = await this.run(tenant, id);
      if (now.status !== 'RUNNING') return now;
      await this.news(id);
    }
    return this.run(tenant, id);
  }

  /**
   * The rows of a run from a number on as they come, until it has ended. A run that nobody waits for is stopped when its
   * last listener goes.
   * @throws HuntError RunUnknown, RowsExpired
   */
  async *listen(tenant: string, id: string, from: number, gone: AbortSignal): AsyncGenerator<RowBatch, void, void> {
    let next = from;
    let run = await this.run(tenant, id);
    requireRows(run);
    this.listeners.set(id, (this.listeners.get(id) ?? 0) + 1);
    try {
      for (;;) {
        for await (const rows of this.runs.parts(tenant, id, next)) {
          yield { run, from: next, rows, done: false };
          next += rows.length;
        }
        if (run.status !== 'RUNNING') {
          yield { run, from: next, rows: [], done: true };
          return;
        }
        await this.news(id, gone);
        if (gone.aborted) return;
        run = await this.run(tenant, id);
      }
    } finally {
      const left = (this.listeners.get(id) ?? 1) - 1;
      if (left > 0) this.listeners.set(id, left);
      else this.listeners.delete(id);
      if (left <= 0 && run.status === 'RUNNING') await this.runs.cancel(tenant, id).then(() => this.aborts.get(id)?.abort());
    }
  }

  /** Why a run that ended without rows has none; undefined for others and where it cannot be tried. */
  async whyEmpty(run: RunEntity, signal?: AbortSignal): Promise<EmptyResult | undefined> {
    if (run.status !== 'DONE' || run.rowCount > 0) return undefined;
    return emptyResultOf(this.engine, run.tenant, { kql: run.kql, ...(run.timeRange === null ? {} : { timeRange: run.timeRange }), timeoutMs: Math.min(this.limits.timeoutMs, 20_000), now: run.startedAt.toISOString(), ...(signal === undefined ? {} : { signal }) });
  }

  /** Stops what runs here, for the end of the process. */
  close(): void {
    for (const abort of this.aborts.values()) abort.abort();
  }

  private wake(id: string): void {
    for (const wake of this.wakes.get(id) ?? []) wake();
  }

  /** Resolves when there may be something new of a run, or nobody wants to know any more. */
  private async news(id: string, gone?: AbortSignal): Promise<void> {
    const waiting = this.wakes.get(id) ?? new Set();
    this.wakes.set(id, waiting);
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        gone?.removeEventListener('abort', wake);
        waiting.delete(wake);
        if (waiting.size === 0) this.wakes.delete(id);
        resolve();
      };
      const timer = setTimeout(wake, lookMs);
      waiting.add(wake);
      gone?.addEventListener('abort', wake, { once: true });
    });
  }
}

/** @throws HuntError RowsExpired when the rows of a run are no longer kept */
export function requireRows(run: RunEntity): void {
  if (run.rowsGone || (run.status !== 'RUNNING' && run.rowsUntil.getTime() < Date.now())) throw new HuntError(HuntErrorCode.RowsExpired, 'The rows of this run are no longer kept. Run the query again.');
}

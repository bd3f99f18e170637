import { Worker } from 'node:worker_threads';
import { KqlError, KqlErrorCode } from '../kql.error.js';
import { defaultKqlLimits, type KqlLimits } from '../safety/limits.js';
import { shippedSchema, type HuntingSchema } from '../schema/hunting-schema.js';
import type { CheckedColumn, CheckOptions, KqlCheck, KqlCompletions } from './checker.js';
import type { CheckerAnswer, CheckerCall, CheckerRequest } from './checker-protocol.js';
import type { RepairedKql } from './repair.js';

/** How the thread of a checker is kept. */
export interface CheckerPoolOptions {
  /** Threads. Each holds the language service, about 160 MB. Default 1. */
  workers?: number;
  /** Heap of one thread in MB. Default 512. */
  heapMb?: number;
  /** A request that takes longer ends its thread. Waiting for a thread is not counted. Default 5 seconds. */
  timeoutMs?: number;
  /** More requests than this may not wait; the next is refused. Default 200. */
  queue?: number;
  limits?: Partial<KqlLimits>;
}

/** Run from source, as tests do, threads take the built file: a thread does not compile. */
const workerFile = new URL(import.meta.url.endsWith('.ts') ? '../../dist/checker/checker.worker.js' : './checker.worker.js', import.meta.url);

/** Loading and warming the language service may take this long on a busy machine. */
const warmMs = 60_000;

interface Job {
  call: CheckerCall;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface Seat {
  worker: Worker;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
  ready: boolean;
}

/**
 * Checks queries on a warm thread of its own, so that no query can hold up or bring down the process: one that takes
 * too long or too much memory ends the thread, is answered with `Timeout` or `Memory`, and the next gets a new thread.
 */
export class CheckerPool {
  private readonly seats = new Set<Seat>();
  private readonly waiting: Job[] = [];
  private readonly options: Required<Omit<CheckerPoolOptions, 'limits'>>;
  private readonly limits: KqlLimits;
  private closed = false;
  /** Threads that ended before they were ready, in a row. */
  private failures = 0;

  constructor(
    options: CheckerPoolOptions = {},
    private schema: HuntingSchema = shippedSchema(),
  ) {
    this.options = { workers: options.workers ?? 1, heapMb: options.heapMb ?? 512, timeoutMs: options.timeoutMs ?? 5_000, queue: options.queue ?? 200 };
    // The thread gives up by itself before it is ended, when it can: a thread takes a second to come back.
    this.limits = { ...defaultKqlLimits, analysisMs: Math.max(50, this.options.timeoutMs * 0.8), ...options.limits };
  }

  /** Starts the threads. Without it the first request does. Resolves when one is ready. */
  async warm(): Promise<void> {
    await this.check('print 1');
  }

  /** {@link checkKql} off this thread. Rejects with KqlError `Timeout` or `Memory` when the query was too much, `Backend` when the checker is busy or closed. */
  check(text: string, options: Pick<CheckOptions, 'hints'> = {}): Promise<KqlCheck> {
    return this.ask({ kind: 'check', text, hints: options.hints === true }) as Promise<KqlCheck>;
  }

  /** {@link completeKql} off this thread. */
  complete(text: string, offset: number): Promise<KqlCompletions> {
    return this.ask({ kind: 'complete', text, offset }) as Promise<KqlCompletions>;
  }

  /** {@link columnsInScope} off this thread. */
  columnsInScope(text: string, offset: number): Promise<CheckedColumn[]> {
    return this.ask({ kind: 'columns', text, offset }) as Promise<CheckedColumn[]>;
  }

  /** {@link repairKql} off this thread. */
  repair(text: string): Promise<RepairedKql> {
    return this.ask({ kind: 'repair', text }) as Promise<RepairedKql>;
  }

  /** From the next request on, queries are checked against `schema`. */
  useSchema(schema: HuntingSchema): void {
    this.schema = schema;
    for (const seat of this.seats) seat.worker.postMessage({ schema } satisfies CheckerRequest);
  }

  /** Ends all threads; requests under way are rejected. */
  async close(): Promise<void> {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.reject(closedError());
    const seats = [...this.seats];
    this.seats.clear();
    await Promise.all(
      seats.map((seat) => {
        clearTimeout(seat.timer);
        seat.job?.reject(closedError());
        return seat.worker.terminate();
      }),
    );
  }

  private ask(call: CheckerCall): Promise<unknown> {
    if (this.closed) return Promise.reject(closedError());
    // What is over the limit is not even copied to the thread.
    if (call.text.length > this.limits.bytes) return Promise.reject(new KqlError(KqlErrorCode.TooLarge, `The query is larger than ${this.limits.bytes} bytes.`));
    if (this.waiting.length >= this.options.queue) return Promise.reject(new KqlError(KqlErrorCode.Backend, 'The checker is busy. Try again in a moment.'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ call, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    while (this.waiting.length > 0 && !this.closed) {
      const seats = [...this.seats];
      const free = seats.find((seat) => seat.job === undefined) ?? (seats.length < this.options.workers ? this.open() : undefined);
      if (free === undefined) return;
      this.give(free, this.waiting.shift() as Job);
    }
  }

  private open(): Seat {
    const worker = new Worker(workerFile, { workerData: { schema: this.schema, limits: this.limits }, resourceLimits: { maxOldGenerationSizeMb: this.options.heapMb, stackSizeMb: 4 } });
    const seat: Seat = { worker, job: undefined, timer: undefined, ready: false };
    worker.on('message', (answer: CheckerAnswer) => this.hear(seat, answer));
    worker.on('error', (error: Error & { code?: string }) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.lose(seat, new KqlError(memory ? KqlErrorCode.Memory : KqlErrorCode.Backend, memory ? 'The query took more memory to check than it may.' : 'The checker failed and was started again.'));
    });
    worker.on('exit', () => this.lose(seat, new KqlError(KqlErrorCode.Backend, 'The checker ended.')));
    worker.unref();
    this.seats.add(seat);
    return seat;
  }

  private give(seat: Seat, job: Job): void {
    seat.job = job;
    seat.worker.ref();
    seat.worker.postMessage({ call: job.call } satisfies CheckerRequest);
    this.watch(seat);
  }

  private watch(seat: Seat): void {
    clearTimeout(seat.timer);
    const error = new KqlError(KqlErrorCode.Timeout, 'The query took too long to check: it is too intricate.');
    seat.timer = setTimeout(() => this.lose(seat, error), seat.ready ? this.options.timeoutMs : warmMs);
  }

  private hear(seat: Seat, answer: CheckerAnswer): void {
    if (answer.ready === true) {
      seat.ready = true;
      this.failures = 0;
      if (seat.job !== undefined) this.watch(seat);
      return;
    }
    clearTimeout(seat.timer);
    const { job } = seat;
    seat.job = undefined;
    seat.worker.unref();
    if (answer.error !== undefined) job?.reject(new KqlError(answer.error.code, answer.error.message, answer.error.position));
    else job?.resolve(answer.value);
    this.next();
  }

  private lose(seat: Seat, error: KqlError): void {
    if (!this.seats.delete(seat)) return;
    clearTimeout(seat.timer);
    void seat.worker.terminate();
    seat.job?.reject(error);
    // A thread that cannot even start will not do so for the next request either.
    if (!seat.ready && (this.failures += 1) > 2) for (const job of this.waiting.splice(0)) job.reject(error);
    this.next();
  }
}

function closedError(): KqlError {
  return new KqlError(KqlErrorCode.Backend, 'The checker is closed.');
}

import { Worker } from 'node:worker_threads';
import { KqlError, KqlErrorCode } from '@attest/kql-engine';
import { emptyTables } from '../../domain/tenant-schema.js';
import type { LanguageAnswer, LanguageOperations, LanguageRequest, OutsideAnswer, OutsideQuestion } from './language-messages.js';

/** How many threads, and what a call may take. */
export interface LanguagePoolOptions {
  threads: number;
  /** A call that takes longer is ended, with its thread. */
  timeoutMs: number;
  /** Heap of one thread in MB. */
  heapMb: number;
}

interface Job {
  request: LanguageRequest;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  outside: (question: OutsideQuestion) => Promise<unknown>;
}

interface Seat {
  worker: Worker;
  job: Job | undefined;
  /** Calls that wait for an answer from outside; the seat serves others meanwhile. */
  suspended: Map<number, Job>;
  timer: NodeJS.Timeout | undefined;
  /** It has loaded the language service. */
  ready: boolean;
}

/** Run from source, as tests do, threads take the built file: a thread does not compile. */
const workerFile = new URL(import.meta.url.endsWith('.ts') ? '../../../dist/infrastructure/language/language.worker.js' : './language.worker.js', import.meta.url);

/** Calls that may wait for a thread. */
const mostWaiting = 200;

/** The language service on threads: hostile text costs its own call, never the service. */
export class LanguagePool {
  private readonly seats = new Set<Seat>();
  private readonly waiting: Job[] = [];
  private next = 1;
  private closed = false;
  private warmed = false;

  constructor(private readonly options: LanguagePoolOptions) {}

  /**
   * Does one thing of the language service.
   * @throws KqlError as the operation does; Timeout when it takes too long; Backend when too many wait
   */
  call<O extends keyof LanguageOperations>(op: O, input: Parameters<LanguageOperations[O]>[0], signal?: AbortSignal, outside: Job['outside'] = nothingOutside): Promise<ReturnType<LanguageOperations[O]>> {
    if (this.waiting.length >= mostWaiting) return Promise.reject(new KqlError(KqlErrorCode.Backend, 'Too many queries wait to be read. Try again in a moment.'));
    return new Promise((resolve, reject) => {
      const job: Job = { request: { id: this.next++, op, input }, resolve: (result) => resolve(result as ReturnType<LanguageOperations[O]>), reject, outside };
      signal?.addEventListener('abort', () => this.drop(job), { once: true });
      if (signal?.aborted === true) return reject(stopped());
      this.waiting.push(job);
      this.serve();
    });
  }

  /**
   * Begins to load the language service, once: the first question would wait seconds for it otherwise. It takes 240 MB, so
   * only when somebody is about to hunt. What goes wrong shows in the call that needs it.
   */
  warm(): void {
    if (this.warmed) return;
    this.warmed = true;
    void this.call('ask', { question: 'Which devices ran cmd.exe yesterday?', now: new Date().toISOString(), stored: [], tables: emptyTables }).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.reject(stopped());
    await Promise.all([...this.seats].map(({ worker }) => worker.terminate()));
  }

  /** A call nobody waits for any more is not begun; one that runs ends by itself within its time. */
  private drop(job: Job): void {
    const at = this.waiting.indexOf(job);
    if (at >= 0) this.waiting.splice(at, 1);
    job.reject(stopped());
  }

  private serve(): void {
    while (this.waiting.length > 0 && !this.closed) {
      const free = [...this.seats].find(({ job }) => job === undefined) ?? (this.seats.size < this.options.threads ? this.open() : undefined);
      if (free === undefined) return;
      const job = this.waiting.shift() as Job;
      free.job = job;
      if (free.ready) this.allow(free);
      free.worker.postMessage(job.request);
    }
  }

  /** From here on the time of the seat's call counts. */
  private allow(seat: Seat): void {
    seat.timer = setTimeout(() => this.lost(seat, new KqlError(KqlErrorCode.Timeout, 'The query took too long to read: it is too intricate.')), this.options.timeoutMs);
  }

  private open(): Seat {
    const worker = new Worker(workerFile, { resourceLimits: { maxOldGenerationSizeMb: this.options.heapMb, stackSizeMb: 4 } });
    const seat: Seat = { worker, job: undefined, suspended: new Map(), timer: undefined, ready: false };
    worker.on('message', (answer: LanguageAnswer | 'ready') => {
      const { job } = seat;
      if (answer === 'ready') {
        seat.ready = true;
        if (job !== undefined) this.allow(seat);
        return;
      }
      const told = job?.request.id === answer.id ? job : seat.suspended.get(answer.id);
      if (told === job) {
        clearTimeout(seat.timer);
        seat.job = undefined;
      }
      if (told !== undefined && 'question' in answer) this.askOutside(seat, told, answer.question, answer.ask);
      else {
        seat.suspended.delete(answer.id);
        if ('result' in answer) told?.resolve(answer.result);
        else if ('error' in answer) told?.reject(answer.error.code === undefined ? new Error(answer.error.message) : new KqlError(answer.error.code, answer.error.message, answer.error.position));
      }
      this.serve();
    });
    worker.on('error', (error) => this.lost(seat, /memory/i.test(error.message) ? new KqlError(KqlErrorCode.TooLarge, 'The query needs too much memory to be read.') : error));
    worker.on('exit', () => this.lost(seat, new Error('The thread of the language service ended.')));
    worker.unref();
    this.seats.add(seat);
    return seat;
  }

  private askOutside(seat: Seat, job: Job, question: OutsideQuestion, ask: number): void {
    const { id } = job.request;
    seat.suspended.set(id, job);
    const answer = (message: OutsideAnswer): void => {
      if (this.seats.has(seat)) seat.worker.postMessage(message);
    };
    job.outside(question).then(
      (found) => answer({ id, ask, answer: found }),
      (error: unknown) => answer({ id, ask, failed: { ...(error instanceof KqlError ? { code: error.code } : {}), message: error instanceof Error ? error.message : String(error) } }),
    );
  }

  private lost(seat: Seat, error: Error): void {
    if (!this.seats.delete(seat)) return;
    clearTimeout(seat.timer);
    void seat.worker.terminate();
    seat.job?.reject(error);
    for (const job of seat.suspended.values()) job.reject(error);
    seat.job = undefined;
    this.serve();
  }
}

function stopped(): KqlError {
  return new KqlError(KqlErrorCode.Timeout, 'The hunt was stopped.');
}

function nothingOutside(): Promise<never> {
  return Promise.reject(new Error('This call answers no questions.'));
}

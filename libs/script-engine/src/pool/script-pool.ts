import { Worker } from 'node:worker_threads';
import type { AnalyzeOptions } from '../analysis/analyze-script.js';
import type { ScriptAnalysis } from '../analysis/script-analysis.js';
import { defaultLimits } from '../core/budget.js';
import { sha256 } from '../core/codecs.js';

/** How many scripts at once, and what each may take. */
export interface ScriptPoolOptions {
  workers: number;
  /** Heap of one worker in MB. Default 256. */
  heapMb?: number;
  /** A worker that has not answered by then is ended. Default: one and a half times the wall time of the budget. */
  endAfterMs?: number;
}

/** Run from source, as tests do, threads take the built file: a thread does not compile. */
const workerFile = new URL(import.meta.url.endsWith('.ts') ? '../../dist/pool/script.worker.js' : './script.worker.js', import.meta.url);

/** An analysis and how long its thread worked on it, in milliseconds; waiting for a thread is not counted. */
export interface TimedAnalysis {
  analysis: ScriptAnalysis;
  ms: number;
}

interface Job {
  bytes: Uint8Array;
  options: AnalyzeOptions;
  resolve(result: TimedAnalysis): void;
  reject(error: Error): void;
  attempts: number;
  started: number;
  ms: number;
}

interface Seat {
  worker: Worker;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Analyses scripts on worker threads. A thread that takes too long or too much memory is ended; its script is then read
 * on the surface only, and the analysis says so. A script never fails for what is in it.
 */
export class ScriptPool {
  private readonly seats = new Set<Seat>();
  private readonly waiting: Job[] = [];
  private closed = false;

  constructor(private readonly options: ScriptPoolOptions) {}

  /** Same result as `analyzeScript`, off this thread. Rejects only when the pool is closed or the signal aborts. */
  async analyze(bytes: Uint8Array, options: AnalyzeOptions = {}, signal?: AbortSignal): Promise<ScriptAnalysis> {
    return (await this.timed(bytes, options, signal)).analysis;
  }

  /** {@link analyze} with the time it took. */
  async timed(bytes: Uint8Array, options: AnalyzeOptions = {}, signal?: AbortSignal): Promise<TimedAnalysis> {
    let cancel = (): void => undefined;
    try {
      return await new Promise<TimedAnalysis>((resolve, reject) => {
        const job: Job = { bytes, options, resolve, reject, attempts: 0, started: 0, ms: 0 };
        cancel = () => this.drop(job);
        signal?.addEventListener('abort', cancel, { once: true });
        this.waiting.push(job);
        this.next();
      });
    } finally {
      // The signal of a partition outlives thousands of scripts.
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Ends all threads; scripts under way are rejected. */
  async close(): Promise<void> {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.reject(new Error('The pool is closed.'));
    await Promise.all([...this.seats].map((seat) => seat.worker.terminate()));
  }

  private drop(job: Job): void {
    const at = this.waiting.indexOf(job);
    if (at >= 0) this.waiting.splice(at, 1);
    job.reject(new Error('The analysis was cancelled.'));
    for (const seat of this.seats) if (seat.job === job) this.end(seat);
  }

  private next(): void {
    while (this.waiting.length > 0 && !this.closed) {
      const free = [...this.seats].find((seat) => seat.job === undefined) ?? (this.seats.size < this.options.workers ? this.open() : undefined);
      if (free === undefined) return;
      this.give(free, this.waiting.shift() as Job);
    }
  }

  private open(): Seat {
    const worker = new Worker(workerFile, { resourceLimits: { maxOldGenerationSizeMb: this.options.heapMb ?? 256, stackSizeMb: 8 } });
    const seat: Seat = { worker, job: undefined, timer: undefined };
    worker.on('message', ({ analysis, error }: { analysis?: ScriptAnalysis; error?: string }) => {
      const { job } = seat;
      clearTimeout(seat.timer);
      seat.job = undefined;
      if (job !== undefined) job.ms += performance.now() - job.started;
      if (job !== undefined && analysis !== undefined) job.resolve({ analysis, ms: job.ms });
      else if (job !== undefined) this.again(job, error ?? 'fault');
      this.next();
    });
    worker.on('error', () => this.lost(seat));
    worker.on('exit', () => this.lost(seat));
    worker.unref();
    this.seats.add(seat);
    return seat;
  }

  private give(seat: Seat, job: Job): void {
    seat.job = job;
    job.attempts++;
    job.started = performance.now();
    seat.timer = setTimeout(() => this.end(seat), this.options.endAfterMs ?? (job.options.limits?.wallMs ?? defaultLimits.wallMs) * 1.5);
    seat.worker.postMessage({ bytes: job.bytes, options: job.options });
  }

  private end(seat: Seat): void {
    void seat.worker.terminate();
    this.lost(seat);
  }

  private lost(seat: Seat): void {
    if (!this.seats.delete(seat)) return;
    clearTimeout(seat.timer);
    const { job } = seat;
    seat.job = undefined;
    if (job !== undefined) this.again(job, 'workerEnded');
    this.next();
  }

  /** The second try reads the surface only; a third is not made. */
  private again(job: Job, reason: string): void {
    if (this.closed) job.reject(new Error('The pool is closed.'));
    else if (job.attempts > 1) job.resolve({ analysis: nothing(job, reason), ms: job.ms });
    else {
      job.options = { ...job.options, surfaceOnly: true };
      this.waiting.unshift(job);
      this.next();
    }
  }
}

/** What is left to say of a script that ended two threads. */
function nothing(job: Job, reason: string): ScriptAnalysis {
  return { sha256: sha256(job.bytes), size: job.bytes.length, encoding: 'utf-8', language: job.options.language ?? 'unknown', verdict: 'unknown', verdictFacts: [], layers: [], facts: [], techniques: [], indicators: [], notDecoded: [{ reason: 'budget', detail: reason, layer: 0, line: 1 }] };
}

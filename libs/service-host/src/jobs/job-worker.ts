import { Worker } from 'node:worker_threads';
import type { Logger } from '@attest/observability';

interface Waiting<O> {
  resolve(result: O): void;
  reject(error: Error): void;
}

const defaultIdleMs = 120_000;

/** What a {@link JobWorker} is and says. */
export interface JobWorkerOptions {
  /** The built file of the thread, which calls `serveJobs`. */
  file: URL;
  /** The thing it makes, for sentences: `summary`. */
  what: string;
  /** Memory one job may take; beyond it the thread ends and the job fails, not the service. */
  heapMb: number;
  /** Milliseconds without a job after which the thread ends, with what it had loaded: a quiet installation gives the memory back, and the next job waits a second for another. Default: two minutes. */
  idleMs?: number;
}

/** Heavy work off the thread that serves requests: one worker thread at a time, started when first needed and again after it died. */
export class JobWorker<I, O> {
  private worker: Worker | undefined;
  private nextId = 1;
  private idle: NodeJS.Timeout | undefined;
  private readonly waiting = new Map<number, Waiting<O>>();

  constructor(
    private readonly options: JobWorkerOptions,
    private readonly logger: Logger,
  ) {}

  /** The result of one job. Rejects with the thread's sentence when the job fails, or the thread is lost with it. */
  run(input: I): Promise<O> {
    const id = this.nextId++;
    clearTimeout(this.idle);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.running().postMessage({ id, input });
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    await this.worker?.terminate();
  }

  private running(): Worker {
    if (this.worker) return this.worker;
    const { file, what, heapMb } = this.options;
    const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    worker.on('message', ({ id, result, error }: { id: number; result?: O; error?: string }) => {
      const job = this.waiting.get(id);
      this.waiting.delete(id);
      if (result) job?.resolve(result);
      else job?.reject(new Error(error ?? `The ${what} could not be made.`));
      this.rest(worker);
    });
    worker.on('error', (error) => this.lose(worker, error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.lose(worker, new Error(`The ${what} worker ended.`)));
    worker.unref();
    this.worker = worker;
    return worker;
  }

  /** Lets a thread without work end after a while. Its end loses nothing: no job waits, and the next one starts another. */
  private rest(worker: Worker): void {
    const { idleMs = defaultIdleMs } = this.options;
    if (this.waiting.size > 0 || this.worker !== worker) return;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      if (this.worker !== worker || this.waiting.size > 0) return;
      this.worker = undefined;
      void worker.terminate();
    }, idleMs);
    this.idle.unref();
  }

  private lose(worker: Worker, error: Error): void {
    if (this.worker === worker) this.worker = undefined;
    if (this.waiting.size > 0) this.logger.warn({ err: error, jobs: this.waiting.size }, `${this.options.what} worker lost; its jobs come back by redelivery`);
    for (const job of this.waiting.values()) job.reject(error);
    this.waiting.clear();
  }
}

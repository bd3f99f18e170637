import { Worker } from 'node:worker_threads';
import type { Logger } from '@attest/observability';
import type { MadeResponse, PackedResponseInput, ResponseMaker } from '../application/response-maker.js';

interface Waiting {
  resolve(result: MadeResponse): void;
  reject(error: Error): void;
}

/** Memory one response may take in its worker; beyond it the worker ends and the job fails, not the service. */
const workerHeapMb = 1024;

const workerFile = new URL(import.meta.url.endsWith('.ts') ? '../../dist/infrastructure/response.worker.js' : './response.worker.js', import.meta.url);

/** A maker with one worker thread at a time, started when first needed and again after it died. */
export class WorkerResponseMaker implements ResponseMaker {
  private worker: Worker | undefined;
  private nextId = 1;
  private readonly waiting = new Map<number, Waiting>();

  constructor(private readonly logger: Logger) {}

  make(input: PackedResponseInput, signal?: AbortSignal): Promise<MadeResponse> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      this.waiting.set(id, { resolve, reject });
      this.running().postMessage({ id, input });
    });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private running(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(workerFile, { resourceLimits: { maxOldGenerationSizeMb: workerHeapMb } });
    worker.on('message', ({ id, result, error }: { id: number; result?: MadeResponse; error?: string }) => {
      const job = this.waiting.get(id);
      this.waiting.delete(id);
      if (result) job?.resolve(result);
      else job?.reject(new Error(error ?? 'The response could not be made.'));
    });
    worker.on('error', (error) => this.lose(worker, error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.lose(worker, new Error('The response worker ended.')));
    worker.unref();
    this.worker = worker;
    return worker;
  }

  private lose(worker: Worker, error: Error): void {
    if (this.worker === worker) this.worker = undefined;
    if (this.waiting.size > 0) this.logger.warn({ err: error, jobs: this.waiting.size }, 'response worker lost; its jobs come back by redelivery');
    for (const job of this.waiting.values()) job.reject(error);
    this.waiting.clear();
  }
}

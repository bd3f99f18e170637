import { Worker } from 'node:worker_threads';
import { runCardPipeline, type Composer, type VerifiedCard } from '@attest/cards';
import type { AttestConfig } from '@attest/config';
import type { IncidentSummaryDraft } from '@attest/incident-engine';
import { createChatModel, createModelComposer } from '@attest/llm';
import type { Logger } from '@attest/observability';
import type { PackedSummaryInput, SummaryMaker } from '../application/summary-maker.js';

interface Waiting {
  resolve(result: IncidentSummaryDraft): void;
  reject(error: Error): void;
}

/** Memory one summary may take in its worker; beyond it the worker ends and the job fails, not the service. */
const workerHeapMb = 1024;

/** A maker whose facts and rules draft come from a worker thread, and whose wording comes from the configured model, if any. */
export function createSummaryMaker(config: AttestConfig, logger: Logger): SummaryMaker {
  const composer = config.model ? createModelComposer(createChatModel(config.model)) : undefined;
  return new WorkerSummaryMaker(composer, logger);
}

/** One worker at a time, started when first needed and again after it died. */
class WorkerSummaryMaker implements SummaryMaker {
  private worker: Worker | undefined;
  private nextId = 1;
  private readonly waiting = new Map<number, Waiting>();

  constructor(
    private readonly composer: Composer | undefined,
    private readonly logger: Logger,
  ) {}

  async make(input: PackedSummaryInput, signal?: AbortSignal): Promise<VerifiedCard> {
    const draft = await this.draft({ incident: input.incident, events: input.events, scripts: input.scripts });
    return runCardPipeline({ ...draft, composer: this.composer, signal, clock: () => performance.now() });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private draft(input: PackedSummaryInput): Promise<IncidentSummaryDraft> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.running().postMessage({ id, input });
    });
  }

  private running(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(new URL('./summary.worker.js', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: workerHeapMb } });
    worker.on('message', ({ id, result, error }: { id: number; result?: IncidentSummaryDraft; error?: string }) => {
      const job = this.waiting.get(id);
      this.waiting.delete(id);
      if (result) job?.resolve(result);
      else job?.reject(new Error(error ?? 'The summary could not be drafted.'));
    });
    worker.on('error', (error) => this.lose(worker, error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.lose(worker, new Error('The summary worker ended.')));
    worker.unref();
    this.worker = worker;
    return worker;
  }

  private lose(worker: Worker, error: Error): void {
    if (this.worker === worker) this.worker = undefined;
    if (this.waiting.size > 0) this.logger.warn({ err: error, jobs: this.waiting.size }, 'summary worker lost; its jobs come back by redelivery');
    for (const job of this.waiting.values()) job.reject(error);
    this.waiting.clear();
  }
}

import type { Logger } from '@attest/observability';
import { JobWorker } from '@attest/service-host/jobs';
import type { MadeResponse, PackedResponseInput, ResponseMaker } from '../application/response-maker.js';

/** Memory one response may take in its worker. */
const heapMb = 1024;

const file = new URL(import.meta.url.endsWith('.ts') ? '../../dist/infrastructure/response.worker.js' : './response.worker.js', import.meta.url);

/** A maker of guided responses in a worker thread. */
export class WorkerResponseMaker implements ResponseMaker {
  private readonly jobs: JobWorker<PackedResponseInput, MadeResponse>;

  constructor(logger: Logger) {
    this.jobs = new JobWorker({ file, what: 'response', heapMb }, logger);
  }

  async make(input: PackedResponseInput, signal?: AbortSignal): Promise<MadeResponse> {
    signal?.throwIfAborted();
    return this.jobs.run(input);
  }

  close(): Promise<void> {
    return this.jobs.close();
  }
}

import type { Logger } from '@attest/observability';
import { JobWorker } from '@attest/service-host/jobs';
import type { CaseMaker } from '../application/case-maker.js';
import type { CaseSource, MadeCase } from '../domain/make-case.js';

/** Memory one case may take in its worker. */
const heapMb = 1024;

/** Cases are made seldom: the thread gives its memory back. */
const idleMs = 30_000;

const file = new URL(import.meta.url.endsWith('.ts') ? '../../dist/infrastructure/case.worker.js' : './case.worker.js', import.meta.url);

/** A maker of cases in a worker thread. */
export class WorkerCaseMaker implements CaseMaker {
  private readonly jobs: JobWorker<CaseSource, MadeCase>;

  constructor(logger: Logger) {
    this.jobs = new JobWorker({ file, what: 'case', heapMb, idleMs }, logger);
  }

  make(source: CaseSource): Promise<MadeCase> {
    return this.jobs.run(source);
  }

  close(): Promise<void> {
    return this.jobs.close();
  }
}

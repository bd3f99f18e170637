import { runCardPipeline, type Composer, type VerifiedCard } from '@attest/cards';
import type { IncidentSummaryDraft } from '@attest/incident-engine';
import type { Logger } from '@attest/observability';
import { JobWorker } from '@attest/service-host/jobs';
import type { PackedSummaryInput, SummaryMaker } from '../application/summary-maker.js';

/** Memory one summary may take in its worker. */
const heapMb = 1024;

const file = new URL(import.meta.url.endsWith('.ts') ? '../../dist/infrastructure/summary.worker.js' : './summary.worker.js', import.meta.url);

/** A maker whose facts and rules draft come from a worker thread. */
export function createSummaryMaker(logger: Logger): SummaryMaker {
  return new WorkerSummaryMaker(new JobWorker({ file, what: 'summary', heapMb }, logger));
}

class WorkerSummaryMaker implements SummaryMaker {
  constructor(private readonly jobs: JobWorker<PackedSummaryInput, IncidentSummaryDraft>) {}

  async make({ incident, events, scripts }: PackedSummaryInput, composer: Composer | undefined, signal?: AbortSignal): Promise<VerifiedCard> {
    const draft = await this.jobs.run({ incident, events, scripts });
    return runCardPipeline({ ...draft, composer, signal, clock: () => performance.now() });
  }

  close(): Promise<void> {
    return this.jobs.close();
  }
}

import { runCardPipeline, type Composer, type VerifiedCard } from '@attest/cards';
import type { AttestConfig } from '@attest/config';
import type { IncidentSummaryDraft } from '@attest/incident-engine';
import { createChatModel, createModelComposer } from '@attest/llm';
import type { Logger } from '@attest/observability';
import { JobWorker } from '@attest/service-host/jobs';
import type { PackedSummaryInput, SummaryMaker } from '../application/summary-maker.js';

/** Memory one summary may take in its worker. */
const heapMb = 1024;

const file = new URL(import.meta.url.endsWith('.ts') ? '../../dist/infrastructure/summary.worker.js' : './summary.worker.js', import.meta.url);

/** A maker whose facts and rules draft come from a worker thread, and whose wording comes from the configured model, if any. */
export function createSummaryMaker(config: AttestConfig, logger: Logger): SummaryMaker {
  const composer = config.model ? createModelComposer(createChatModel(config.model)) : undefined;
  return new WorkerSummaryMaker(composer, new JobWorker({ file, what: 'summary', heapMb }, logger));
}

class WorkerSummaryMaker implements SummaryMaker {
  constructor(
    private readonly composer: Composer | undefined,
    private readonly jobs: JobWorker<PackedSummaryInput, IncidentSummaryDraft>,
  ) {}

  async make({ incident, events, scripts }: PackedSummaryInput, signal?: AbortSignal): Promise<VerifiedCard> {
    const draft = await this.jobs.run({ incident, events, scripts });
    return runCardPipeline({ ...draft, composer: this.composer, signal, clock: () => performance.now() });
  }

  close(): Promise<void> {
    return this.jobs.close();
  }
}

import { printSubgraph, type CompositionStore } from '@attest/service-host';
import { SummarizeIncidentUseCase } from './application/summarize-incident.use-case.js';
import { SummarizerModule } from './summarizer.module.js';

const neverRuns = Object.create(SummarizeIncidentUseCase.prototype) as SummarizeIncidentUseCase;
process.stdout.write(`${(await printSubgraph(SummarizerModule.with(neverRuns, {} as CompositionStore, 'unused'))).trim()}\n`);

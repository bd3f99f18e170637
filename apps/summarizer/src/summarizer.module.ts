import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CompositionController, CompositionStore, subgraphModule } from '@attest/service-host';
import { IdentityGuard, identityContext } from '@attest/identity';
import { SummarizeIncidentUseCase } from './application/summarize-incident.use-case.js';
import { IncidentChangedController } from './interface/incident-changed.controller.js';
import { SummarizedIncident } from './interface/summary.model.js';
import { SummaryFactsResolver, SummaryResolver } from './interface/summary.resolver.js';
import { SummarizerGraph } from './interface/summarizer-graph.js';

/** Wires the summarizer around its one use case. */
@Module({})
export class SummarizerModule {
  static with(useCase: SummarizeIncidentUseCase, compositions: CompositionStore, serviceSecret: string): DynamicModule {
    return {
      module: SummarizerModule,
      imports: [
        subgraphModule({ marker: SummarizerGraph, stubs: [SummarizedIncident], context: identityContext(serviceSecret) }),
      ],
      controllers: [IncidentChangedController, CompositionController],
      providers: [
        { provide: SummarizeIncidentUseCase, useValue: useCase },
        { provide: CompositionStore, useValue: compositions },
        { provide: APP_GUARD, useClass: IdentityGuard },
        SummaryResolver,
        SummaryFactsResolver,
      ],
    };
  }
}

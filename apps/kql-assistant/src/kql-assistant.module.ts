import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { IdentityGuard, SERVICE_SECRET } from '@attest/identity';
import type { Logger } from '@attest/observability';
import { CompositionController, CompositionStore, serviceLogger, subgraphModule } from '@attest/service-host';
import { AskHuntUseCase } from './application/ask-hunt.use-case.js';
import { HUNT_FACTS, type HuntFacts } from './application/hunt-facts.js';
import { HuntStore } from './application/hunt-store.js';
import { KqlHelpUseCase } from './application/kql-help.use-case.js';
import { LandRowsUseCase } from './application/land-rows.use-case.js';
import { LinkHuntUseCase } from './application/link-hunt.use-case.js';
import { RunHuntUseCase } from './application/run-hunt.use-case.js';
import { RunStore } from './application/run-store.js';
import { HuntLandingController } from './interface/hunt-landing.controller.js';
import { HuntResolver, HuntRunResolver } from './interface/hunt.resolver.js';
import { HuntsController } from './interface/hunts.controller.js';
import { KqlAssistantErrorFilter } from './interface/kql-assistant-error.filter.js';
import { KqlAssistantGraph } from './interface/kql-assistant-graph.js';
import { KqlResolver } from './interface/kql.resolver.js';
import { requestContext } from './interface/request-context.js';
import { IncidentHuntResolver, IncidentHuntsResolver, SavedHuntResolver } from './interface/saved-hunt.resolver.js';
import { HuntedIncident } from './interface/saved-hunt.model.js';

/** The use cases the module is wired around. */
export interface KqlAssistantParts {
  asking: AskHuntUseCase;
  running: RunHuntUseCase;
  linking: LinkHuntUseCase;
  help: KqlHelpUseCase;
  landing: LandRowsUseCase;
  hunts: HuntStore;
  runs: RunStore;
  compositions: CompositionStore;
  facts: HuntFacts;
  logger: Logger;
}

/** Wires the KQL assistant. */
@Module({})
export class KqlAssistantModule {
  static with(parts: KqlAssistantParts, serviceSecret: string): DynamicModule {
    return {
      module: KqlAssistantModule,
      imports: [
        subgraphModule({ marker: KqlAssistantGraph, stubs: [HuntedIncident], context: requestContext(serviceSecret) }),
      ],
      controllers: [HuntLandingController, CompositionController, HuntsController],
      providers: [
        { provide: AskHuntUseCase, useValue: parts.asking },
        { provide: RunHuntUseCase, useValue: parts.running },
        { provide: LinkHuntUseCase, useValue: parts.linking },
        { provide: KqlHelpUseCase, useValue: parts.help },
        { provide: LandRowsUseCase, useValue: parts.landing },
        { provide: HuntStore, useValue: parts.hunts },
        { provide: RunStore, useValue: parts.runs },
        { provide: CompositionStore, useValue: parts.compositions },
        { provide: HUNT_FACTS, useValue: parts.facts },
        { provide: SERVICE_SECRET, useValue: serviceSecret },
        { provide: serviceLogger, useValue: parts.logger },
        { provide: APP_GUARD, useClass: IdentityGuard },
        { provide: APP_FILTER, useClass: KqlAssistantErrorFilter },
        HuntResolver,
        HuntRunResolver,
        SavedHuntResolver,
        IncidentHuntResolver,
        IncidentHuntsResolver,
        KqlResolver,
      ],
    };
  }
}

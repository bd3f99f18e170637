import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { identityContext, IdentityGuard, SERVICE_SECRET } from '@attest/identity';
import type { Logger } from '@attest/observability';
import { serviceLogger, subgraphModule } from '@attest/service-host';
import { ActionReader } from './application/action-reader.js';
import { ConnectorRegistry } from './application/connector-registry.js';
import { DecideActionUseCase } from './application/decide-action.use-case.js';
import { GuideIncidentUseCase } from './application/guide-incident.use-case.js';
import { ManageGuidebooksUseCase } from './application/manage-guidebooks.use-case.js';
import { RESPONDER_FACTS, type ResponderFacts } from './application/responder-facts.js';
import { ActionResolver } from './interface/action.resolver.js';
import { AuditController } from './interface/audit.controller.js';
import { CentreResolver } from './interface/centre.resolver.js';
import { GuidebookResolver } from './interface/guidebook.resolver.js';
import { GuidebooksController } from './interface/guidebooks.controller.js';
import { ResponseIncidentController } from './interface/incident-changed.controller.js';
import { ResponderErrorFilter } from './interface/responder-error.filter.js';
import { ResponderGraph } from './interface/responder-graph.js';
import { GuidedIncident } from './interface/response.model.js';
import { GuidedResponseResolver, IncidentResponseResolver, RecommendationResolver } from './interface/response.resolver.js';

/** The use cases the module is wired around. */
export interface ResponderParts {
  guiding: GuideIncidentUseCase;
  guidebooks: ManageGuidebooksUseCase;
  deciding: DecideActionUseCase;
  reader: ActionReader;
  connectors: ConnectorRegistry;
  facts: ResponderFacts;
  logger: Logger;
}

/** Wires the responder. */
@Module({})
export class ResponderModule {
  static with(parts: ResponderParts, serviceSecret: string): DynamicModule {
    return {
      module: ResponderModule,
      imports: [
        subgraphModule({ marker: ResponderGraph, stubs: [GuidedIncident], context: identityContext(serviceSecret) }),
      ],
      controllers: [ResponseIncidentController, AuditController, GuidebooksController],
      providers: [
        { provide: GuideIncidentUseCase, useValue: parts.guiding },
        { provide: ManageGuidebooksUseCase, useValue: parts.guidebooks },
        { provide: DecideActionUseCase, useValue: parts.deciding },
        { provide: ActionReader, useValue: parts.reader },
        { provide: ConnectorRegistry, useValue: parts.connectors },
        { provide: RESPONDER_FACTS, useValue: parts.facts },
        { provide: SERVICE_SECRET, useValue: serviceSecret },
        { provide: serviceLogger, useValue: parts.logger },
        { provide: APP_GUARD, useClass: IdentityGuard },
        { provide: APP_FILTER, useClass: ResponderErrorFilter },
        IncidentResponseResolver,
        GuidedResponseResolver,
        RecommendationResolver,
        ActionResolver,
        CentreResolver,
        GuidebookResolver,
      ],
    };
  }
}

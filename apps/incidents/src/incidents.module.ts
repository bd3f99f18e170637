import { Inject, Module, type DynamicModule, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { serviceLogger, subgraphModule } from '@attest/service-host';
import { IdentityGuard, identityContext, identityMiddleware } from '@attest/identity';
import type { Logger } from '@attest/observability';
import { ImportEventsUseCase } from './application/import-events.use-case.js';
import { ImportIncidentsUseCase } from './application/import-incidents.use-case.js';
import { IncidentQueries } from './application/incident-queries.js';
import { NoteActionUseCase } from './application/note-action.use-case.js';
import { UpdateIncidentUseCase } from './application/update-incident.use-case.js';
import { ActionChangedController } from './interface/action-changed.controller.js';
import { IncidentChangesResolver } from './interface/incident-changes.resolver.js';
import { AlertResolver, IncidentResolver } from './interface/incident.resolver.js';
import { IncidentsController } from './interface/incidents.controller.js';
import { IncidentsErrorFilter } from './interface/incidents-error.filter.js';
import { IncidentsGraph } from './interface/incidents-graph.js';

/** The use cases a module is wired around. */
export interface IncidentsParts {
  queries: IncidentQueries;
  imports: ImportIncidentsUseCase;
  events: ImportEventsUseCase;
  updates: UpdateIncidentUseCase;
  actions: NoteActionUseCase;
  logger: Logger;
}

const secretToken = Symbol('serviceSecret');

/** Wires the incidents service. */
@Module({})
export class IncidentsModule implements NestModule {
  constructor(@Inject(secretToken) private readonly secret: string) {}

  static with(parts: IncidentsParts, serviceSecret: string): DynamicModule {
    return {
      module: IncidentsModule,
      imports: [
        subgraphModule({ marker: IncidentsGraph, context: identityContext(serviceSecret) }),
      ],
      controllers: [IncidentsController, ActionChangedController],
      providers: [
        { provide: IncidentQueries, useValue: parts.queries },
        { provide: ImportIncidentsUseCase, useValue: parts.imports },
        { provide: ImportEventsUseCase, useValue: parts.events },
        { provide: UpdateIncidentUseCase, useValue: parts.updates },
        { provide: NoteActionUseCase, useValue: parts.actions },
        { provide: serviceLogger, useValue: parts.logger },
        { provide: secretToken, useValue: serviceSecret },
        { provide: APP_GUARD, useClass: IdentityGuard },
        { provide: APP_FILTER, useClass: IncidentsErrorFilter },
        IncidentResolver,
        AlertResolver,
        IncidentChangesResolver,
      ],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(identityMiddleware(this.secret)).forRoutes(IncidentsController);
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { identityContext, IdentityGuard, SERVICE_SECRET } from '@attest/identity';
import type { Logger } from '@attest/observability';
import { serviceLogger, subgraphModule } from '@attest/service-host';
import { MakeReportUseCase } from './application/make-report.use-case.js';
import { ManageTemplateUseCase } from './application/manage-template.use-case.js';
import { PeriodReportUseCase } from './application/period-report.use-case.js';
import { ReadReportsUseCase } from './application/read-reports.use-case.js';
import { IncidentDocumentsController, PeriodDocumentsController } from './interface/documents.controller.js';
import { ReportedIncident } from './interface/report.model.js';
import { IncidentReportResolver, IncidentReportsResolver } from './interface/report.resolver.js';
import { ReporterErrorFilter } from './interface/reporter-error.filter.js';
import { ReporterEventsController } from './interface/reporter-events.controller.js';
import { ReporterGraph } from './interface/reporter-graph.js';
import { TenantReportsResolver } from './interface/tenant-reports.resolver.js';

/** The use cases the module is wired around. */
export interface ReporterParts {
  making: MakeReportUseCase;
  reading: ReadReportsUseCase;
  templates: ManageTemplateUseCase;
  periods: PeriodReportUseCase;
  logger: Logger;
}

/** Wires the reporter. */
@Module({})
export class ReporterModule {
  static with(parts: ReporterParts, serviceSecret: string): DynamicModule {
    return {
      module: ReporterModule,
      imports: [subgraphModule({ marker: ReporterGraph, stubs: [ReportedIncident], context: identityContext(serviceSecret) })],
      controllers: [ReporterEventsController, IncidentDocumentsController, PeriodDocumentsController],
      providers: [
        { provide: MakeReportUseCase, useValue: parts.making },
        { provide: ReadReportsUseCase, useValue: parts.reading },
        { provide: ManageTemplateUseCase, useValue: parts.templates },
        { provide: PeriodReportUseCase, useValue: parts.periods },
        { provide: SERVICE_SECRET, useValue: serviceSecret },
        { provide: serviceLogger, useValue: parts.logger },
        { provide: APP_GUARD, useClass: IdentityGuard },
        { provide: APP_FILTER, useClass: ReporterErrorFilter },
        IncidentReportsResolver,
        IncidentReportResolver,
        TenantReportsResolver,
      ],
    };
  }
}

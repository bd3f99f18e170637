import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { CompositionController, CompositionStore, serviceLogger, subgraphModule } from '@attest/service-host';
import { IdentityGuard, identityContext, SERVICE_SECRET } from '@attest/identity';
import type { Logger } from '@attest/observability';
import { AnalyzeScriptUseCase } from './application/analyze-script.use-case.js';
import { ScriptAnalyzerErrorFilter } from './interface/script-analyzer-error.filter.js';
import { ScriptsController } from './interface/scripts.controller.js';
import { ScriptSubmittedController } from './interface/script-submitted.controller.js';
import { ScriptAnalyzerGraph } from './interface/script-analyzer-graph.js';
import { ScriptedIncident } from './interface/script.model.js';
import { IncidentScriptsResolver, ScriptAnalysisResolver } from './interface/script.resolver.js';

/** Wires the script analyzer around its one use case. */
@Module({})
export class ScriptAnalyzerModule {
  static with(useCase: AnalyzeScriptUseCase, compositions: CompositionStore, serviceSecret: string, logger: Logger): DynamicModule {
    return {
      module: ScriptAnalyzerModule,
      imports: [
        subgraphModule({ marker: ScriptAnalyzerGraph, stubs: [ScriptedIncident], context: identityContext(serviceSecret) }),
      ],
      controllers: [ScriptSubmittedController, CompositionController, ScriptsController],
      providers: [
        { provide: AnalyzeScriptUseCase, useValue: useCase },
        { provide: CompositionStore, useValue: compositions },
        { provide: SERVICE_SECRET, useValue: serviceSecret },
        { provide: serviceLogger, useValue: logger },
        { provide: APP_GUARD, useClass: IdentityGuard },
        { provide: APP_FILTER, useClass: ScriptAnalyzerErrorFilter },
        ScriptAnalysisResolver,
        IncidentScriptsResolver,
      ],
    };
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { identityContext, IdentityGuard, SERVICE_SECRET } from '@attest/identity';
import type { Logger } from '@attest/observability';
import { serviceLogger, subgraphModule } from '@attest/service-host';
import { CompositionsUseCase } from './application/compositions.use-case.js';
import { EvaluationCasesUseCase } from './application/evaluation-cases.use-case.js';
import { EvaluationReader } from './application/evaluation-reader.js';
import { EvaluationRunsUseCase } from './application/evaluation-runs.use-case.js';
import { FeedbackReader } from './application/feedback-reader.js';
import { GiveFeedbackUseCase } from './application/give-feedback.use-case.js';
import { HearEventsUseCase } from './application/hear-events.use-case.js';
import { LessonsUseCase } from './application/lessons.use-case.js';
import { SnapshotStore } from './application/snapshot-store.js';
import { CompositionResolver } from './interface/composition.resolver.js';
import { EvaluationRunResolver } from './interface/evaluation-run.resolver.js';
import { EvaluationResolver } from './interface/evaluation.resolver.js';
import { EvaluatorErrorFilter } from './interface/evaluator-error.filter.js';
import { EvaluatorGraph } from './interface/evaluator-graph.js';
import { EventsController } from './interface/events.controller.js';
import { ExportsController } from './interface/exports.controller.js';
import { FeedbackResolver } from './interface/feedback.resolver.js';
import { LessonResolver } from './interface/lesson.resolver.js';

/** The use cases the module is wired around. */
export interface EvaluatorParts {
  giving: GiveFeedbackUseCase;
  feedback: FeedbackReader;
  hearing: HearEventsUseCase;
  snapshots: SnapshotStore;
  evaluation: EvaluationReader;
  lessons: LessonsUseCase;
  cases: EvaluationCasesUseCase;
  compositions: CompositionsUseCase;
  runs: EvaluationRunsUseCase;
  logger: Logger;
}

/** Wires the evaluator. */
@Module({})
export class EvaluatorModule {
  static with(parts: EvaluatorParts, serviceSecret: string): DynamicModule {
    return {
      module: EvaluatorModule,
      imports: [subgraphModule({ marker: EvaluatorGraph, context: identityContext(serviceSecret) })],
      controllers: [EventsController, ExportsController],
      providers: [
        { provide: GiveFeedbackUseCase, useValue: parts.giving },
        { provide: FeedbackReader, useValue: parts.feedback },
        { provide: HearEventsUseCase, useValue: parts.hearing },
        { provide: SnapshotStore, useValue: parts.snapshots },
        { provide: EvaluationReader, useValue: parts.evaluation },
        { provide: LessonsUseCase, useValue: parts.lessons },
        { provide: EvaluationCasesUseCase, useValue: parts.cases },
        { provide: CompositionsUseCase, useValue: parts.compositions },
        { provide: EvaluationRunsUseCase, useValue: parts.runs },
        { provide: SERVICE_SECRET, useValue: serviceSecret },
        { provide: serviceLogger, useValue: parts.logger },
        { provide: APP_GUARD, useClass: IdentityGuard },
        { provide: APP_FILTER, useClass: EvaluatorErrorFilter },
        FeedbackResolver,
        EvaluationResolver,
        LessonResolver,
        CompositionResolver,
        EvaluationRunResolver,
      ],
    };
  }
}

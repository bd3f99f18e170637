import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { identityContext, IdentityGuard, SERVICE_SECRET } from '@attest/identity';
import type { Logger } from '@attest/observability';
import { serviceLogger, subgraphModule } from '@attest/service-host';
import { EvaluationCasesUseCase } from './application/evaluation-cases.use-case.js';
import { EvaluationReader } from './application/evaluation-reader.js';
import { FeedbackReader } from './application/feedback-reader.js';
import { GiveFeedbackUseCase } from './application/give-feedback.use-case.js';
import { HearEventsUseCase } from './application/hear-events.use-case.js';
import { LessonsUseCase } from './application/lessons.use-case.js';
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
  evaluation: EvaluationReader;
  lessons: LessonsUseCase;
  cases: EvaluationCasesUseCase;
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
        { provide: EvaluationReader, useValue: parts.evaluation },
        { provide: LessonsUseCase, useValue: parts.lessons },
        { provide: EvaluationCasesUseCase, useValue: parts.cases },
        { provide: SERVICE_SECRET, useValue: serviceSecret },
        { provide: serviceLogger, useValue: parts.logger },
        { provide: APP_GUARD, useClass: IdentityGuard },
        { provide: APP_FILTER, useClass: EvaluatorErrorFilter },
        FeedbackResolver,
        EvaluationResolver,
        LessonResolver,
      ],
    };
  }
}

import type { SchemaOptions } from '@attest/persistence';
import { EvaluationCaseEntity } from './evaluation-case.entity.js';
import { FeedbackEntity } from './feedback.entity.js';
import { LessonEntity } from './lesson.entity.js';
import { CreateFeedback1766400000000 } from './migrations/1766400000000-create-feedback.js';

/** Everything that stands in this service's schema. */
export const evaluatorSchema: SchemaOptions = { schema: 'evaluator', entities: [FeedbackEntity, LessonEntity, EvaluationCaseEntity], migrations: [CreateFeedback1766400000000] };

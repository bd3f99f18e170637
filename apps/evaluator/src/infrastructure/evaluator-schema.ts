import type { SchemaOptions } from '@attest/persistence';
import { CompositionEntity } from './composition.entity.js';
import { EvaluationCaseEntity } from './evaluation-case.entity.js';
import { EvaluationRunEntity } from './evaluation-run.entity.js';
import { FeedbackEntity } from './feedback.entity.js';
import { LessonEntity } from './lesson.entity.js';
import { CreateEvaluationRuns1767300000000 } from './migrations/1767300000000-create-evaluation-runs.js';
import { CreateFeedback1766400000000 } from './migrations/1766400000000-create-feedback.js';
import { CreateSnapshots1767100000000 } from './migrations/1767100000000-create-snapshots.js';
import { CreateCompositions1767200000000 } from './migrations/1767200000000-create-compositions.js';

/** Everything that stands in this service's schema. */
export const evaluatorSchema: SchemaOptions = { schema: 'evaluator', entities: [FeedbackEntity, LessonEntity, EvaluationCaseEntity, CompositionEntity, EvaluationRunEntity], migrations: [CreateFeedback1766400000000, CreateSnapshots1767100000000, CreateCompositions1767200000000, CreateEvaluationRuns1767300000000] };

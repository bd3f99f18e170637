import { registerEnumType } from '@nestjs/graphql';
import { EvaluatorGraph } from './evaluator-graph.js';

/** Values are those of feedback.given.v1. */
export enum FeedbackVerdictName {
  CONFIRMED = 'confirmed',
  OFF_TARGET = 'offTarget',
  HARMFUL = 'harmful',
}
registerEnumType(FeedbackVerdictName, {
  registerIn: EvaluatorGraph,
  name: 'FeedbackVerdict',
  description: 'What a person says of a card',
  valuesMap: {
    CONFIRMED: { description: 'It looks great' },
    OFF_TARGET: { description: 'Inaccurate' },
    HARMFUL: { description: 'Potentially harmful or inappropriate' },
  },
});

/** Values are those of feedback.given.v1. */
export enum FeedbackFaultName {
  MISSING = 'missing',
  WRONG_ENTITY = 'wrongEntity',
  WRONG_ORDER = 'wrongOrder',
  WRONG_VERDICT = 'wrongVerdict',
  UNSAFE = 'unsafe',
  UNCLEAR = 'unclear',
  OTHER = 'other',
}
registerEnumType(FeedbackFaultName, {
  registerIn: EvaluatorGraph,
  name: 'FeedbackFault',
  description: 'What was wrong with a card',
  valuesMap: {
    MISSING: { description: 'Something important is missing' },
    WRONG_ENTITY: { description: 'A device, account, file or address is wrong' },
    WRONG_ORDER: { description: 'The order of events or actions is wrong' },
    WRONG_VERDICT: { description: 'The verdict or severity is wrong' },
    UNSAFE: { description: 'Following it would do harm' },
    UNCLEAR: { description: 'It is hard to understand' },
    OTHER: { description: 'Something else' },
  },
});

export enum LessonStateName {
  PENDING = 'PENDING',
  APPROVED = 'APPROVED',
  DECLINED = 'DECLINED',
  EXPIRED = 'EXPIRED',
}
registerEnumType(LessonStateName, {
  registerIn: EvaluatorGraph,
  name: 'LessonState',
  description: 'Where a lesson stands',
  valuesMap: {
    PENDING: { description: 'Waits for a reviewer' },
    APPROVED: { description: 'A reviewer agreed. It is listed; nothing applies it by itself' },
    DECLINED: { description: 'A reviewer did not agree' },
    EXPIRED: { description: 'Its time is over' },
  },
});

export enum EvaluationCaseStateName {
  DRAFT = 'DRAFT',
  REVIEWED = 'REVIEWED',
  DECLINED = 'DECLINED',
}
registerEnumType(EvaluationCaseStateName, {
  registerIn: EvaluatorGraph,
  name: 'EvaluationCaseState',
  description: 'Where a case stands',
  valuesMap: {
    DRAFT: { description: 'Made from feedback; waits for a reviewer' },
    REVIEWED: { description: 'A reviewer checked what is expected; it is exported' },
    DECLINED: { description: 'A reviewer put it aside' },
  },
});

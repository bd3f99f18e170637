import { Catch } from '@nestjs/common';
import { ServiceErrorFilter, type KnownError } from '@attest/service-host';
import { EvaluatorError, EvaluatorErrorCode } from '../domain/evaluator.error.js';

const statusOf: Readonly<Partial<Record<EvaluatorErrorCode, number>>> = {
  [EvaluatorErrorCode.CardUnknown]: 404,
  [EvaluatorErrorCode.LessonUnknown]: 404,
  [EvaluatorErrorCode.CaseUnknown]: 404,
  [EvaluatorErrorCode.RunUnknown]: 404,
  [EvaluatorErrorCode.RoleMissing]: 403,
  [EvaluatorErrorCode.OwnLesson]: 403,
  [EvaluatorErrorCode.WrongState]: 409,
  [EvaluatorErrorCode.TooMany]: 409,
  [EvaluatorErrorCode.Stale]: 409,
  [EvaluatorErrorCode.NoModel]: 409,
};

/** What people are told of the errors of this service. */
@Catch()
export class EvaluatorErrorFilter extends ServiceErrorFilter {
  protected override describe(error: unknown): KnownError | undefined {
    return error instanceof EvaluatorError ? { code: error.code, message: error.message, status: statusOf[error.code] ?? 400 } : undefined;
  }
}

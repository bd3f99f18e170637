import { Catch } from '@nestjs/common';
import { GuidebookError, GuidebookErrorCode } from '@attest/guidebook-reader';
import { ServiceErrorFilter, type KnownError } from '@attest/service-host';
import { ResponderError, ResponderErrorCode } from '../domain/responder.error.js';

const statusOf: Readonly<Partial<Record<ResponderErrorCode, number>>> = {
  [ResponderErrorCode.IncidentUnknown]: 404,
  [ResponderErrorCode.ActionUnknown]: 404,
  [ResponderErrorCode.GuidebookUnknown]: 404,
  [ResponderErrorCode.TooManyGuidebooks]: 409,
  [ResponderErrorCode.RoleMissing]: 403,
  [ResponderErrorCode.StaleApproval]: 409,
  [ResponderErrorCode.WrongState]: 409,
};

/** What people are told of the errors of this service. */
@Catch()
export class ResponderErrorFilter extends ServiceErrorFilter {
  protected override describe(error: unknown): KnownError | undefined {
    if (error instanceof GuidebookError) return { code: error.code, message: error.message, status: error.code === GuidebookErrorCode.TooLarge ? 413 : 422 };
    return error instanceof ResponderError ? { code: error.code, message: error.message, status: statusOf[error.code] ?? 400 } : undefined;
  }
}

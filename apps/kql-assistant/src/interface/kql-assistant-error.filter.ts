import { Catch } from '@nestjs/common';
import { KqlError, KqlErrorCode } from '@attest/kql-engine';
import { ServiceErrorFilter, type KnownError } from '@attest/service-host';
import { HuntErrorCode, isKnown, placeOf } from '../domain/hunt.error.js';

const statusOf: Readonly<Partial<Record<HuntErrorCode | KqlErrorCode, number>>> = {
  [HuntErrorCode.HuntUnknown]: 404,
  [HuntErrorCode.RunUnknown]: 404,
  [HuntErrorCode.SavedHuntUnknown]: 404,
  [HuntErrorCode.IncidentUnknown]: 404,
  [HuntErrorCode.RowsExpired]: 410,
  [HuntErrorCode.RunNotEnded]: 409,
  [HuntErrorCode.NameTaken]: 409,
  [HuntErrorCode.NotYours]: 403,
  [HuntErrorCode.RoleMissing]: 403,
  [HuntErrorCode.TooManyHunts]: 429,
  [KqlErrorCode.TooLarge]: 413,
  [KqlErrorCode.Timeout]: 504,
  [KqlErrorCode.Backend]: 502,
};

/** The errors of hunts; those of a query tell the place in it. */
@Catch()
export class KqlAssistantErrorFilter extends ServiceErrorFilter {
  protected describe(error: unknown): KnownError | undefined {
    if (!isKnown(error)) return undefined;
    return { code: error.code, message: error.message, status: statusOf[error.code] ?? 400, position: error instanceof KqlError ? placeOf(error.position) : undefined };
  }
}

import { Catch } from '@nestjs/common';
import { ServiceErrorFilter, type KnownError } from '@attest/service-host';
import { IncidentsError, IncidentsErrorCode } from '../domain/incidents.error.js';

const statusOf: Readonly<Partial<Record<IncidentsErrorCode, number>>> = {
  [IncidentsErrorCode.TooLarge]: 413,
  [IncidentsErrorCode.IncidentUnknown]: 404,
  [IncidentsErrorCode.RevisionChanged]: 409,
};

/** The errors of the incidents service. */
@Catch()
export class IncidentsErrorFilter extends ServiceErrorFilter {
  protected describe(error: unknown): KnownError | undefined {
    if (!(error instanceof IncidentsError)) return undefined;
    return { code: error.code, message: error.message, status: statusOf[error.code] ?? 400, position: error.position };
  }
}

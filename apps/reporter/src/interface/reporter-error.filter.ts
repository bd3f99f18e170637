import { Catch } from '@nestjs/common';
import { ServiceErrorFilter, type KnownError } from '@attest/service-host';
import { ReporterError, ReporterErrorCode } from '../domain/reporter.error.js';

const statusOf: Readonly<Partial<Record<ReporterErrorCode, number>>> = {
  [ReporterErrorCode.IncidentUnknown]: 404,
  [ReporterErrorCode.ReportUnknown]: 404,
  [ReporterErrorCode.NoReport]: 404,
  [ReporterErrorCode.RoleMissing]: 403,
};

/** What people are told of the errors of this service. */
@Catch()
export class ReporterErrorFilter extends ServiceErrorFilter {
  protected override describe(error: unknown): KnownError | undefined {
    return error instanceof ReporterError ? { code: error.code, message: error.message, status: statusOf[error.code] ?? 400 } : undefined;
  }
}

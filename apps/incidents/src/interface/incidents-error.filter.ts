import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { GqlContextType } from '@nestjs/graphql';
import type { Response } from 'express';
import { GraphQLError } from 'graphql';
import type { Logger } from '@attest/observability';
import { IncidentsError, IncidentsErrorCode } from '../domain/incidents.error.js';

/** Injection token of the service's logger. */
export const serviceLogger = Symbol('serviceLogger');

const statusOf: Partial<Record<IncidentsErrorCode, number>> = {
  [IncidentsErrorCode.TooLarge]: 413,
  [IncidentsErrorCode.IncidentUnknown]: 404,
  [IncidentsErrorCode.RevisionChanged]: 409,
};

/** Known errors keep their code, sentence and position; of others only that they happened gets out. */
@Catch()
export class IncidentsErrorFilter implements ExceptionFilter {
  constructor(@Inject(serviceLogger) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<GqlContextType>() === 'graphql') {
      if (error instanceof IncidentsError) return new GraphQLError(error.message, { extensions: { code: error.code, position: error.position } });
      return error;
    }
    const response = host.switchToHttp().getResponse<Response>();
    if (error instanceof IncidentsError) return response.status(statusOf[error.code] ?? 400).json({ error: { code: error.code, message: error.message, position: error.position } });
    if (error instanceof HttpException) return response.status(error.getStatus()).json({ error: { code: 'HTTP', message: error.message } });
    this.logger.error({ err: error }, 'request failed');
    return response.status(500).json({ error: { code: 'INTERNAL', message: 'Something went wrong on our side.' } });
  }
}

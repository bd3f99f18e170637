import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { GqlContextType } from '@nestjs/graphql';
import type { Response } from 'express';
import { GraphQLError } from 'graphql';
import { KqlError, KqlErrorCode } from '@attest/kql-engine';
import { PassErrorsOnFilter } from '@attest/messaging';
import type { Logger } from '@attest/observability';
import { HuntError, HuntErrorCode, isKnown, placeOf } from '../domain/hunt.error.js';

/** Injection token of the service's logger. */
export const serviceLogger = Symbol('serviceLogger');

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

/**
 * Known errors keep their code, sentence and, for a query, the place in it. Of others only that they happened gets out, with
 * the reference under which the log has them: by REST from here, in GraphQL from the gateway.
 */
@Catch()
export class KqlAssistantErrorFilter implements ExceptionFilter {
  /** Of events every error goes back to the bus, which retries and keeps what goes on failing. */
  private readonly bus = new PassErrorsOnFilter();

  constructor(@Inject(serviceLogger) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    switch (host.getType<GqlContextType>()) {
      case 'graphql':
        return isKnown(error) ? new GraphQLError(error.message, { extensions: { code: error.code, ...(error instanceof KqlError && error.position !== undefined ? { position: placeOf(error.position) } : {}) } }) : error;
      case 'http': {
        const http = host.switchToHttp();
        return this.answer(error, http.getRequest<IncomingMessage>(), http.getResponse<Response>());
      }
      default:
        return this.bus.catch(error);
    }
  }

  private answer(error: unknown, request: IncomingMessage, response: Response): void {
    if (response.headersSent || response.destroyed) {
      // Half a file must not look like a whole one.
      if (!(error instanceof HuntError)) this.logger.error({ err: error }, 'a download broke off');
      response.destroy();
      return;
    }
    if (isKnown(error)) {
      response.status(statusOf[error.code] ?? 400).json({ error: { code: error.code, message: error.message } });
      return;
    }
    if (error instanceof HttpException) {
      response.status(error.getStatus()).json({ error: { code: 'HTTP', message: error.message } });
      return;
    }
    const reference = referenceOf(request);
    this.logger.error({ err: error, reference }, 'a request failed');
    response.status(500).json({ error: { code: 'INTERNAL', message: `Something went wrong on our side (reference ${reference}).`, reference } });
  }
}

/** The id under which the gateway logs the request too, when it came that way. */
function referenceOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID().slice(0, 8);
}

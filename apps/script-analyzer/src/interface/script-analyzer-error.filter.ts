import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { GqlContextType } from '@nestjs/graphql';
import type { Response } from 'express';
import { GraphQLError } from 'graphql';
import { PassErrorsOnFilter } from '@attest/messaging';
import type { Logger } from '@attest/observability';
import { discardRest } from '../application/read-upload.js';
import { ScriptAnalyzerError, ScriptAnalyzerErrorCode } from '../domain/script-analyzer.error.js';

/** Injection token of the service's logger. */
export const serviceLogger = Symbol('serviceLogger');

const statusOf: Readonly<Record<ScriptAnalyzerErrorCode, number>> = {
  [ScriptAnalyzerErrorCode.ScriptUnknown]: 404,
  [ScriptAnalyzerErrorCode.EmptyScript]: 400,
  [ScriptAnalyzerErrorCode.TooLarge]: 413,
  [ScriptAnalyzerErrorCode.BadInput]: 400,
  [ScriptAnalyzerErrorCode.UploadIncomplete]: 400,
  [ScriptAnalyzerErrorCode.UnsupportedBody]: 415,
};

/**
 * Known errors keep their code and sentence. Of others only that they happened gets out, with the reference under which the
 * log has them: by REST from here, in GraphQL from the gateway, through which every operation leaves.
 */
@Catch()
export class ScriptAnalyzerErrorFilter implements ExceptionFilter {
  /** Of events every error goes back to the bus, which retries and keeps what goes on failing. */
  private readonly bus = new PassErrorsOnFilter();

  constructor(@Inject(serviceLogger) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    switch (host.getType<GqlContextType>()) {
      case 'graphql':
        return error instanceof ScriptAnalyzerError ? new GraphQLError(error.message, { extensions: { code: error.code } }) : error;
      case 'http': {
        const http = host.switchToHttp();
        return this.answer(error, http.getRequest<IncomingMessage>(), http.getResponse<Response>());
      }
      default:
        return this.bus.catch(error);
    }
  }

  private answer(error: unknown, request: IncomingMessage, response: Response): void {
    if (response.headersSent || response.destroyed) return;
    discardRest(request);
    if (error instanceof ScriptAnalyzerError) {
      response.status(statusOf[error.code]).json({ error: { code: error.code, message: error.message } });
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

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { HttpException, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { GqlContextType } from '@nestjs/graphql';
import type { Response } from 'express';
import { GraphQLError } from 'graphql';
import type { Logger } from '@attest/observability';
import { discardRest } from './discard-rest.js';

/** Injection token of a service's logger, for {@link ServiceErrorFilter}. */
export const serviceLogger = Symbol('serviceLogger');

/** What a person is told of an error a service knows: its code, its sentence, the status by REST, and a place such as `2:14`. */
export interface KnownError {
  code: string;
  message: string;
  status: number;
  position?: string;
}

/**
 * The one way errors leave a service. Known errors keep code, sentence and place. Of others only that they happened gets
 * out, with the reference under which the log has them: by REST from here, in GraphQL from the gateway, through which every
 * operation leaves. Errors of events do not come here: `startEventHandlers` gives them to the bus as they are.
 */
@Injectable()
export abstract class ServiceErrorFilter implements ExceptionFilter {
  constructor(@Inject(serviceLogger) private readonly logger: Logger) {}

  /** What is known of an error, or undefined when its text must not get out. */
  protected abstract describe(error: unknown): KnownError | undefined;

  catch(error: unknown, host: ArgumentsHost): unknown {
    switch (host.getType<GqlContextType>()) {
      case 'graphql':
        return this.forGraph(error);
      case 'http': {
        const http = host.switchToHttp();
        return this.answer(error, http.getRequest<IncomingMessage>(), http.getResponse<Response>());
      }
      default:
        throw error;
    }
  }

  private forGraph(error: unknown): unknown {
    const known = this.describe(error) ?? unstorable(error);
    if (known === undefined) return error;
    return new GraphQLError(known.message, { extensions: { code: known.code, ...(known.position === undefined ? {} : { position: known.position }) } });
  }

  private answer(error: unknown, request: IncomingMessage, response: Response): void {
    const known = this.describe(error) ?? unstorable(error);
    if (response.headersSent || response.destroyed) {
      // Half a file must not look like a whole one.
      if (known === undefined) this.logger.error({ err: error }, 'an answer broke off');
      response.destroy();
      return;
    }
    discardRest(request);
    if (known !== undefined) {
      const { code, message, status, position } = known;
      response.status(status).json({ error: { code, message, ...(position === undefined ? {} : { position }) } });
      return;
    }
    if (error instanceof HttpException) {
      const status = error.getStatus();
      response.status(status).json({ error: status === 404 ? { code: 'NOT_FOUND', message: 'There is nothing at this address.' } : { code: 'HTTP', message: status === 400 ? 'The address of the request cannot be read.' : error.message } });
      return;
    }
    const reference = referenceOf(request);
    this.logger.error({ err: error, reference }, 'a request failed');
    response.status(500).json({ error: { code: 'INTERNAL', message: `Something went wrong on our side (reference ${reference}).`, reference } });
  }
}

/** PostgreSQL keeps every text but one with the character U+0000 in it: a fault of what was sent, wherever it was going. */
function unstorable(error: unknown): KnownError | undefined {
  const code = (error as { driverError?: { code?: unknown } } | undefined)?.driverError?.code;
  return code === '22021' || code === '22P05' ? { code: 'BAD_INPUT', message: 'Text with the character U+0000 in it is not taken.', status: 400 } : undefined;
}

/** The id under which the gateway logs the request too, when it came that way. */
function referenceOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID().slice(0, 8);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpException } from '@nestjs/common';
import { IdentityError, IdentityErrorCode } from '@attest/identity';
import { traceOf, type Logger } from '@attest/observability';
import { sentenceFor } from './error-funnel.js';
import { GatewayError, GatewayErrorCode } from './gateway.error.js';

/** What a refused HTTP request is told. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  /** Under which the log has the detail of a fault. */
  reference?: string;
  /** Seconds, for `Retry-After`. */
  retryAfter?: number;
}

const identityStatuses: Readonly<Record<IdentityErrorCode, number>> = {
  [IdentityErrorCode.Unauthenticated]: 401,
  [IdentityErrorCode.SignInRefused]: 401,
  [IdentityErrorCode.TooManyAttempts]: 429,
  [IdentityErrorCode.AccountUnreadable]: 500,
};

/** The refusal for an error: known ones keep their sentence, others become a reference to the log. */
export function refusalOf(error: unknown, request: IncomingMessage, logger: Logger): Refusal {
  if (error instanceof GatewayError) return { status: error.status, code: error.code, message: error.message };
  if (error instanceof IdentityError && error.code !== IdentityErrorCode.AccountUnreadable) {
    return { status: identityStatuses[error.code], code: error.code, message: error.message, retryAfter: error.retryAfter };
  }
  const body = bodyError(error);
  if (body) return { status: body.status, code: body.code, message: body.message };
  if (error instanceof HttpException && error.getStatus() === 404) return { status: 404, code: GatewayErrorCode.NotFound, message: 'There is nothing at this address.' };
  const reference = traceOf(request).requestId;
  logger.error({ err: error, reference }, 'a request failed');
  return { status: 500, code: GatewayErrorCode.Internal, message: sentenceFor(reference), reference };
}

/** Ends the request with the error as JSON, in the form of a GraphQL response at the GraphQL door. */
export function refuse(error: unknown, request: IncomingMessage, response: ServerResponse, logger: Logger, form: 'plain' | 'graphql' = 'plain'): void {
  const { status, code, message, reference, retryAfter } = refusalOf(error, request, logger);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const detail = { code, ...(reference ? { reference } : {}) };
  const body = form === 'graphql' ? { errors: [{ message, extensions: detail }] } : { ...detail, message };
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
  if (!request.complete) response.setHeader('Connection', 'close');
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' }).end(JSON.stringify(body));
}

/** Errors of Express's body parsers, by the type they carry. */
function bodyError(error: unknown): GatewayError | undefined {
  const { type, code } = (typeof error === 'object' && error !== null ? error : {}) as { type?: unknown; code?: unknown };
  if (typeof code === 'string' && code.startsWith('Z_')) return new GatewayError(GatewayErrorCode.BodyMalformed, 'The request body cannot be decompressed.');
  switch (type) {
    case 'entity.too.large':
      return new GatewayError(GatewayErrorCode.BodyTooLarge, 'The request is larger than this address takes.');
    case 'encoding.unsupported':
      return new GatewayError(GatewayErrorCode.BodyMalformed, 'The request body has a content encoding that this address does not take.');
    case 'charset.unsupported':
      return new GatewayError(GatewayErrorCode.BodyMalformed, 'The request body has a character set that this address does not take.');
    case 'entity.parse.failed':
    case 'request.size.invalid':
    case 'request.aborted':
      return new GatewayError(GatewayErrorCode.BodyMalformed, 'The request body is not valid JSON.');
    default:
      return undefined;
  }
}

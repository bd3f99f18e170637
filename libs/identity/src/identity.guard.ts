import type { IncomingMessage } from 'node:http';
import { createParamDecorator, Inject, Injectable, Optional, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { IdentityErrorCode, unauthenticated } from './identity.error.js';
import { identityHeader, verifyIdentityHeader } from './identity-token.js';
import type { Identity, IdentityContext } from './identity.js';

/** Provide the service secret under this token, and {@link IdentityGuard} checks the signed header of REST requests itself. */
export const SERVICE_SECRET = Symbol('attest service secret');

/** A request whose asker is known. */
export type IdentifiedRequest = IncomingMessage & IdentityContext;

/**
 * The GraphQL context of a service reached over HTTP: who the signed header speaks for. In-process callers pass
 * `{ identity }` themselves. Throws UNAUTHENTICATED (HTTP 401), so that not even a field or reference resolver,
 * which no guard protects, runs for nobody.
 */
export function identityContext(secret: string): (context: { req?: IncomingMessage }) => Promise<IdentityContext> {
  return async ({ req }) => {
    const identity = await verifyIdentityHeader(req?.headers[identityHeader], secret);
    if (!identity) throw refusal();
    return { identity };
  };
}

/** Express middleware that notes on the request who asks; {@link IdentityGuard} refuses those it does not know. */
export function identityMiddleware(secret: string): (request: IncomingMessage, response: unknown, next: (error?: unknown) => void) => void {
  return (request, _response, next) => {
    verifyIdentityHeader(request.headers[identityHeader], secret).then((identity) => {
      (request as IdentifiedRequest).identity = identity;
      next();
    }, next);
  };
}

/**
 * Refuses every field and method to callers without an identity; make it global. REST requests are known by
 * {@link identityMiddleware} or, where {@link SERVICE_SECRET} is provided, by their signed header. Events of the bus
 * pass: they carry their tenant themselves.
 */
@Injectable()
export class IdentityGuard implements CanActivate {
  constructor(@Optional() @Inject(SERVICE_SECRET) private readonly secret?: string) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    switch (context.getType<'http' | 'rpc' | 'ws' | 'graphql'>()) {
      case 'rpc':
        return true;
      case 'graphql':
        if (identityOf(context)) return true;
        throw refusal();
      case 'http':
        if (await this.knows(context.switchToHttp().getRequest<IdentifiedRequest>())) return true;
        throw new UnauthorizedException({ code: IdentityErrorCode.Unauthenticated, message: unauthenticated().message });
      default:
        return false;
    }
  }

  private async knows(request: IdentifiedRequest): Promise<boolean> {
    if (this.secret !== undefined) request.identity = await verifyIdentityHeader(request.headers[identityHeader], this.secret);
    return request.identity !== undefined;
  }
}

/** Parameter decorator: who asks, in GraphQL resolvers of every kind and in REST methods. Throws UNAUTHENTICATED when nobody is known. */
export const CurrentIdentity = createParamDecorator((_data: unknown, context: ExecutionContext): Identity => {
  const identity = identityOf(context);
  if (!identity) throw refusal();
  return identity;
});

/** Reference resolvers get no arguments, so their context comes one place earlier. */
function identityOf(context: ExecutionContext): Identity | undefined {
  if (context.getType<'http' | 'graphql'>() !== 'graphql') return context.switchToHttp().getRequest<IdentifiedRequest>().identity;
  const values = context.getArgs<unknown[]>();
  const contextValue = (values.length >= 4 ? values[2] : values[1]) as IdentityContext | undefined;
  return contextValue?.identity;
}

function refusal(): GraphQLError {
  return new GraphQLError(unauthenticated().message, { extensions: { code: IdentityErrorCode.Unauthenticated, http: { status: 401 } } });
}

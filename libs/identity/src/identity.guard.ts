import type { IncomingMessage } from 'node:http';
import { createParamDecorator, Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { Identity, IdentityContext } from './identity.js';
import { identityHeader, verifyIdentityHeader } from './identity-token.js';

type Asked = IncomingMessage & IdentityContext;

/** The GraphQL context of a service reached over HTTP: who the signed header speaks for. In-process callers pass `{ identity }` themselves. */
export function identityContext(secret: string): (context: { req?: IncomingMessage }) => Promise<IdentityContext> {
  return async ({ req }) => ({ identity: await verifyIdentityHeader(req?.headers[identityHeader], secret) });
}

/** Express middleware that notes on the request who asks; {@link IdentityGuard} refuses those it does not know. */
export function identityMiddleware(secret: string): (request: IncomingMessage, response: unknown, next: (error?: unknown) => void) => void {
  return (request, _response, next) => {
    verifyIdentityHeader(request.headers[identityHeader], secret).then((identity) => {
      (request as Asked).identity = identity;
      next();
    }, next);
  };
}

/** Refuses every field and method to callers without an identity. Event handlers are not asked. Make it global. */
@Injectable()
export class IdentityGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() === 'rpc') return true;
    if (!identityOf(context)) throw new UnauthorizedException('Sign in first.');
    return true;
  }
}

/** Parameter decorator: who asks. Only behind {@link IdentityGuard}. */
export const CurrentIdentity = createParamDecorator((_data: unknown, context: ExecutionContext): Identity | undefined => identityOf(context));

function identityOf(context: ExecutionContext): Identity | undefined {
  if (context.getType<GqlContextType>() === 'graphql') return GqlExecutionContext.create(context).getContext<IdentityContext>().identity;
  return context.switchToHttp().getRequest<Asked>().identity;
}

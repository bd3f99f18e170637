import type { IncomingMessage, ServerResponse } from 'node:http';
import { identityContext, type Identity } from '@attest/identity';

/** What resolvers of this service know of a request. */
export interface HuntRequestContext {
  identity: Identity;
  /** Aborts when who asked is gone. */
  signal?: AbortSignal;
}

/** The context of a request that comes by HTTP: who asks, and whether they still wait. */
export function requestContext(secret: string): (context: { req?: IncomingMessage; res?: ServerResponse }) => Promise<HuntRequestContext> {
  const identify = identityContext(secret);
  return async ({ req, res }) => {
    const abort = new AbortController();
    // The request itself closes as soon as it is read; the response closes early only when the other side goes.
    res?.once('close', () => {
      if (!res.writableEnded) abort.abort();
    });
    return { ...((await identify({ ...(req === undefined ? {} : { req }) })) as { identity: Identity }), signal: abort.signal };
  };
}

import type { IncomingMessage } from 'node:http';
import type { ExecutionContext } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { identityContext, identityHeader, IdentityGuard, signIdentity, type Identity } from './index.js';

const secret = 'a secret that services share';
const identity: Identity = { subject: 'local:analyst', name: 'analyst', tenant: 'default', roles: ['reader'] };

function contextOf(type: string, values: unknown[]): ExecutionContext {
  const context = new ExecutionContextHost(values);
  context.setType(type);
  return context;
}

const requestWith = (headers: Record<string, string>): IncomingMessage => ({ headers }) as unknown as IncomingMessage;

describe('IdentityGuard', () => {
  const guard = new IdentityGuard(secret);

  it('lets a GraphQL operation pass that has an identity, without any HTTP request', async () => {
    expect(await guard.canActivate(contextOf('graphql', [undefined, {}, { identity }, {}]))).toBe(true);
  });

  it('is not fooled by an argument that is called identity', async () => {
    await expect(guard.canActivate(contextOf('graphql', [undefined, { identity }, {}, {}]))).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });

  it('refuses a GraphQL operation of nobody', async () => {
    await expect(guard.canActivate(contextOf('graphql', [undefined, {}, undefined, {}]))).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });

  it('lets an HTTP request pass with a signed header and hands its identity on', async () => {
    const request = requestWith({ [identityHeader]: await signIdentity(identity, secret) });
    expect(await guard.canActivate(contextOf('http', [request]))).toBe(true);
    expect(request).toMatchObject({ identity });
  });

  it.each<Record<string, string>>([{}, { [identityHeader]: 'analyst' }])('refuses an HTTP request with %p', async (headers) => {
    await expect(guard.canActivate(contextOf('http', [requestWith(headers)]))).rejects.toMatchObject({ status: 401 });
  });

  it('refuses every HTTP request when it has no secret to check with', async () => {
    const request = requestWith({ [identityHeader]: await signIdentity(identity, secret) });
    await expect(new IdentityGuard().canActivate(contextOf('http', [request]))).rejects.toMatchObject({ status: 401 });
  });

  it('lets events of the bus pass and refuses what it does not know', async () => {
    expect(await guard.canActivate(contextOf('rpc', [{}]))).toBe(true);
    expect(await guard.canActivate(contextOf('ws', [{}]))).toBe(false);
  });
});

describe('identityContext', () => {
  it('is the identity of the signed header, or a refusal with 401', async () => {
    const context = identityContext(secret);
    expect(await context({ req: requestWith({ [identityHeader]: await signIdentity(identity, secret) }) })).toEqual({ identity });
    await expect(context({ req: requestWith({}) })).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
  });
});

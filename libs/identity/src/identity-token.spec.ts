import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { identityLifetimeSeconds, serviceSecret, signIdentity, verifyIdentityHeader, type Identity } from './index.js';

const secret = 'a secret that services share';
const identity: Identity = { subject: 'local:analyst', name: 'analyst', tenant: 'default', roles: ['reader', 'responder'] };

describe('signed identity', () => {
  afterEach(() => jest.useRealTimers());

  it('comes back as it was signed', async () => {
    expect(await verifyIdentityHeader(await signIdentity(identity, secret), secret)).toEqual(identity);
  });

  it.each([undefined, '', 'analyst', ['a', 'b'], 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'])('refuses %p', async (value) => {
    await expect(verifyIdentityHeader(value, secret)).resolves.toBeUndefined();
  });

  it('refuses the signature of another secret', async () => {
    await expect(verifyIdentityHeader(await signIdentity(identity, 'another secret, also long'), secret)).resolves.toBeUndefined();
  });

  it('refuses a token with anything changed', async () => {
    const token = await signIdentity(identity, secret);
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.'), async (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        const lastOfPart = at === token.length - 1;
        if (changed === token || lastOfPart) return;
        await expect(verifyIdentityHeader(changed, secret)).resolves.toBeUndefined();
      }),
    );
  });

  it('refuses a token after its time', async () => {
    const token = await signIdentity(identity, secret);
    jest.useFakeTimers({ now: Date.now() + (identityLifetimeSeconds + 31) * 1000, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    await expect(verifyIdentityHeader(token, secret)).resolves.toBeUndefined();
  });

  it('refuses the tenant that stands for all tenants, and roles nobody knows', async () => {
    const everywhere = await signIdentity({ ...identity, tenant: '*' }, secret);
    await expect(verifyIdentityHeader(everywhere, secret)).resolves.toBeUndefined();
    const king = await signIdentity({ ...identity, roles: ['king' as 'admin'] }, secret);
    await expect(verifyIdentityHeader(king, secret)).resolves.toBeUndefined();
  });

  it('refuses a token made with the bare secret for another purpose', async () => {
    const other = await new SignJWT({ name: 'x', tenant: 'default', roles: [] }).setProtectedHeader({ alg: 'HS256' }).setSubject('x').setIssuer('attest-gateway').setAudience('attest-service').setExpirationTime('1m').sign(Buffer.from(secret));
    await expect(verifyIdentityHeader(other, secret)).resolves.toBeUndefined();
  });
});

describe('serviceSecret', () => {
  it('is the configured one', () => {
    expect(serviceSecret({ serviceSecret: secret, dataDir: '/nowhere' })).toBe(secret);
  });

  it('refuses one that is too short to be a secret', () => {
    expect(() => serviceSecret({ serviceSecret: 'short', dataDir: '/nowhere' })).toThrow('ATTEST_SERVICE_SECRET must be at least 16 characters long.');
  });

  it('is generated once, for its owner only', async () => {
    const dataDir = join(await mkdtemp(join(tmpdir(), 'attest-secret-')), 'data');
    const first = serviceSecret({ serviceSecret: undefined, dataDir });
    expect(first.length).toBeGreaterThanOrEqual(43);
    expect(serviceSecret({ serviceSecret: undefined, dataDir })).toBe(first);
    expect((await stat(join(dataDir, 'service-secret'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(dataDir, 'service-secret'), 'utf8')).toContain(first);
  });
});

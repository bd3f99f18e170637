import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { identityHeader, signIdentity, verifyIdentityHeader } from '@attest/identity';
import { fakeEvaluator, fakeIncidents, fakeKqlAssistant, fakeReporter, fakeResponder, fakeRest, fakeScriptAnalyzer, fakeSummarizer, secret, serveService, startWorld, type SeenRequest, type World } from './world.js';

const largeFile = 'export const large = 1;'.repeat(200);

function builtWeb(): string {
  const folder = mkdtempSync(join(tmpdir(), 'attest-web-'));
  const root = join(folder, 'dist');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'outside.txt'), 'CANARY-outside');
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Attest</title>');
  writeFileSync(join(root, 'favicon.svg'), '<svg/>');
  writeFileSync(join(root, '.env'), 'CANARY-dotfile');
  writeFileSync(join(root, 'assets/index-4f3a2b.js'), 'export {};');
  writeFileSync(join(root, 'assets/large-51c0de.js'), largeFile);
  writeFileSync(join(root, 'assets/large-51c0de.js.gz'), gzipSync(largeFile));
  return root;
}

/** A request as it is, without the normalisation that fetch does. */
function raw(world: World, path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<{ status: number; headers: IncomingMessage['headers']; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(world.gateway.url);
    const request = httpRequest({ hostname, port, path, method: options.method ?? 'GET', headers: options.headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(options.body);
  });
}

const json = { 'content-type': 'application/json' };

describe('the doors of the gateway', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ webRoot: builtWeb() });
  });
  afterAll(() => world.close());

  const signIn = (user: string, password: string, headers: Record<string, string> = {}): ReturnType<typeof raw> =>
    raw(world, '/auth/sign-in', { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify({ user, password }) });
  const cookieOf = (answer: { headers: IncomingMessage['headers'] }): string => answer.headers['set-cookie']?.[0] ?? '';

  describe('for anonymous callers', () => {
    it.each([
      ['POST', '/graphql', '{"query":"{ __typename }"}'],
      ['POST', '/graphql', 'this is not even JSON'],
      ['GET', '/graphql?query={__typename}', undefined],
      ['POST', '/GraphQL/', '{"query":"{ __typename }"}'],
      ['POST', '/api/incidents', '{}'],
      ['POST', '/api/incidents/1/events', '{}'],
      ['GET', '/api/incidents', undefined],
      ['POST', '/API/Incidents', '{}'],
      ['POST', '/api/scripts', 'whoami /all'],
      ['GET', '/api/anything', undefined],
      ['GET', '/auth/me', undefined],
    ])('%s %s answers 401 with a sentence', async (method, path, body) => {
      const { status, text } = await raw(world, path, { method, headers: json, body });
      expect(status).toBe(401);
      expect(text).toContain('Sign in to use Attest.');
      expect(world.seen).toEqual([]);
    });

    it('does not believe an identity that a client writes itself', async () => {
      const forged = await signIdentity({ subject: 'x', name: 'x', tenant: 'default', roles: ['admin'] }, secret);
      for (const path of ['/graphql', '/api/incidents', '/auth/me']) {
        const question = path === '/auth/me' ? {} : { method: 'POST', body: '{"query":"{ me { name } }"}' };
        const { status } = await raw(world, path, { ...question, headers: { ...json, [identityHeader]: forged } });
        expect(status).toBe(401);
      }
    });

    it.each(['/healthz', '/readyz', '/metrics'])('%s is open', async (path) => {
      expect((await raw(world, path)).status).toBe(200);
    });
  });

  describe('sign-in', () => {
    it('opens a session in a cookie that scripts and other sites cannot use', async () => {
      const answer = await signIn(world.account.user, world.account.password);
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toEqual({ name: 'analyst', tenant: 'default', roles: ['reader', 'hunter', 'responder', 'admin'] });
      expect(cookieOf(answer)).toMatch(/^attest_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
      const cookie = cookieOf(answer).split(';', 1)[0] ?? '';
      const me = await raw(world, '/graphql', { method: 'POST', headers: { ...json, cookie }, body: '{"query":"{ me { name } }"}' });
      expect(JSON.parse(me.text)).toEqual({ data: { me: { name: 'analyst' } } });
    });

    it('marks the cookie Secure behind TLS', async () => {
      expect(cookieOf(await signIn(world.account.user, world.account.password, { 'x-forwarded-proto': 'https' }))).toMatch(/; Secure$/);
    });

    it('ends the session at sign-out, for every copy of the cookie', async () => {
      const cookie = cookieOf(await signIn(world.account.user, world.account.password)).split(';', 1)[0] ?? '';
      expect((await raw(world, '/auth/me', { headers: { cookie } })).status).toBe(200);
      const out = await raw(world, '/auth/sign-out', { method: 'POST', headers: { cookie } });
      expect([out.status, cookieOf(out)]).toEqual([204, expect.stringContaining('Max-Age=0')]);
      expect((await raw(world, '/auth/me', { headers: { cookie } })).status).toBe(401);
    });

    it.each(['', '{', '[]', '{"user":"analyst"}', '{"user":"analyst","password":7}', JSON.stringify({ user: 'analyst', password: 'x'.repeat(2000) })])('refuses the body %p', async (body) => {
      const { status, text } = await raw(world, '/auth/sign-in', { method: 'POST', headers: json, body });
      expect(status).toBe(400);
      expect(JSON.parse(text)).toMatchObject({ code: 'BODY_MALFORMED' });
    });

    it('refuses a large body and a page of another site', async () => {
      expect((await signIn('analyst', 'x'.repeat(20_000))).status).toBe(413);
      const foreign = await signIn(world.account.user, world.account.password, { origin: 'https://evil.example' });
      expect([foreign.status, cookieOf(foreign)]).toEqual([403, '']);
    });

    it('slows guessing down after ten failures, at every door, and says for how long', async () => {
      const guessed = await startWorld();
      const guess = (): ReturnType<typeof raw> => raw(guessed, '/auth/sign-in', { method: 'POST', headers: json, body: '{"user":"analyst","password":"guess"}' });
      const statuses = [];
      for (let n = 0; n < 10; n++) statuses.push((await guess()).status);
      expect(statuses).toEqual(Array.from({ length: 10 }, () => 401));
      const refused = await guess();
      expect(refused.status).toBe(429);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(JSON.parse(refused.text)).toEqual({ code: 'TOO_MANY_ATTEMPTS', message: expect.stringMatching(/^Too many failed sign-ins from this address\. Try again in \d+ seconds\.$/) });
      expect((await raw(guessed, '/graphql', { method: 'POST', headers: { ...json, authorization: guessed.basic }, body: '{"query":"{ me { name } }"}' })).status).toBe(429);
      await guessed.close();
    });
  });

  describe('REST', () => {
    it('streams to the incidents service in the name of the person, and of nobody the client names', async () => {
      const forged = await signIdentity({ subject: 'x', name: 'mallory', tenant: 'other', roles: ['admin'] }, secret);
      const body = 'x'.repeat(5_000_000);
      const { status, text } = await raw(world, '/api/incidents?format=graph', { method: 'POST', headers: { ...json, authorization: world.basic, cookie: 'attest_session=x', [identityHeader]: forged }, body });
      expect([status, JSON.parse(text)]).toEqual([201, { bytes: 5_000_000 }]);
      const seen = world.seen.at(-1);
      expect(seen).toMatchObject({ method: 'POST', url: '/api/incidents?format=graph' });
      expect(await verifyIdentityHeader(seen?.headers[identityHeader], secret)).toMatchObject({ name: 'analyst', tenant: 'default' });
      expect(seen?.rawHeaders).not.toContain(forged);
      expect(seen?.headers).not.toHaveProperty('authorization');
      expect(seen?.headers).not.toHaveProperty('cookie');
      expect(seen?.headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    });

    it('refuses a page of another site and answers 404 beside its one address', async () => {
      expect((await raw(world, '/api/incidents', { method: 'POST', headers: { authorization: world.basic, origin: 'https://evil.example' } })).status).toBe(403);
      expect((await raw(world, '/api/incidentsx', { headers: { authorization: world.basic } })).status).toBe(404);
    });
  });

  describe('readiness', () => {
    it('names the part that fails', async () => {
      world.bus.sicken('The database does not answer.');
      const { status, text } = await raw(world, '/readyz');
      world.bus.sicken(undefined);
      expect(status).toBe(503);
      expect(JSON.parse(text)).toEqual({ status: 'notReady', checks: expect.arrayContaining([{ name: 'bus', ok: false, detail: 'The database does not answer.' }]) });
      expect((await raw(world, '/readyz')).status).toBe(200);
    });
  });

  describe('the web app', () => {
    it.each(['/', '/index.html', '/incidents/924518?tab=alerts', '/incidents/a.b'])('serves its page at %s, to be asked for again', async (path) => {
      const { status, headers, text } = await raw(world, path, { headers: { accept: 'text/html,*/*' } });
      expect([status, text]).toEqual([200, '<!doctype html><title>Attest</title>']);
      expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': expect.stringContaining('text/html') });
    });

    it('keeps files with a hash in their name for a year', async () => {
      expect((await raw(world, '/assets/index-4f3a2b.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect((await raw(world, '/favicon.svg')).headers['cache-control']).toBe('no-cache');
    });

    it('sends the compressed copy of a file to whoever takes it, and the file to others', async () => {
      const url = `${world.gateway.url}/assets/large-51c0de.js`;
      const squeezed = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
      expect([squeezed.status, await squeezed.text()]).toEqual([200, largeFile]);
      expect(Object.fromEntries(squeezed.headers)).toMatchObject({ 'content-encoding': 'gzip', 'content-type': expect.stringContaining('javascript'), 'cache-control': expect.stringContaining('immutable'), vary: expect.stringContaining('Accept-Encoding') });
      const plain = await raw(world, '/assets/large-51c0de.js', { headers: { 'accept-encoding': 'identity' } });
      expect([plain.text, plain.headers['content-encoding']]).toEqual([largeFile, undefined]);
    });

    it.each(['/assets/index-old.js', '/nothing.js'])('answers 404 for a script that is not there (%s)', async (path) => {
      const { status, text } = await raw(world, path, { headers: { accept: '*/*' } });
      expect([status, JSON.parse(text)]).toEqual([404, { code: 'NOT_FOUND', message: 'There is nothing at this address.' }]);
    });

    it.each(['/../outside.txt', '/..%2foutside.txt', '/%2e%2e/outside.txt', '/assets/..%2f..%2foutside.txt', '/..%5coutside.txt', '/%00', '/%', '/.env', '//../outside.txt', '/assets/%2e%2e%2f%2e%2e%2foutside.txt'])(
      'never leaves its folder (%s)',
      async (path) => {
        const { status, text } = await raw(world, path);
        expect(text).not.toContain('CANARY');
        expect(status === 404 || text.includes('<title>Attest</title>')).toBe(true);
      },
    );

    it('says what to do when it is not built', async () => {
      const bare = await startWorld();
      const { status, text } = await raw(bare, '/', { headers: { accept: 'text/html' } });
      expect(status).toBe(503);
      expect(text).toContain('npm run build');
      await bare.close();
    });
  });

  it.each(['/', '/assets/index-4f3a2b.js', '/graphql', '/api/incidents', '/healthz', '/nowhere.js'])('carries the security headers at %s', async (path) => {
    const { headers } = await raw(world, path);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each(['/graphql', '/api/incidents', '/api/nowhere', '/healthz', '/auth/me', '/nowhere.js'])('lets nobody keep what %s answers', async (path) => {
    expect((await raw(world, path, { headers: { authorization: world.basic } })).headers['cache-control']).toBe('no-store');
  });

  it.each(['/', '/assets/index-4f3a2b.js'])('gives %s whole to who asks for a part that is not there', async (path) => {
    const { status, text } = await raw(world, path, { headers: { accept: 'text/html', range: 'bytes=99999-' } });
    expect([status, text.length > 0]).toEqual([200, true]);
  });

  it.each([
    ['a body that says it is gzip and is not', { 'content-encoding': 'gzip' }, 'The request body cannot be decompressed.'],
    ['an encoding nobody knows', { 'content-encoding': 'zstd-7' }, 'The request body has a content encoding that this address does not take.'],
    ['a character set nobody knows', { 'content-type': 'application/json; charset=klingon' }, 'The request body has a character set that this address does not take.'],
  ])('refuses %s', async (_, headers, message) => {
    const { status, text } = await raw(world, '/graphql', { method: 'POST', headers: { ...json, authorization: world.basic, ...headers }, body: '{"query":"{ me { name } }"}' });
    expect([status, JSON.parse(text)]).toEqual([400, { errors: [{ message, extensions: { code: 'BODY_MALFORMED' } }] }]);
  });
});

describe('a gateway that is sent anything', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ webRoot: builtWeb() });
  });
  afterAll(() => world.close());

  const send = (bytes: string | Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(world.gateway.url);
      const socket = connect(Number(port), hostname, () => socket.end(bytes));
      socket.resume();
      socket.on('error', () => resolve());
      socket.on('close', () => resolve());
    });

  it('lives on after bytes, paths, headers and handshakes of any kind', async () => {
    const { user, password } = world.account;
    const signedIn = await raw(world, '/auth/sign-in', { method: 'POST', headers: json, body: JSON.stringify({ user, password }) });
    const word = fc.stringMatching(/^[!-~]{1,40}$/);
    const requests = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(fc.constantFrom('GET', 'POST', 'PUT', 'OPTIONS', 'HEAD'), word, word, word).map(([method, path, cookie, authorization]) => `${method} /${path} HTTP/1.1\r\nHost: x\r\nCookie: attest_session=${cookie}\r\nAuthorization: Basic ${authorization}\r\nConnection: close\r\n\r\n`),
      fc.tuple(fc.constantFrom('/graphql', '/GRAPHQL/x', '/', '/api/incidents'), word).map(([path, key]) => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nAuthorization: ${world.basic}\r\n\r\n`),
      fc.string({ maxLength: 100 }).map((body) => `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: ${world.basic}\r\nContent-Length: ${Buffer.byteLength(body) + 5}\r\n\r\n${body}`),
    );
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        await send(request);
      }),
      { numRuns: 150 },
    );
    expect((await raw(world, '/healthz')).status).toBe(200);
    const cookie = signedIn.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
    const me = await raw(world, '/graphql', { method: 'POST', headers: { ...json, cookie }, body: '{"query":"{ me { name } }"}' });
    expect(JSON.parse(me.text)).toEqual({ data: { me: { name: 'analyst' } } });
  });
});

describe('the report of an incident', () => {
  it('is asked of the reporter, everything else under the incident of the incidents service', async () => {
    const asked: Record<'incidents' | 'reporter', SeenRequest[]> = { incidents: [], reporter: [] };
    const world = await startWorld({ services: () => ({ incidents: { schema: fakeIncidents(), http: fakeRest(asked.incidents) }, summarizer: { schema: fakeSummarizer(), http: fakeRest([]) }, scriptAnalyzer: { schema: fakeScriptAnalyzer(), http: fakeRest([]) }, kqlAssistant: { schema: fakeKqlAssistant(), http: fakeRest([]) }, responder: { schema: fakeResponder(), http: fakeRest([]) }, reporter: { schema: fakeReporter(), http: fakeRest(asked.reporter) }, evaluator: { schema: fakeEvaluator(), http: fakeRest([]) } }) });
    const reports = ['/api/incidents/7/report.pdf?version=2', '/api/incidents/a%2Fb/report.stix', '/api/reports/period.html?from=2025-01-01&to=2025-02-01'];
    const others = ['/api/incidents', '/api/incidents/report.pdf', '/api/incidents/7/report.pdf/x', '/api/incidents/7/events', '/api/incidents/7/report'];
    for (const path of [...reports, ...others]) await raw(world, path, { headers: { authorization: world.basic } });
    expect((await raw(world, reports[0] ?? '')).status).toBe(401);
    await world.close();
    expect([asked.reporter.map(({ url }) => url), asked.incidents.map(({ url }) => url)]).toEqual([reports, others]);
  });
});

describe('REST to a service in another process', () => {
  let world: World;
  let server: Server;
  beforeAll(async () => {
    world = await startWorld({
      services: async (seen) => {
        const incidents = await serveService(fakeIncidents(), fakeRest(seen));
        server = incidents.server;
        return { incidents: { url: incidents.url }, summarizer: { schema: fakeSummarizer(), http: fakeRest([]) }, scriptAnalyzer: { schema: fakeScriptAnalyzer(), http: fakeRest([]) }, kqlAssistant: { schema: fakeKqlAssistant(), http: fakeRest([]) }, responder: { schema: fakeResponder(), http: fakeRest([]) }, reporter: { schema: fakeReporter(), http: fakeRest([]) }, evaluator: { schema: fakeEvaluator(), http: fakeRest([]) } };
      },
    });
  });
  afterAll(async () => {
    await world.close();
    server.close();
  });

  it('streams through, strips a forged identity and signs the real one', async () => {
    const { status, text, headers } = await raw(world, '/api/incidents/1/events?x=1', { method: 'POST', headers: { authorization: world.basic, [identityHeader]: 'forged', connection: 'keep-alive' }, body: 'y'.repeat(3_000_000) });
    expect([status, JSON.parse(text)]).toEqual([201, { bytes: 3_000_000 }]);
    expect(headers).not.toHaveProperty('x-powered-by');
    const seen = world.seen.at(-1);
    expect(seen?.url).toBe('/api/incidents/1/events?x=1');
    expect(await verifyIdentityHeader(seen?.headers[identityHeader], secret)).toMatchObject({ name: 'analyst' });
    expect(seen?.headers).not.toHaveProperty('authorization');
  });

  it('says that the service does not answer, and not why', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const { status, text } = await raw(world, '/api/incidents', { method: 'POST', headers: { authorization: world.basic }, body: '{}' });
    expect(status).toBe(503);
    expect(JSON.parse(text)).toEqual({ code: 'SERVICE_UNAVAILABLE', message: 'The incidents service does not answer.' });
  });
});

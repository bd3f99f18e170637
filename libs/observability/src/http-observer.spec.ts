import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, createMetrics, httpObserver, traceOf, type Metrics } from './index.js';

describe('httpObserver', () => {
  let server: Server;
  let url: string;
  let file: string;
  const metrics: Metrics = createMetrics();

  beforeAll(async () => {
    file = join(await mkdtemp(join(tmpdir(), 'attest-access-')), 'access.log');
    const observe = httpObserver({ logger: createLogger('spec', 'debug', file), metrics, route: (path) => (path.startsWith('/api') ? 'api' : 'other') });
    server = createServer((request, response) => observe(request, response, () => response.writeHead(201).end(JSON.stringify(traceOf(request)))));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('keeps a fit request id and continues the trace', async () => {
    const response = await fetch(`${url}/api/x`, { headers: { 'x-request-id': 'abc-1', traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' } });
    expect(response.headers.get('x-request-id')).toBe('abc-1');
    expect(await response.json()).toMatchObject({ requestId: 'abc-1', traceparent: expect.stringContaining('4bf92f3577b34da6a3ce929d0e0e4736') });
  });

  it('replaces an unfit request id', async () => {
    const response = await fetch(`${url}/api/x`, { headers: { 'x-request-id': 'a b"c' } });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('writes an access line without the query and counts by route', async () => {
    await (await fetch(`${url}/api/y?token=CANARY-query`)).text();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const log = await readFile(file, 'utf8');
    expect(log).toContain('"path":"/api/y"');
    expect(log).not.toContain('CANARY-query');
    expect(await metrics.metrics()).toMatch(/attest_http_request_duration_seconds_count\{method="GET",route="api",status="201"\} [1-9]/);
  });
});

import { createServer, type Server } from 'node:http';
import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startGateway, type RunningGateway } from '@attest/gateway';
import { localAccount } from '@attest/identity';
import { createLogger, createMetrics } from '@attest/observability';
import { eventually } from '@attest/testing';
import { fakeEvaluator, fakeIncidents, fakeReporter, fakeResponder, fakeRest, fakeScriptAnalyzer, fakeSummarizer } from '../gateway/world.js';
import { processRow, secret, startKqlAssistant, type Service } from './service.js';

describe.each(['in this process', 'behind an address'] as const)('the doors of the KQL assistant %s', (where) => {
  let service: Service;
  let gateway: RunningGateway;
  let remote: Server | undefined;
  let authorization: string;

  beforeAll(async () => {
    service = await startKqlAssistant();
    const dataDir = mkdtempSync(join(tmpdir(), 'attest-hunt-front-'));
    const account = await localAccount({ dataDir, password: 'a password for tests' });
    authorization = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`;
    if (where === 'behind an address') {
      remote = createServer(service.running.http);
      await new Promise<void>((resolve) => remote?.listen(0, '127.0.0.1', resolve));
    }
    gateway = await startGateway({
      config: { port: 0, host: '127.0.0.1', dataDir, serviceSecret: secret },
      bus: service.bus,
      logger: createLogger('gateway', 'error'),
      metrics: createMetrics(),
      account,
      webRoot: join(dataDir, 'no-web-build'),
      services: {
        incidents: { schema: fakeIncidents(), http: fakeRest([]) },
        summarizer: { schema: fakeSummarizer(), http: fakeRest([]) },
        scriptAnalyzer: { schema: fakeScriptAnalyzer(), http: fakeRest([]) },
        kqlAssistant: remote ? { url: `http://127.0.0.1:${(remote.address() as AddressInfo).port}` } : service.running,
        responder: { schema: fakeResponder(), http: fakeRest([]) },
        reporter: { schema: fakeReporter(), http: fakeRest([]) },
        evaluator: { schema: fakeEvaluator(), http: fakeRest([]) },
      },
    });
    await service.land([processRow('2026-03-01T10:00:00Z')]);
  });
  afterAll(async () => {
    await gateway?.close();
    remote?.closeAllConnections();
    remote?.close();
    await service?.close();
  });

  const ask = async <T>(query: string, variables: Record<string, unknown> = {}, signal?: AbortSignal): Promise<{ data: T; errors?: { message: string; extensions: Record<string, unknown> }[] }> =>
    (await (await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }), ...(signal === undefined ? {} : { signal }) })).json()) as never;

  it('run a query, stream its rows over a socket and give them as a file', async () => {
    const { data, errors } = await ask<{ runHunt: { id: string } }>('mutation { runHunt(kql: "range x from 1 to 5000 step 1", wait: false) { id } }');
    expect(errors).toBeUndefined();
    const client = createClient({
      url: `${gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols: string) {
          super(url, protocols, { headers: { authorization } });
        }
      },
      retryAttempts: 0,
    });
    const numbers: number[] = [];
    for await (const { data: event, errors: wrong } of client.iterate<{ huntRows: { rows: [number][]; done: boolean; run: { status: string } } }>({ query: 'subscription ($id: ID!) { huntRows(runId: $id) { rows done run { status } } }', variables: { id: data.runHunt.id } })) {
      expect(wrong).toBeUndefined();
      numbers.push(...(event?.huntRows.rows.map(([x]) => x) ?? []));
      if (event?.huntRows.done === true) expect(event.huntRows.run.status).toBe('DONE');
    }
    await client.dispose();
    expect(numbers).toEqual(Array.from({ length: 5_000 }, (_, at) => at + 1));
    const file = await fetch(`${gateway.url}/api/hunts/${data.runHunt.id}/rows.csv`, { headers: { authorization } });
    expect([file.status, (await file.text()).split('\r\n').length]).toEqual([200, 5_002]);
    expect((await fetch(`${gateway.url}/api/hunts/${data.runHunt.id}/rows.csv`)).status).toBe(401);
  });

  it('say what is wrong in words, with the place in the query', async () => {
    const { errors } = await ask('query { explainHunt(kql: "x", huntId: "nope") { tables } }');
    expect(errors).toMatchObject([{ message: 'huntId is no id of this service.', extensions: { code: 'BAD_INPUT' } }]);
    const { data } = await ask<{ runHunt: { problem: unknown } }>('mutation { runHunt(kql: "DeviceProcessEvents\\n| where Nope == 1") { problem { code line column } } }');
    expect(data.runHunt.problem).toEqual({ code: 'KQL_INVALID', line: 2, column: 9 });
  });

  it('stop a hunt whose asker goes away', async () => {
    const abort = new AbortController();
    const kql = 'range x from 1 to 3000000 step 1 | extend k = 1 | join kind=inner (range y from 1 to 3000000 step 1 | extend k = 1) on k | summarize count() by z = (x * y) % 1000003';
    const gone = ask('mutation ($kql: String!) { runHunt(kql: $kql) { id } }', { kql }, abort.signal).catch(() => undefined);
    const statusOf = async (): Promise<string | undefined> => (await ask<{ hunts: { nodes: { lastRun: { status: string } | null }[] } }>('{ hunts(first: 1) { nodes { lastRun { status } } } }')).data.hunts.nodes[0]?.lastRun?.status;
    await eventually('the hunt to run', async () => (await statusOf()) === 'RUNNING');
    abort.abort();
    await gone;
    await eventually('the hunt to be stopped', async () => (await statusOf()) === 'CANCELLED');
  });
});

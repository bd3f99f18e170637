import { request as httpRequest, type Server } from 'node:http';
import { createClient, type Client, type FormattedExecutionResult } from 'graphql-ws';
import { WebSocket } from 'ws';
import { eventually } from '@attest/testing';
import { fakeEvaluator, fakeIncidents, fakeKqlAssistant, fakeReporter, fakeResponder, fakeRest, fakeScriptAnalyzer, fakeSummarizer, serveService, startWorld, type World } from './world.js';

type Results = AsyncGenerator<FormattedExecutionResult<Record<string, unknown>>>;

const cardChanged = 'subscription ($id: ID!) { cardChanged(subjectId: $id) { kind subjectId incident { id displayName summary { title } } } }';
const incidentChanged = 'subscription { incidentChanged { incidentId revision change incident { displayName } } }';

const socketUrl = (world: World): string => `${world.gateway.url.replace('http', 'ws')}/graphql`;

function clientFor(world: World, headers: Record<string, string> = { authorization: world.basic }): Client {
  class SignedInSocket extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { headers });
    }
  }
  return createClient({ url: socketUrl(world), webSocketImpl: SignedInSocket, retryAttempts: 0 });
}

async function subscribers(world: World): Promise<number> {
  const text = await (await fetch(`${world.gateway.url}/metrics`)).text();
  return Number(/^attest_gateway_live_subscriptions (\d+)$/m.exec(text)?.[1]);
}

/** Resolves when the gateway hears for it, so that nothing published afterwards is missed. */
async function listen(client: Client, world: World, query: string, variables?: Record<string, unknown>): Promise<{ results: Results; first: Promise<unknown> }> {
  const before = await subscribers(world);
  const results = client.iterate<Record<string, unknown>>({ query, variables }) as Results;
  const first = results.next().then(({ value }) => value as unknown);
  await eventually('one subscription more', async () => (await subscribers(world)) === before + 1);
  return { results, first };
}

/** The status a handshake is refused with, or the code the socket is closed with. */
function knock(world: World, headers: Record<string, string>, path = '/graphql'): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${world.gateway.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', { headers });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('close', (code) => resolve(code));
    socket.on('open', () => setTimeout(() => socket.close(1000), 100));
    socket.on('error', reject);
  });
}

async function signIn(world: World): Promise<string> {
  const { user, password } = world.account;
  const response = await fetch(`${world.gateway.url}/auth/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user, password }) });
  return (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
}

const servers: Server[] = [];
const inOtherProcesses = {
  services: async () => {
    const incidents = await serveService(fakeIncidents(), fakeRest([]));
    const summarizer = await serveService(fakeSummarizer(), fakeRest([]));
    servers.push(incidents.server, summarizer.server);
    return { incidents: { url: incidents.url }, summarizer: { url: summarizer.url }, scriptAnalyzer: { schema: fakeScriptAnalyzer(), http: fakeRest([]) }, kqlAssistant: { schema: fakeKqlAssistant(), http: fakeRest([]) }, responder: { schema: fakeResponder(), http: fakeRest([]) }, reporter: { schema: fakeReporter(), http: fakeRest([]) }, evaluator: { schema: fakeEvaluator(), http: fakeRest([]) } };
  },
};

describe.each([
  ['services in this process', {}],
  ['services in other processes', inOtherProcesses],
])('live updates with %s', (_where, options) => {
  let world: World;
  let client: Client;
  beforeAll(async () => {
    world = await startWorld(options);
    client = clientFor(world);
  });
  afterAll(async () => {
    await client.dispose();
    await world.close();
    for (const server of servers.splice(0)) server.close();
  });

  it('tells a new card of the subject, enriched by the other services', async () => {
    const { results, first } = await listen(client, world, cardChanged, { id: '7' });
    await world.publishCard('8');
    await world.publishCard('7', 'another-tenant');
    await world.publishCard('7');
    expect(await first).toEqual({
      data: { cardChanged: { kind: 'incidentSummary', subjectId: '7', incident: { id: '7', displayName: 'Incident 7 of analyst', summary: { title: 'Summary of 7 for default' } } } },
    });
    await results.return(undefined);
    await eventually('no subscription left', async () => (await subscribers(world)) === 0);
  });

  it('tells every changed incident of the tenant and of no other', async () => {
    const { results, first } = await listen(client, world, incidentChanged);
    await world.publishIncident('1', 'another-tenant');
    await world.publishIncident('2');
    await world.publishIncident('3');
    expect(await first).toEqual({ data: { incidentChanged: { incidentId: '2', revision: 2, change: 'updated', incident: { displayName: 'Incident 2 of analyst' } } } });
    expect((await results.next()).value).toMatchObject({ data: { incidentChanged: { incidentId: '3' } } });
    await results.return(undefined);
  });

  it('stops hearing when the socket is gone', async () => {
    const other = clientFor(world);
    const { first } = await listen(other, world, incidentChanged);
    first.catch(() => undefined);
    other.terminate();
    await eventually('no subscription left', async () => (await subscribers(world)) === 0);
  });
});

describe('the socket door', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it('hears the bus as a group of its own that is forgotten afterwards, from now on', () => {
    expect(world.bus.subscriptions).toMatchObject([{ group: expect.stringMatching(/^gateway-/), from: 'latest', ephemeral: true }]);
  });

  it.each<[string, Record<string, string>, number]>([
    ['nobody', {}, 401],
    ['wrong Basic credentials', { authorization: `Basic ${Buffer.from('analyst:wrong').toString('base64')}` }, 401],
    ['a page of another site', { origin: 'https://evil.example' }, 403],
    ['a session that is over, so that the page can tell', { cookie: 'attest_session=over' }, 4401],
  ])('refuses %s', async (_who, headers, expected) => {
    expect(await knock(world, headers)).toBe(expected);
  });

  it('lets the own page in by its cookie', async () => {
    expect(await knock(world, { cookie: await signIn(world), origin: world.gateway.url })).toBe(1000);
  });

  it('refuses a foreign page even with a cookie, and other addresses', async () => {
    const cookie = await signIn(world);
    expect(await knock(world, { cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await knock(world, { cookie }, '/elsewhere')).toBe(404);
  });

  it('closes the sockets of a session that signs out', async () => {
    const cookie = await signIn(world);
    const client = clientFor(world, { cookie });
    const closed = new Promise<unknown>((resolve) => client.on('closed', resolve));
    const { first } = await listen(client, world, incidentChanged);
    first.catch(() => undefined);
    await new Promise((resolve) => {
      httpRequest(`${world.gateway.url}/auth/sign-out`, { method: 'POST', headers: { cookie } }, resolve).end();
    });
    expect(await closed).toMatchObject({ code: 4401 });
    await eventually('no subscription left', async () => (await subscribers(world)) === 0);
  });

  describe('limits', () => {
    let client: Client;
    beforeAll(() => {
      client = clientFor(world);
    });
    afterAll(() => client.dispose());

    const errorOf = async (query: string, variables?: Record<string, unknown>): Promise<unknown> => {
      const results = client.iterate({ query, variables });
      return results.next().then(
        ({ value }) => value as unknown,
        (error: unknown) => error,
      );
    };

    it('carries subscriptions only', async () => {
      expect(await errorOf('{ me { name } }')).toEqual([{ message: expect.stringContaining('subscriptions only'), extensions: { code: 'OPERATION_REFUSED' } }]);
    });

    it.each([
      ['depth', `subscription { incidentChanged { incident { ${'... on Incident { '.repeat(15)} id ${'}'.repeat(15)} } } }`],
      ['aliases', `subscription { incidentChanged { ${Array.from({ length: 100 }, (_, n) => `a${n}: revision`).join(' ')} } }`],
      ['nodes', 'subscription { incidentChanged { incident { alerts(first: 100) { nodes { evidence { type } } } evidence(first: 99999) { nodes { type } } } } }'],
    ])('refuses too much %s', async (_what, query) => {
      expect(await errorOf(query)).toEqual([expect.objectContaining({ extensions: { code: 'OPERATION_TOO_LARGE' } })]);
    });

    it('refuses a document of too many tokens', async () => {
      const [error] = (await errorOf(`subscription { ${'incidentChanged { revision } '.repeat(1000)} }`)) as { message: string }[];
      expect(error?.message).toContain('2000 tokens');
    });

    it('does not complete guesses of field names', async () => {
      const text = JSON.stringify(await errorOf('subscription { incidentChanged { revisio } }'));
      expect(text).toContain('revisio');
      expect(text).not.toMatch(/Did you mean|revision"/);
    });

    it('opens at most twenty subscriptions on one connection', async () => {
      const open = await Promise.all(
        Array.from({ length: 20 }, () => {
          const results = client.iterate({ query: incidentChanged });
          results.next().catch(() => undefined);
          return results;
        }),
      );
      await eventually('20 subscriptions', async () => (await subscribers(world)) === 20);
      expect(await errorOf(incidentChanged)).toEqual([{ message: 'At most 20 subscriptions can be open on one connection.', extensions: { code: 'OPERATION_REFUSED' } }]);
      client.terminate();
      await eventually('no subscription left', async () => (await subscribers(world)) === 0);
      expect(open).toHaveLength(20);
    });
  });

  it('closes a socket that sends more than a message may hold', async () => {
    const socket = new WebSocket(socketUrl(world), 'graphql-transport-ws', { headers: { authorization: world.basic } });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('x'.repeat(3 * 1024 * 1024));
    socket.on('error', () => undefined);
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(1009);
  });

  it('closes a socket that sends nonsense', async () => {
    const socket = new WebSocket(socketUrl(world), 'graphql-transport-ws', { headers: { authorization: world.basic } });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('{"type":"subscribe","id":');
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(4400);
  });
});

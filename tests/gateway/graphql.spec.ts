import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { canary, fakeEvaluator, fakeIncidents, fakeKqlAssistant, fakeReporter, fakeResponder, fakeRest, fakeScriptAnalyzer, fakeSummarizer, serveService, startWorld, type World } from './world.js';

describe('GraphQL through services in this process', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it('answers one query from several services in the name of the person who asks', async () => {
    const { body } = await world.ask('{ me { name tenant roles } incident(id: "7") { id displayName summary { title } } }');
    expect(body).toEqual({
      data: {
        me: { name: 'analyst', tenant: 'default', roles: ['reader', 'hunter', 'responder', 'admin'] },
        incident: { id: '7', displayName: 'Incident 7 of analyst', summary: { title: 'Summary of 7 for default' } },
      },
    });
  });

  it('takes a large import as a variable', async () => {
    const content = 'x'.repeat(1_500_000);
    const { body } = await world.ask('mutation Import($input: ImportIncidentsInput!) { importIncidents(input: $input) { incidents { id outcome } } }', { input: { content } });
    expect(body).toEqual({ data: { importIncidents: { incidents: [{ id: '1500000', outcome: 'CREATED' }] } } });
  });

  it('lets a known error of a service pass with its sentence, code and position, and nothing else', async () => {
    const { body, text } = await world.ask('{ incident(id: "refused") { id } }');
    expect(body.errors).toEqual([{ message: 'There is no incident with this id.', path: ['incident'], extensions: { code: 'INCIDENT_NOT_FOUND', position: 'id' } }]);
    expect(text).not.toContain('CANARY');
  });

  it.each(['explodes', 'signedOut'])('turns an unexpected error (%s) into a sentence with a reference that the log knows', async (id) => {
    const { body, text } = await world.ask(`{ me { name } incident(id: "${id}") { id } }`);
    const [error] = body.errors ?? [];
    expect(error?.message).toMatch(/^Something went wrong on our side \(reference [0-9a-f]{8}\)\.$/);
    expect(error?.extensions).toEqual({ code: 'INTERNAL', reference: expect.any(String) });
    expect(body.data).toEqual({ me: { name: 'analyst' }, incident: null });
    expect(text).not.toMatch(/CANARY|ECONNREFUSED|stack|node_modules|\.ts/);
    const log = readFileSync(world.logFile, 'utf8');
    expect(log).toContain(String(error?.extensions?.['reference']));
    expect(log).not.toContain('pa55w0rd');
  });

  it.each([
    ['query ($n: Int = 5) { me { name } incidents(first: $n) { nodes { id } } }', { n: null }],
    ['query A ($n: Int = 5) { ...Rows } fragment Rows on Query { incidents(first: $n) { nodes { alerts(first: $n) { nodes { id } } } } }', { n: null }],
  ])('refuses a variable that is null where an argument must not be (%#)', async (query, variables) => {
    const { body } = await world.ask(query, variables);
    expect(body.errors).toEqual([{ message: 'Argument "first" of non-null type "Int!" must not be null.', locations: [expect.any(Object)], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(body.data ?? null).toBeNull();
  });

  it('says where subscriptions are answered', async () => {
    const { status, body } = await world.ask('subscription { cardChanged(subjectId: "7") { version } }');
    expect([status, body.errors]).toEqual([400, [{ message: 'Subscriptions are answered at this address by WebSocket, with the protocol graphql-transport-ws.', extensions: { code: 'OPERATION_REFUSED' } }]]);
  });

  it('does not complete guesses of field names', async () => {
    const { body, status, text } = await world.ask('{ incident(id: "1") { displayNam } }');
    expect(status).toBe(400);
    expect(body.errors?.[0]?.message).toBe('Cannot query field "displayNam" on type "Incident".');
    expect(text).not.toContain('displayName');
  });

  it('shows its schema to the signed-in, without the inner fields of federation', async () => {
    const { body } = await world.ask('{ __schema { queryType { fields { name } } types { name } } }');
    const text = JSON.stringify(body);
    expect(text).toContain('"incidents"');
    expect(text).not.toMatch(/_entities|_service|join__|_Any/);
  });
});

describe('GraphQL through services in other processes', () => {
  let world: World;
  const servers: Server[] = [];
  beforeAll(async () => {
    world = await startWorld({
      services: async (seen) => {
        const incidents = await serveService(fakeIncidents(), fakeRest(seen));
        const summarizer = await serveService(fakeSummarizer(), fakeRest(seen));
        servers.push(incidents.server, summarizer.server);
        return { incidents: { url: incidents.url }, summarizer: { url: summarizer.url }, scriptAnalyzer: { schema: fakeScriptAnalyzer(), http: fakeRest([]) }, kqlAssistant: { schema: fakeKqlAssistant(), http: fakeRest([]) }, responder: { schema: fakeResponder(), http: fakeRest([]) }, reporter: { schema: fakeReporter(), http: fakeRest([]) }, evaluator: { schema: fakeEvaluator(), http: fakeRest([]) } };
      },
    });
  });
  afterAll(async () => {
    await world.close();
    for (const server of servers) server.close();
  });

  it('signs the identity for every service', async () => {
    const { body } = await world.ask('{ incident(id: "7") { displayName summary { title } } }');
    expect(body).toEqual({ data: { incident: { displayName: 'Incident 7 of analyst', summary: { title: 'Summary of 7 for default' } } } });
  });

  it('masks their unexpected errors', async () => {
    const { body, text } = await world.ask('{ incident(id: "explodes") { id } }');
    expect(body.errors?.[0]?.extensions?.['code']).toBe('INTERNAL');
    expect(text).not.toContain(canary);
  });

  it('passes their known errors on', async () => {
    const { body } = await world.ask('{ incident(id: "refused") { id } }');
    expect(body.errors).toEqual([{ message: 'There is no incident with this id.', path: ['incident'], extensions: { code: 'INCIDENT_NOT_FOUND', position: 'id' } }]);
  });

  it('says which service does not answer, and still gives what the others have', async () => {
    const summarizer = servers[1];
    summarizer?.closeAllConnections();
    await new Promise((resolve) => summarizer?.close(resolve));
    const { body, text } = await world.ask('{ incident(id: "7") { displayName summary { title } } }');
    expect(body.data).toEqual({ incident: { displayName: 'Incident 7 of analyst', summary: null } });
    expect(body.errors?.map(({ message, extensions }) => [message, extensions])).toEqual([['The summarizer service does not answer.', { code: 'SERVICE_UNAVAILABLE' }]]);
    expect(text).not.toMatch(/ECONN|127\.0\.0\.1|fetch failed/);
    const ready = await fetch(`${world.gateway.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: 'notReady', checks: expect.arrayContaining([{ name: 'summarizer', ok: false, detail: 'The service does not answer.' }, { name: 'incidents', ok: true }]) });
  });
});

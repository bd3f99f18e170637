import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, type GraphQLSchema } from 'graphql';
import { Topic, type Envelope } from '@attest/contracts';
import { startGateway, type RunningGateway, type ServiceLinks } from '@attest/gateway';
import { identityContext, localAccount, type IdentityContext, type LocalAccount } from '@attest/identity';
import { createLogger, createMetrics } from '@attest/observability';
import { createMemoryBus, type MemoryBus } from '@attest/testing';

export const secret = 'the secret of the test services';
export const canary = 'CANARY-postgres://attest:pa55w0rd@db.internal:5432/attest';

/** What the fake REST door of the incidents service saw. */
export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  rawHeaders: string[];
  bytes: number;
}

/** A gateway over fake services, with the people and the bus around it. */
export interface World {
  gateway: RunningGateway;
  bus: MemoryBus;
  account: LocalAccount;
  basic: string;
  seen: SeenRequest[];
  logFile: string;
  /** Asks as the signed-in person, by HTTP Basic. */
  ask(query: string, variables?: Record<string, unknown>): Promise<{ status: number; body: GraphqlBody; text: string }>;
  publishCard(subjectId: string, tenant?: string): Promise<void>;
  publishIncident(incidentId: string, tenant?: string): Promise<void>;
  close(): Promise<void>;
}

export interface GraphqlBody {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: unknown; extensions?: Record<string, unknown> }[];
}

const fixture = (name: string): string => readFileSync(new URL(`./fixtures/${name}.graphql`, import.meta.url), 'utf8');

interface Stub {
  id: string;
  tenant: string;
}

const incidentOf = (id: string, { identity }: IdentityContext): Stub & Record<string, unknown> => ({
  id,
  tenant: identity?.tenant ?? 'nobody',
  displayName: `Incident ${id} of ${identity?.name}`,
  severity: 'high',
  status: 'active',
});

/** Subgraph of the fake incidents service. */
export function fakeIncidents(): GraphQLSchema {
  return buildSubgraphSchema([
    {
      typeDefs: parse(fixture('incidents')),
      resolvers: {
        Query: {
          incident: (_: unknown, { id }: { id: string }, context: IdentityContext) => {
            if (id === 'explodes') throw Object.assign(new Error(`connect ECONNREFUSED ${canary}`), { code: 'ECONNREFUSED', connectionString: canary });
            if (id === 'refused') throw Object.assign(new Error('There is no incident with this id.'), { extensions: { code: 'INCIDENT_NOT_FOUND', position: 'id', detail: canary } });
            if (id === 'signedOut') throw Object.assign(new Error(canary), { extensions: { code: 'UNAUTHENTICATED' } });
            return incidentOf(id, context);
          },
        },
        Mutation: {
          importIncidents: (_: unknown, { input }: { input: { content: string } }) => ({ incidents: [{ id: String(input.content.length), outcome: 'CREATED', revision: 1, warnings: [] }] }),
        },
        Incident: {
          __resolveReference: ({ id }: { id: string }, context: IdentityContext) => incidentOf(id, context),
        },
      },
    },
  ]);
}

/** Subgraph of the fake summarizer. */
export function fakeSummarizer(): GraphQLSchema {
  return buildSubgraphSchema([
    {
      typeDefs: parse(fixture('summarizer')),
      resolvers: {
        Incident: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          summary: ({ id }: { id: string }, _: unknown, { identity }: IdentityContext) => ({ id: `card-${id}`, title: `Summary of ${id} for ${identity?.tenant}`, version: 1 }),
        },
      },
    },
  ]);
}

/** Subgraph of the fake script analyzer. */
export function fakeScriptAnalyzer(): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(fixture('script-analyzer')), resolvers: { Query: { scriptAnalysis: (_: unknown, { sha256 }: { sha256: string }) => ({ sha256, verdict: 'benign' }) } } }]);
}

/** Subgraph of the fake KQL assistant: three batches of every run, and of the run `endless` one after the other until nobody listens. */
export function fakeKqlAssistant(left: string[] = []): GraphQLSchema {
  async function* huntRows(_: unknown, { runId, from }: { runId: string; from: number }): AsyncGenerator<{ huntRows: { runId: string; from: number; done: boolean } }, void, void> {
    try {
      for (let at = from; runId === 'endless' || at < from + 3; at++) {
        yield { huntRows: { runId, from: at, done: at === from + 2 } };
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    } finally {
      left.push(runId);
    }
  }
  return buildSubgraphSchema([{ typeDefs: parse(fixture('kql-assistant')), resolvers: { Query: { huntEngine: () => ({ backend: 'fake' }) }, Subscription: { huntRows: { subscribe: huntRows } } } }]);
}

/** Subgraph of the fake responder: every action is carried out. */
export function fakeResponder(): GraphQLSchema {
  const reference = ({ id }: { id: string }): { id: string; state: string } => ({ id, state: 'CONFIRMED' });
  return buildSubgraphSchema([{ typeDefs: parse(fixture('responder')), resolvers: { Query: { actionCentre: () => ({ proposed: 3 }) }, ResponseAction: { __resolveReference: reference } } }]);
}

/** Subgraph of the fake reporter: it has one template. */
export function fakeReporter(): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(fixture('reporter')), resolvers: { Query: { reportTemplate: () => ({ tlp: 'TLP:AMBER' }) } } }]);
}

/** Subgraph of the fake evaluator: it knows every card. */
export function fakeEvaluator(): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(fixture('evaluator')), resolvers: { Query: { cardFeedback: (_: unknown, { cardId }: { cardId: string }) => ({ cardId, known: true }) } } }]);
}

/** REST door of the fake incidents service: remembers what it saw and counts the bytes. */
export function fakeRest(seen: SeenRequest[]): RequestListener {
  return (request, response) => {
    const entry = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, rawHeaders: request.rawHeaders, bytes: 0 };
    seen.push(entry);
    request.on('data', (chunk: Buffer) => (entry.bytes += chunk.length));
    request.on('end', () => response.writeHead(201, { 'content-type': 'application/json', 'x-powered-by': 'fake' }).end(JSON.stringify({ bytes: entry.bytes })));
  };
}

/** Serves a subgraph and a REST door as a service in a process of its own does. */
export async function serveService(schema: GraphQLSchema, rest: RequestListener, ready = true): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    if (request.url === '/readyz') return void response.writeHead(ready ? 200 : 503).end('{}');
    if (request.url !== '/graphql') return rest(request, response);
    answerGraphql(schema, request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function answerGraphql(schema: GraphQLSchema, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { query, variables } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { query: string; variables?: Record<string, unknown> };
  const contextValue = await identityContext(secret)({ req: request }).catch(() => undefined);
  if (!contextValue) return void response.writeHead(401, { 'content-type': 'application/json' }).end('{"errors":[{"message":"Sign in"}]}');
  const result = await graphql({ schema, source: query, variableValues: variables, contextValue });
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
}

/** Starts a gateway on a free port. */
export async function startWorld(options: { services?: (seen: SeenRequest[]) => ServiceLinks | Promise<ServiceLinks>; webRoot?: string } = {}): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'attest-gateway-'));
  const logFile = join(dataDir, 'gateway.log');
  const seen: SeenRequest[] = [];
  const bus = createMemoryBus();
  const account = await localAccount({ dataDir, password: 'a password for tests' });
  const services = (await options.services?.(seen)) ?? { incidents: { schema: fakeIncidents(), http: fakeRest(seen) }, summarizer: { schema: fakeSummarizer(), http: fakeRest(seen) }, scriptAnalyzer: { schema: fakeScriptAnalyzer(), http: fakeRest(seen) }, kqlAssistant: { schema: fakeKqlAssistant(), http: fakeRest(seen) }, responder: { schema: fakeResponder(), http: fakeRest(seen) }, reporter: { schema: fakeReporter(), http: fakeRest(seen) }, evaluator: { schema: fakeEvaluator(), http: fakeRest(seen) } };
  const gateway = await startGateway({
    config: { port: 0, host: '127.0.0.1', dataDir, serviceSecret: secret },
    bus,
    logger: createLogger('gateway', 'debug', logFile),
    metrics: createMetrics(),
    services,
    account,
    webRoot: options.webRoot ?? join(dataDir, 'no-web-build'),
  });
  const basic = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`;
  const publish = (envelope: Pick<Envelope, 'type' | 'tenant' | 'key' | 'payload'>): Promise<void> => bus.publish([{ ...envelope, id: randomUUID(), version: 1, occurredAt: new Date().toISOString() }]);
  return {
    gateway,
    bus,
    account,
    basic,
    seen,
    logFile,
    ask: async (query, variables) => {
      const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { authorization: basic, 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
      const text = await response.text();
      return { status: response.status, text, body: JSON.parse(text) as GraphqlBody };
    },
    publishCard: (subjectId, tenant = 'default') =>
      publish({
        type: Topic.CardGenerated,
        tenant,
        key: subjectId,
        payload: { cardId: randomUUID(), kind: 'incidentSummary', subjectId, subjectRevision: 1, version: 1, composer: 'rules', digest: 'd'.repeat(64), dropped: 0 },
      }),
    publishIncident: (incidentId, tenant = 'default') =>
      publish({
        type: Topic.IncidentChanged,
        tenant,
        key: incidentId,
        payload: { incidentId, revision: 2, digest: 'd'.repeat(64), change: 'updated', severity: 'high', status: 'active', alertCount: 1, incident: 'x', events: '', eventRows: 0, eventRowsOmitted: 0 },
      }),
    close: async () => {
      await gateway.close();
      await bus.close();
    },
  };
}



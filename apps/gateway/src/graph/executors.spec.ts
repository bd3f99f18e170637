import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, OperationTypeNode, parse, type ExecutionResult } from 'graphql';
import { identityHeader, verifyIdentityHeader, type Identity } from '@attest/identity';
import type { Logger } from '@attest/observability';
import { httpExecutor, inProcessExecutor } from './executors.js';

const secret = 'the secret of the test services';
const identity: Identity = { subject: 'local:analyst', name: 'analyst', tenant: 'default', roles: ['reader'] };
const logger = { warn: () => undefined } as unknown as Logger;
const document = parse('query ($id: ID!) { incident(id: $id) { id } }');
const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('httpExecutor', () => {
  let server: Server;
  let url: string;
  let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => answer(request, response, body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const run = async (options: { timeoutMs?: number; signal?: AbortSignal; url?: string } = {}): Promise<ExecutionResult> => {
    const execute = httpExecutor({ service: 'incidents', url: options.url ?? url, secret, logger, timeoutMs: options.timeoutMs });
    return (await execute({ document, variables: { id: '7' }, context: { identity, traceparent: trace, signal: options.signal }, operationType: OperationTypeNode.QUERY })) as ExecutionResult;
  };
  const errorOf = ({ errors }: ExecutionResult): unknown => errors?.map(({ message, extensions }) => ({ message, extensions }));

  it('asks in the name of the person, within the trace', async () => {
    let seen: Promise<unknown> = Promise.resolve();
    answer = (request, response, body) => {
      seen = verifyIdentityHeader(request.headers[identityHeader], secret).then((who) => ({ who, url: request.url, trace: request.headers['traceparent'], body: JSON.parse(body) as unknown }));
      response.setHeader('content-type', 'application/json').end('{"data":{"incident":{"id":"7"}}}');
    };
    expect(await run()).toEqual({ data: { incident: { id: '7' } } });
    expect(await seen).toMatchObject({ who: identity, url: '/graphql', trace: expect.stringMatching(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)/), body: { variables: { id: '7' }, query: expect.stringContaining('incident(id: $id)') } });
  });

  it('says so when the service does not answer in time', async () => {
    answer = () => undefined;
    expect(errorOf(await run({ timeoutMs: 50 }))).toEqual([{ message: 'The incidents service did not answer within 0.05 seconds.', extensions: { code: 'SERVICE_TIMEOUT' } }]);
  });

  it('stops asking when the client is gone', async () => {
    const gone = new AbortController();
    const closed = new Promise((resolve) => {
      answer = (_request, response) => {
        response.on('close', resolve);
        gone.abort();
      };
    });
    expect(errorOf(await run({ signal: gone.signal }))).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    await closed;
  });

  it.each([
    ['a page of a proxy', 502, '<html>CANARY</html>'],
    ['something else in JSON', 200, '{"message":"CANARY"}'],
    ['nothing', 200, ''],
    ['a list', 200, '["CANARY"]'],
  ])('treats %s as no answer', async (_what, status, body) => {
    answer = (_request, response) => response.writeHead(status).end(body);
    expect(errorOf(await run())).toEqual([{ message: 'The incidents service does not answer.', extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  });

  it('follows no redirect with the identity', async () => {
    answer = (_request, response) => response.writeHead(307, { location: `${url}/elsewhere` }).end();
    expect(errorOf(await run())).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  });

  it('points at the secret when the service does not accept the identity', async () => {
    answer = (_request, response) => response.writeHead(401).end('{"errors":[{"message":"Sign in"}]}');
    expect(errorOf(await run())).toMatchObject([{ message: expect.stringContaining('ATTEST_SERVICE_SECRET') }]);
  });

  it('says so when nobody listens', async () => {
    expect(errorOf(await run({ url: 'http://127.0.0.1:9' }))).toEqual([{ message: 'The incidents service does not answer.', extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  });

  const listen = async (): Promise<AsyncGenerator<ExecutionResult>> => {
    const execute = httpExecutor({ service: 'kqlAssistant', url, secret, logger });
    return (await execute({ document: parse('subscription { rows }'), context: { identity, traceparent: trace }, operationType: OperationTypeNode.SUBSCRIPTION })) as AsyncGenerator<ExecutionResult>;
  };
  const all = async (results: AsyncIterable<ExecutionResult>): Promise<ExecutionResult[]> => {
    const found: ExecutionResult[] = [];
    for await (const each of results) found.push(each);
    return found;
  };

  it('gives the results of a subscription as they come, however the stream is cut', async () => {
    let accepted: string | undefined;
    answer = (request, response) => {
      accepted = request.headers.accept;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const stream = ':\n\nevent: next\ndata: {"data":{"rows":1}}\n\nevent: next\ndata: {"data":{"rows":"\u00e9"}}\n\nevent: complete\ndata:\n\n';
      const bytes = Buffer.from(stream);
      for (let at = 0; at < bytes.length; at += 7) response.write(bytes.subarray(at, at + 7));
      response.end();
    };
    expect(await all(await listen())).toEqual([{ data: { rows: 1 } }, { data: { rows: '\u00e9' } }]);
    expect(accepted).toBe('text/event-stream');
  });

  it('ends the stream at the service when nobody listens any more, and says when a stream broke off', async () => {
    let left: Promise<unknown> = Promise.resolve();
    answer = (_request, response) => {
      left = new Promise((resolve) => response.once('close', resolve));
      response.writeHead(200).write('event: next\ndata: {"data":{"rows":1}}\n\n');
    };
    const results = await listen();
    expect(await results.next()).toEqual({ done: false, value: { data: { rows: 1 } } });
    await results.return(undefined);
    await left;
    answer = (_request, response) => response.writeHead(200).end('event: next\ndata: {"data":{"rows":1}}\n\n');
    const [first, second] = await all(await listen());
    expect([first, errorOf(second ?? {})]).toEqual([{ data: { rows: 1 } }, [{ message: 'The kqlAssistant service does not answer.', extensions: { code: 'SERVICE_UNAVAILABLE' } }]]);
    answer = (_request, response) => response.writeHead(401).end();
    expect(errorOf((await all(await listen()))[0] ?? {})).toEqual([{ message: 'The kqlAssistant service does not answer.', extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  });
});

describe('inProcessExecutor', () => {
  it('runs an operation with the context of the person', async () => {
    const schema = buildSchema('type Query { who: String }');
    const field = schema.getQueryType()?.getFields()['who'];
    if (field) field.resolve = (_parent, _args, context: { identity: Identity }) => context.identity.name;
    const result = await inProcessExecutor(schema)({ document: parse('{ who }'), context: { identity, traceparent: trace }, operationType: OperationTypeNode.QUERY });
    expect(JSON.parse(JSON.stringify(result))).toEqual({ data: { who: 'analyst' } });
  });

  it('gives each run a context of its own, so that what a service remembers by it ends with the run', async () => {
    const schema = buildSchema('type Query { who: String }');
    const seen = new Set<object>();
    const field = schema.getQueryType()?.getFields()['who'];
    if (field) field.resolve = (_parent, _args, context: object) => void seen.add(context);
    const execute = inProcessExecutor(schema);
    const context = { identity, traceparent: trace };
    for (let run = 0; run < 2; run++) await execute({ document: parse('{ a: who b: who }'), context, operationType: OperationTypeNode.QUERY });
    expect([seen.size, seen.has(context)]).toEqual([2, false]);
  });
});

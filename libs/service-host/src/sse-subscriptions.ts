import type { IncomingMessage, ServerResponse } from 'node:http';
import { getOperationAST, GraphQLError, parse, subscribe, validate, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { identityContext } from '@attest/identity';

/** A request whose body has been read as JSON. */
type ParsedRequest = IncomingMessage & { body?: { query?: unknown; variables?: unknown; operationName?: unknown } };

/** A sign of life, so that no one between takes silence for the end. */
const heartbeatMs = 15_000;

/**
 * Express middleware for `/graphql` that answers subscriptions of other processes by server-sent events: each event `next`
 * is a result, `complete` the end. Everything but `Accept: text/event-stream` goes on to the next handler. The stream ends
 * when the other side goes.
 */
export function sseSubscriptions(schema: () => GraphQLSchema, secret: string): (request: ParsedRequest, response: ServerResponse, next: () => void) => void {
  const identify = identityContext(secret);
  return (request, response, next) => {
    if (request.method !== 'POST' || !/\btext\/event-stream\b/.test(request.headers.accept ?? '')) return next();
    identify({ req: request }).then(
      ({ identity }) => stream(request, response, schema(), { identity }),
      () => response.writeHead(401, { 'content-type': 'application/json' }).end('{"errors":[{"message":"Sign in to use Attest."}]}'),
    );
  };
}

async function stream(request: ParsedRequest, response: ServerResponse, schema: GraphQLSchema, contextValue: object): Promise<void> {
  const abort = new AbortController();
  response.once('close', () => abort.abort());
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', connection: 'keep-alive', 'x-accel-buffering': 'no' });
  const heartbeat = setInterval(() => response.write(':\n\n'), heartbeatMs);
  try {
    const results = await begin(request.body ?? {}, schema, { ...contextValue, signal: abort.signal });
    const iterator = results[Symbol.asyncIterator]();
    abort.signal.addEventListener('abort', () => void iterator.return?.().catch(() => undefined), { once: true });
    for (let each = await iterator.next(); each.done !== true && !abort.signal.aborted; each = await iterator.next()) await send(response, 'next', each.value);
  } catch (error) {
    const known = error instanceof GraphQLError ? error : new GraphQLError('The subscription ended.', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    await send(response, 'next', { errors: [known] });
  } finally {
    clearInterval(heartbeat);
    if (!response.destroyed) response.end('event: complete\ndata:\n\n');
  }
}

async function begin({ query, variables, operationName }: NonNullable<ParsedRequest['body']>, schema: GraphQLSchema, contextValue: object): Promise<AsyncIterable<ExecutionResult>> {
  const document = parse(typeof query === 'string' ? query : '');
  const [invalid] = validate(schema, document);
  if (invalid) throw invalid;
  const name = typeof operationName === 'string' ? operationName : undefined;
  if (getOperationAST(document, name)?.operation !== 'subscription') return once({ errors: [new GraphQLError('Only subscriptions are answered as a stream.', { extensions: { code: 'BAD_REQUEST' } })] });
  const result = await subscribe({ schema, document, contextValue, ...(name === undefined ? {} : { operationName: name }), variableValues: (typeof variables === 'object' ? variables : null) as Record<string, unknown> | null });
  return Symbol.asyncIterator in result ? result : once(result);
}

async function* once(result: ExecutionResult): AsyncGenerator<ExecutionResult, void, void> {
  yield result;
}

/** Waits while the other side is slow. */
async function send(response: ServerResponse, event: string, data: unknown): Promise<void> {
  if (response.destroyed) return;
  if (response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)) return;
  await new Promise<void>((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}

import { execute, GraphQLError, print, subscribe, type DocumentNode, type ExecutionArgs, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { Executor } from '@graphql-tools/utils';
import { identityHeader, signIdentity } from '@attest/identity';
import { continueTrace, type Logger } from '@attest/observability';
import { GatewayError, GatewayErrorCode } from '../errors/gateway.error.js';
import type { GraphContext } from './graph-context.js';

type GraphExecutor = Executor<GraphContext>;

/**
 * Runs a subgraph in this process; subscriptions come as async iterables. Each run has a context of its own, as a request to
 * another process has: services remember what they loaded by context, and a subscription would be told old news for ever.
 */
export function inProcessExecutor(schema: GraphQLSchema): GraphExecutor {
  const run = ({ document, variables, context, operationType, operationName }: Parameters<GraphExecutor>[0]): unknown => {
    const args: ExecutionArgs = { schema, document, variableValues: variables as Record<string, unknown> | undefined, contextValue: { ...context }, operationName };
    return operationType === 'subscription' ? subscribe(args) : execute(args);
  };
  return run as GraphExecutor;
}

/** How a remote subgraph is reached. */
export interface HttpExecutorOptions {
  service: string;
  /** Address of the service, without `/graphql`. */
  url: string;
  /** Secret the identity is signed with. */
  secret: string;
  logger: Logger;
  /** Milliseconds to wait for an answer to a query. Default 10 s. */
  timeoutMs?: number;
  /** Milliseconds to wait for a mutation, which may import an incident or ask a model. Default 120 s. */
  mutationTimeoutMs?: number;
}

/**
 * Runs a subgraph in another process over kept-alive connections, in the name of the person who asks.
 * A service that does not answer is a known error of the operation; its detail goes to the log.
 */
export function httpExecutor({ service, url, secret, logger, timeoutMs = 10_000, mutationTimeoutMs = 120_000 }: HttpExecutorOptions): GraphExecutor {
  const endpoint = `${url}/graphql`;
  const fail = (code: GatewayErrorCode, message: string, cause?: unknown): ExecutionResult => {
    const error = new GatewayError(code, message, { cause });
    logger.warn({ err: error, subgraph: service }, 'a service failed to answer');
    return { errors: [new GraphQLError(message, { originalError: error, extensions: { code } })] };
  };
  const run = async ({ document, variables, context, operationName, operationType }: Parameters<GraphExecutor>[0]): Promise<ExecutionResult> => {
    if (!context) throw new Error('An operation needs the context of its asker.');
    if (operationType === 'subscription') return remoteSubscription({ endpoint, service, secret, logger }, document, variables, context, operationName) as never;
    const patienceMs = operationType === 'mutation' ? mutationTimeoutMs : timeoutMs;
    const timeout = AbortSignal.timeout(patienceMs);
    const signal = context.signal ? AbortSignal.any([context.signal, timeout]) : timeout;
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json',
          [identityHeader]: await signIdentity(context.identity, secret),
          traceparent: continueTrace(context.traceparent),
        },
        body: JSON.stringify({ query: textOf(document), variables, operationName }),
        signal,
        redirect: 'error',
      });
      if (response.status === 401) return fail(GatewayErrorCode.ServiceUnavailable, `The ${service} service does not accept this gateway. Do both have the same ATTEST_SERVICE_SECRET?`);
      const result: unknown = await response.json();
      if (typeof result !== 'object' || result === null || !('data' in result || 'errors' in result)) throw new Error(`status ${response.status} without a GraphQL result`);
      return result as ExecutionResult;
    } catch (error) {
      if (timeout.aborted) return fail(GatewayErrorCode.ServiceTimeout, `The ${service} service did not answer within ${patienceMs / 1000} seconds.`, error);
      return fail(GatewayErrorCode.ServiceUnavailable, `The ${service} service does not answer.`, error);
    }
  };
  return run as unknown as GraphExecutor;
}

interface SubscriptionDoor {
  endpoint: string;
  service: string;
  secret: string;
  logger: Logger;
}

/** Milliseconds a stream may say nothing, signs of life included. */
const silenceMs = 60_000;

/** The results of a subscription at a remote subgraph, by server-sent events. Leaving it ends the stream there. */
async function* remoteSubscription({ endpoint, service, secret, logger }: SubscriptionDoor, document: DocumentNode, variables: unknown, context: GraphContext, operationName: string | undefined): AsyncGenerator<ExecutionResult, void, void> {
  const abort = new AbortController();
  const signal = context.signal ? AbortSignal.any([context.signal, abort.signal]) : abort.signal;
  let silence = setTimeout(() => abort.abort(), silenceMs);
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => abort.abort(), silenceMs);
  };
  try {
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream', [identityHeader]: await signIdentity(context.identity, secret), traceparent: continueTrace(context.traceparent) };
    const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify({ query: textOf(document), variables, operationName }), signal, redirect: 'error' });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status} for a subscription`);
    let text = '';
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      heard();
      text += part;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        if (event.startsWith('event: complete')) return;
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) yield JSON.parse(data) as ExecutionResult;
      }
    }
    throw new Error('the stream broke off');
  } catch (error) {
    if (context.signal?.aborted === true) return;
    const message = `The ${service} service does not answer.`;
    const known = new GatewayError(GatewayErrorCode.ServiceUnavailable, message, { cause: error });
    logger.warn({ err: known, subgraph: service }, 'a subscription to a service broke off');
    yield { errors: [new GraphQLError(message, { originalError: known, extensions: { code: GatewayErrorCode.ServiceUnavailable } })] };
  } finally {
    clearTimeout(silence);
    abort.abort();
  }
}

const texts = new WeakMap<DocumentNode, string>();

function textOf(document: DocumentNode): string {
  const known = texts.get(document);
  if (known !== undefined) return known;
  const text = print(document);
  texts.set(document, text);
  return text;
}

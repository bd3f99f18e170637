import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { getOperationAST, GraphQLError, parse, specifiedRules, validate, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { readSessionCookie } from '@attest/identity';
import { traceOf, type Logger } from '@attest/observability';
import { requireOwnOrigin, type Caller, type Doorkeeper } from '../access/doorkeeper.js';
import { throughFunnel, type ErrorFunnel } from '../errors/error-funnel.js';
import { GatewayErrorCode } from '../errors/gateway.error.js';
import { refusalOf } from '../errors/http-refusal.js';
import { requireArguments } from '../graph/arguments.js';
import type { GraphContext } from '../graph/graph-context.js';
import { bodyLimitBytes, limitRules, operationLimits, requireNodesWithinLimit } from '../graph/limits.js';

/** What the door is made of. */
export interface GraphqlSocketDoorOptions {
  schema: GraphQLSchema;
  doorkeeper: Doorkeeper;
  funnel: ErrorFunnel;
  logger: Logger;
  /** Milliseconds between pings and looks at whether sessions still live. Default 15 s. */
  heartbeatMs?: number;
}

/** The GraphQL door for subscriptions. */
export interface GraphqlSocketDoor {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  /** Sends everybody away. */
  close(): Promise<void>;
}

const subscriptionsPerSocket = 20;
const socketsInAll = 1_000;
const unreadLimitBytes = 16 * 1024 * 1024;

interface Extra {
  caller: Caller;
  traceparent: string;
}

/** `/graphql` by WebSocket (graphql-transport-ws): same sign-in, same limits, same error funnel as by HTTP; subscriptions only. */
export function openGraphqlSocketDoor({ schema, doorkeeper, funnel, logger, heartbeatMs = 15_000 }: GraphqlSocketDoorOptions): GraphqlSocketDoor {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: bodyLimitBytes, handleProtocols, perMessageDeflate: false, clientTracking: true });
  const rules = [...specifiedRules, ...limitRules()];
  const graphql = makeServer<Record<string, unknown>, Extra>({
    onSubscribe: ({ subscriptions, extra }, _id, payload) => {
      if (Object.keys(subscriptions).length > subscriptionsPerSocket) return [refusal(`At most ${subscriptionsPerSocket} subscriptions can be open on one connection.`)];
      return prepare(schema, rules, payload, { identity: extra.caller.identity, traceparent: extra.traceparent });
    },
    onNext: (_context, _id, _payload, _args, { errors, ...result }) => ({ ...result, ...(errors ? { errors: throughFunnel(funnel, errors) } : {}) }),
    onError: (_context, _id, _payload, errors) => throughFunnel(funnel, errors),
  });

  const serve = (socket: WebSocket, request: IncomingMessage, caller: Caller): void => {
    const { sessionId } = caller;
    const leave = (): void => socket.close(CloseCode.Unauthorized, 'Signed out');
    const silence = sessionId === undefined ? undefined : doorkeeper.sessions.onClose(sessionId, leave);
    let answered = true;
    socket.on('pong', () => (answered = true));
    const heartbeat = setInterval(() => {
      if (sessionId !== undefined && !doorkeeper.sessions.find(sessionId, { extend: false })) return leave();
      if (!answered) return socket.terminate();
      answered = false;
      socket.ping();
    }, heartbeatMs);
    const closed = graphql.opened(
      {
        protocol: socket.protocol,
        send: (data) => {
          if (socket.readyState !== socket.OPEN) return;
          if (socket.bufferedAmount > unreadLimitBytes) return socket.terminate();
          return new Promise((resolve) => socket.send(data, () => resolve()));
        },
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => {
          socket.on('message', (data) => {
            handle(String(data)).catch((error: unknown) => {
              logger.warn({ err: error }, 'a socket message could not be handled');
              socket.close(CloseCode.BadRequest, 'This message could not be handled');
            });
          });
        },
      },
      { caller, traceparent: traceOf(request).traceparent },
    );
    socket.on('error', (error) => logger.debug({ err: error }, 'a socket failed'));
    socket.once('close', (code, reason) => {
      clearInterval(heartbeat);
      silence?.();
      closed(code, String(reason)).catch((error: unknown) => logger.warn({ err: error }, 'a socket did not end cleanly'));
    });
  };

  const accept = (request: IncomingMessage, socket: Duplex, head: Buffer, then: (accepted: WebSocket) => void): void => {
    if (sockets.clients.size >= socketsInAll) return refuseUpgrade(socket, 503, 'Too many live connections.');
    sockets.handleUpgrade(request, socket, head, then);
  };

  return {
    async upgrade(request, socket, head) {
      try {
        requireOwnOrigin(request);
        const caller = await doorkeeper.identify(request);
        accept(request, socket, head, (accepted) => serve(accepted, request, caller));
      } catch (error) {
        const { status, message } = refusalOf(error, request, logger);
        const sessionIsOver = status === 401 && readSessionCookie(request.headers.cookie) !== undefined;
        if (sessionIsOver) accept(request, socket, head, (accepted) => accepted.close(CloseCode.Unauthorized, 'Signed out'));
        else refuseUpgrade(socket, status, message);
      }
    },
    async close() {
      for (const client of sockets.clients) client.close(1001, 'Attest is stopping');
      setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, 1_000).unref();
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}

/** Parses, checks and limits an operation as Apollo Server does by HTTP, which never sees this connection. */
function prepare(schema: GraphQLSchema, rules: Parameters<typeof validate>[2], payload: SubscribePayload, contextValue: GraphContext): ExecutionArgs | GraphQLError[] {
  try {
    const document = parse(payload.query, { maxTokens: operationLimits.tokens });
    const errors = validate(schema, document, rules);
    if (errors.length > 0) return [...errors];
    const operation = getOperationAST(document, payload.operationName);
    if (operation?.operation !== 'subscription') return [refusal('This connection carries subscriptions only. Send queries and mutations by HTTP.')];
    const variableValues = payload.variables ?? {};
    requireArguments(schema, document, operation, variableValues);
    requireNodesWithinLimit(schema, document, operation, variableValues);
    return { schema, document, operationName: payload.operationName, variableValues, contextValue };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function refusal(sentence: string): GraphQLError {
  return new GraphQLError(sentence, { extensions: { code: GatewayErrorCode.OperationRefused } });
}

function refuseUpgrade(socket: Duplex, status: number, message: string): void {
  const reasons: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 429: 'Too Many Requests', 503: 'Service Unavailable' };
  const reason = reasons[status] ?? 'Internal Server Error';
  const body = JSON.stringify({ message });
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
}

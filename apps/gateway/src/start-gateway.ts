import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { json, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { Gauge } from 'prom-client';
import { serviceSecret } from '@attest/identity';
import { httpObserver, type Metrics } from '@attest/observability';
import { NestLogger } from '@attest/service-host';
import { Doorkeeper, requireOwnOrigin } from './access/doorkeeper.js';
import { openGraphqlHttpDoor } from './doors/graphql-http.door.js';
import { openGraphqlSocketDoor } from './doors/graphql-socket.door.js';
import { securityHeaders } from './doors/security-headers.js';
import { serviceDoor } from './doors/service.door.js';
import { webAppDoor } from './doors/web-app.door.js';
import { createErrorFunnel } from './errors/error-funnel.js';
import { GatewayError, GatewayErrorCode } from './errors/gateway.error.js';
import { refuse } from './errors/http-refusal.js';
import { HttpRefusalFilter } from './errors/http-refusal.filter.js';
import { GatewayModule } from './gateway.module.js';
import type { GatewayOptions, RunningGateway } from './gateway-options.js';
import { ChangeFeed } from './graph/change-feed.js';
import { gatewaySubgraph } from './graph/gateway-subgraph.js';
import { buildSupergraph } from './graph/supergraph.js';
import { probesOf } from './health/probes.js';

const signInBodyLimit = '16kb';

/**
 * Starts the gateway: one address for GraphQL by HTTP and WebSocket, REST, sign-in, health and the web app.
 * Everything but sign-in, health and the web app's files is refused to anonymous callers with 401.
 * Rejects when the port is taken or the bus cannot be heard.
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { config, bus, logger, metrics, services, account } = options;
  const secret = serviceSecret(config);
  const doorkeeper = new Doorkeeper(account);
  const funnel = createErrorFunnel(logger);
  const feed = new ChangeFeed(bus, logger);
  await feed.start();
  countLive(metrics, feed);
  const schema = buildSupergraph({ own: gatewaySubgraph(feed), services, secret, logger });
  const graphqlHttp = await openGraphqlHttpDoor({ schema, doorkeeper, funnel, logger });
  const graphqlSocket = openGraphqlSocketDoor({ schema, doorkeeper, funnel, logger });

  const module = GatewayModule.with(doorkeeper, { probes: probesOf(bus, services), metrics, logger });
  const app = await NestFactory.create<NestExpressApplication>(module, { logger: new NestLogger(logger), abortOnError: false, bodyParser: false });
  app.disable('x-powered-by');
  app.useGlobalFilters(new HttpRefusalFilter(logger));
  app.use(httpObserver({ logger, metrics, route: routeOf }));
  app.use(securityHeaders);
  const refuseWith = (error: unknown, request: Request, response: Response): void => refuse(error, request, response, logger);
  const signInBody = json({ limit: signInBodyLimit });
  const web = webAppDoor(options.webRoot);
  const doors: Readonly<Record<Route, RequestHandler>> = {
    graphql: graphqlHttp.handler,
    incidents: serviceDoor({ service: 'incidents', link: services.incidents, doorkeeper, secret, logger }),
    actions: serviceDoor({ service: 'responder', link: services.responder, doorkeeper, secret, logger }),
    guidebooks: serviceDoor({ service: 'responder', link: services.responder, doorkeeper, secret, logger }),
    reports: serviceDoor({ service: 'reporter', link: services.reporter, doorkeeper, secret, logger }),
    feedback: serviceDoor({ service: 'evaluator', link: services.evaluator, doorkeeper, secret, logger }),
    hunts: serviceDoor({ service: 'kqlAssistant', link: services.kqlAssistant, doorkeeper, secret, logger }),
    scripts: serviceDoor({ service: 'scriptAnalyzer', link: services.scriptAnalyzer, doorkeeper, secret, logger }),
    api: (request, response) => {
      doorkeeper.identify(request).then(
        () => refuseWith(new GatewayError(GatewayErrorCode.NotFound, 'There is nothing at this address.'), request, response),
        (error: unknown) => refuseWith(error, request, response),
      );
    },
    auth: (request, response, next) => {
      try {
        requireOwnOrigin(request);
        signInBody(request, response, (error?: unknown) => (error ? refuseWith(error, request, response) : next()));
      } catch (error) {
        refuseWith(error, request, response);
      }
    },
    health: (_request, _response, next) => next(),
    web: (request, response, next) => web(request, response, (error?: unknown) => (error ? refuseWith(webError(error), request, response) : next())),
  };
  app.use((request: Request, response: Response, next: NextFunction) => doors[routeOf(request.path)](request, response, next));
  await app.init();

  const server = app.getHttpServer() as Server;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => logger.debug({ err: error }, 'an upgrade failed'));
    if (routeOf(pathOf(request)) === 'graphql') void graphqlSocket.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  await app.listen(config.port, config.host);
  const url = urlOf(server, config.host);
  logger.info({ address: url }, 'the gateway is ready');
  return {
    url,
    close: async () => {
      await graphqlSocket.close();
      server.closeIdleConnections();
      const impatient = setTimeout(() => server.closeAllConnections(), 5_000);
      await app.close();
      clearTimeout(impatient);
      await graphqlHttp.close();
      await feed.close();
    },
  };
}

function countLive(metrics: Metrics, feed: ChangeFeed): void {
  new Gauge({
    name: 'attest_gateway_live_subscriptions',
    help: 'Subscriptions that hear changes now',
    registers: [metrics],
    collect() {
      this.set(feed.listening);
    },
  });
}

type Route = 'graphql' | 'incidents' | 'scripts' | 'hunts' | 'actions' | 'guidebooks' | 'reports' | 'feedback' | 'api' | 'auth' | 'health' | 'web';

function routeOf(path: string): Route {
  const [first = '', second = ''] = path.slice(1).toLowerCase().split('/', 2);
  switch (first) {
    case 'graphql':
      return 'graphql';
    case 'api':
      if (second === 'evaluation' || second === 'feedback.csv' || second === 'feedback.jsonl') return 'feedback';
      if (second === 'incidents' && isReport(path)) return 'reports';
      return second === 'reports' || second === 'incidents' || second === 'scripts' || second === 'hunts' || second === 'actions' || second === 'guidebooks' ? second : 'api';
    case 'auth':
      return 'auth';
    case 'healthz':
    case 'readyz':
    case 'metrics':
      return 'health';
    default:
      return 'web';
  }
}

/** A report of an incident is under the incident's address, and another service has it. */
function isReport(path: string): boolean {
  return /^\/api\/incidents\/[^/]+\/report\.[a-z]+$/i.test(path);
}

function pathOf(request: IncomingMessage): string {
  return request.url?.split('?', 1)[0] ?? '/';
}

/** Paths that cannot be decoded or lead out of the folder are nobody's file. */
function webError(error: unknown): unknown {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status < 500 ? new GatewayError(GatewayErrorCode.NotFound, 'There is nothing at this address.') : error;
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

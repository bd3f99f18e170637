import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { identityHeader, signIdentity } from '@attest/identity';
import { continueTrace, traceOf, type Logger } from '@attest/observability';
import { requireOwnOrigin, type Doorkeeper } from '../access/doorkeeper.js';
import { GatewayError, GatewayErrorCode } from '../errors/gateway.error.js';
import { refuse } from '../errors/http-refusal.js';
import { isLocal, type ServiceLink } from '../gateway-options.js';

/** What the door is made of. */
export interface ServiceDoorOptions {
  /** Name of the service, for people. */
  service: string;
  link: ServiceLink;
  doorkeeper: Doorkeeper;
  /** Secret the identity is signed with. */
  secret: string;
  logger: Logger;
}

/** Milliseconds a remote service may say nothing, while a request is under way. */
const silenceMs = 60_000;

/** Headers that speak for a person to the gateway, or for one hop only: they end here. */
const withheld: ReadonlySet<string> = new Set([identityHeader, 'cookie', 'authorization', 'proxy-authorization', 'connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade', 'expect']);

/** Forwards a REST request to a service as a stream, in the name of the person who asks and of nobody else. */
export function serviceDoor({ service, link, doorkeeper, secret, logger }: ServiceDoorOptions): RequestListener {
  const forward = isLocal(link) ? toLocal(link.http) : toRemote(service, link.url, logger);
  return (request, response) => {
    admit(request).then(
      (token) => {
        speakFor(request, token);
        forward(request, response);
      },
      (error: unknown) => refuse(error, request, response, logger),
    );
  };

  async function admit(request: IncomingMessage): Promise<string> {
    requireOwnOrigin(request);
    const { identity } = await doorkeeper.identify(request);
    return signIdentity(identity, secret);
  }
}

function speakFor(request: IncomingMessage, token: string): void {
  const { traceparent, requestId } = traceOf(request);
  const own: IncomingHttpHeaders = { [identityHeader]: token, traceparent: continueTrace(traceparent), 'x-request-id': requestId };
  const kept = Object.entries(request.headers).filter(([name]) => !withheld.has(name));
  request.headers = { ...Object.fromEntries(kept), ...own };
  request.rawHeaders = Object.entries(request.headers).flatMap(([name, value]) => [value ?? []].flat().flatMap((one) => [name, one]));
}

function toLocal(http: RequestListener): RequestListener {
  return (request, response) => http(request, response);
}

function toRemote(service: string, address: string, logger: Logger): RequestListener {
  const target = new URL(address);
  const secure = target.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const send = secure ? httpsRequest : httpRequest;
  return (request, response) => {
    const outgoing = send({
      agent,
      protocol: target.protocol,
      hostname: target.hostname,
      port: target.port,
      path: target.pathname.replace(/\/$/, '') + (request.url ?? '/'),
      method: request.method,
      headers: { ...request.headers, host: target.host },
      timeout: silenceMs,
    });
    const fail = (error: Error): void => refuse(new GatewayError(GatewayErrorCode.ServiceUnavailable, `The ${service} service does not answer.`, { cause: error }), request, response, logger);
    outgoing.on('timeout', () => outgoing.destroy(new Error('silent for too long')));
    outgoing.on('error', (error) => {
      if (response.destroyed) return;
      logger.warn({ err: error, service }, 'a service failed to answer');
      request.unpipe(outgoing);
      fail(error);
    });
    outgoing.on('response', (incoming) => relay(incoming, response));
    response.on('close', () => {
      if (outgoing.writableFinished && response.writableFinished) return;
      request.unpipe(outgoing);
      request.resume();
      outgoing.destroy();
    });
    request.pipe(outgoing);
  };
}

function relay(incoming: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !withheld.has(name) && name !== 'transfer-encoding' && name !== 'x-powered-by' && name !== 'set-cookie') response.setHeader(name, value);
  }
  response.statusCode = incoming.statusCode ?? 502;
  incoming.on('error', () => response.destroy());
  incoming.pipe(response);
}

import { Agent, createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startGateway } from '@attest/gateway';
import { localAccount } from '@attest/identity';
import { createLogger, createMetrics } from '@attest/observability';
import { fakeEvaluator, fakeIncidents, fakeKqlAssistant, fakeReporter, fakeResponder, fakeRest, fakeSummarizer } from '../gateway/world.js';
import { secret, type Service } from './service.js';

/** An HTTP answer. */
export interface Answer {
  status: number;
  text: string;
  body: Record<string, unknown> & { sha256?: string; error?: { code: string; message: string; reference?: string }; code?: string; data?: Record<string, unknown> | null; errors?: { message: string; extensions: Record<string, unknown> }[] };
}

/** The script analyzer behind a gateway, as people and programs reach it. */
export interface Front {
  url: string;
  /** Header of the person who may sign in. */
  authorization: string;
  /** Sends bytes to the REST door; without `length` in pieces, so that nobody knows how many will come. */
  upload(bytes: Uint8Array, options?: { query?: string; headers?: Record<string, string>; inPieces?: boolean; anonymous?: boolean }): Promise<Answer>;
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  live(): Client;
  log(): string;
  /** Address of the service itself, when it has one. */
  serviceUrl: string | undefined;
  close(): Promise<void>;
}

/** Starts a gateway before the analyzer, which runs in this process or behind an address as in a process of its own. */
export async function openFront(service: Service, where: 'in this process' | 'behind an address'): Promise<Front> {
  const dataDir = mkdtempSync(join(tmpdir(), 'attest-front-'));
  const logFile = join(dataDir, 'gateway.log');
  const account = await localAccount({ dataDir, password: 'a password for tests' });
  const authorization = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`;
  const remote: Server | undefined = where === 'in this process' ? undefined : createServer(service.running.http);
  if (remote) await new Promise<void>((resolve) => remote.listen(0, '127.0.0.1', resolve));
  const gateway = await startGateway({
    config: { port: 0, host: '127.0.0.1', dataDir, serviceSecret: secret },
    bus: service.bus,
    logger: createLogger('gateway', 'info', logFile),
    metrics: createMetrics(),
    account,
    webRoot: join(dataDir, 'no-web-build'),
    services: {
      incidents: { schema: fakeIncidents(), http: fakeRest([]) },
      summarizer: { schema: fakeSummarizer(), http: fakeRest([]) },
      scriptAnalyzer: remote ? { url: `http://127.0.0.1:${(remote.address() as AddressInfo).port}` } : service.running,
      kqlAssistant: { schema: fakeKqlAssistant(), http: fakeRest([]) },
      responder: { schema: fakeResponder(), http: fakeRest([]) },
      reporter: { schema: fakeReporter(), http: fakeRest([]) },
      evaluator: { schema: fakeEvaluator(), http: fakeRest([]) },
    },
  });
  class SignedInSocket extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { headers: { authorization } });
    }
  }
  const serviceUrl = remote ? `http://127.0.0.1:${(remote.address() as AddressInfo).port}` : undefined;
  return {
    url: gateway.url,
    serviceUrl,
    authorization,
    upload: (bytes, { query = '', headers = {}, inPieces = false, anonymous = false } = {}) =>
      send(`${gateway.url}/api/scripts${query}`, { ...(anonymous ? {} : { authorization }), 'content-type': 'application/octet-stream', ...(inPieces ? {} : { 'content-length': String(bytes.length) }), ...headers }, bytes),
    ask: (query, variables) => send(`${gateway.url}/graphql`, { authorization, 'content-type': 'application/json' }, Buffer.from(JSON.stringify({ query, variables }))),
    live: () => createClient({ url: `${gateway.url.replace('http', 'ws')}/graphql`, webSocketImpl: SignedInSocket, retryAttempts: 0 }),
    log: () => readFileSync(logFile, 'utf8') + readFileSync(service.logFile, 'utf8'),
    close: async () => {
      await gateway.close();
      if (!remote) return;
      remote.closeAllConnections();
      await new Promise((resolve) => remote.close(resolve));
    },
  };
}

/** Not fetch: it keeps a refusal to itself that comes while it is still sending. */
function send(url: string, headers: Record<string, string>, body: Uint8Array): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const agent = new Agent({ keepAlive: true });
    const request = httpRequest(url, { method: 'POST', headers, agent }, (response: IncomingMessage) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        agent.destroy();
        resolve({ status: response.statusCode ?? 0, text, body: JSON.parse(text) as Answer['body'] });
      });
    });
    request.on('error', reject);
    const pieces = 64 * 1024;
    const pump = (from: number): void => {
      for (let at = from; at < body.length; at += pieces) {
        if (!request.write(body.subarray(at, at + pieces))) return void request.once('drain', () => pump(at + pieces));
      }
      request.end();
    };
    pump(0);
  });
}

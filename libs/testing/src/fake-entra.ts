import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that a fake Microsoft service got. */
export interface FakeServiceRequest {
  method: string;
  path: string;
  authorization: string;
  body: string;
}

/** A fake Microsoft service with its sign-in, on one free local port. */
export interface FakeService {
  url: string;
  /** Requests for tokens, in order. */
  signIns: readonly FakeServiceRequest[];
  /** Requests for data, in order. */
  requests: readonly FakeServiceRequest[];
  close(): Promise<void>;
}

/** What the sign-in of a fake does: a good token, a refusal, or a token that is over at once. */
export type FakeSignIn = 'good' | 'refused' | 'shortLived' | 'broken';

/** The application that the fakes know. */
export const fakeCredentials = { tenantId: 'contoso.example', clientId: '11111111-2222-3333-4444-555555555555', clientSecret: 'CANARY-SECRET' };

/** Starts a server that signs in as Microsoft Entra ID does and leaves everything else to `answer`, called with the number of the request from 0. */
export async function startFakeService(signIn: FakeSignIn, answer: (request: FakeServiceRequest, count: number, response: ServerResponse) => void): Promise<FakeService> {
  const signIns: FakeServiceRequest[] = [];
  const requests: FakeServiceRequest[] = [];
  const server = createServer((incoming, response) => {
    response.on('error', () => undefined);
    read(incoming)
      .then((request) => {
        if (request.path === `/${fakeCredentials.tenantId}/oauth2/v2.0/token`) {
          signIns.push(request);
          giveToken(signIn, request, signIns.length, response);
        } else {
          requests.push(request);
          const token = /^Bearer token-(\d+)$/.exec(request.authorization)?.[1];
          if (token === undefined) sendJson(response, 401, { error: { code: 'InvalidAuthenticationToken', message: 'Access token is empty.' } });
          else answer(request, requests.length - 1, response);
        }
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    signIns,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Sends `body` as JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
}

function giveToken(signIn: FakeSignIn, request: FakeServiceRequest, count: number, response: ServerResponse): void {
  const form = new URLSearchParams(request.body);
  if (signIn === 'broken') return void response.writeHead(503, { 'retry-after': '0' }).end('CANARY unavailable');
  const known = form.get('grant_type') === 'client_credentials' && form.get('client_id') === fakeCredentials.clientId && form.get('client_secret') === fakeCredentials.clientSecret && (form.get('scope') ?? '').endsWith('/.default');
  if (signIn === 'refused' || !known) {
    return sendJson(response, 401, { error: 'invalid_client', error_description: `AADSTS7000215: Invalid client secret provided. CANARY trace ${fakeCredentials.clientId}`, error_codes: [7000215] });
  }
  sendJson(response, 200, { token_type: 'Bearer', expires_in: signIn === 'shortLived' ? 1 : 3599, ext_expires_in: 3599, access_token: `token-${count}` });
}

async function read(incoming: IncomingMessage): Promise<FakeServiceRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return { method: incoming.method ?? '', path: incoming.url ?? '', authorization: incoming.headers.authorization ?? '', body: Buffer.concat(chunks).toString('utf8') };
}

import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ActionOrder } from '../../application/response-connector.js';
import { WebhookConnector } from './webhook-connector.js';

const secret = 'a secret of sixteen letters or more';

describe('the webhook connector', () => {
  let server: Server;
  let url: string;
  let heard: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders; body: string }[];
  let reply: { status: number; body?: unknown; headers?: Record<string, string> };

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        heard.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
        response.writeHead(reply.status, reply.headers).end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/soar`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => {
    heard = [];
    reply = { status: 200 };
  });

  const connector = (honoursKey = true): WebhookConnector => new WebhookConnector({ url, secret, honoursKey, now: () => 1_800_000_000_500 });
  const order: ActionOrder = {
    tenant: 'default', actionId: 'a-1', key: 'a-1-1', incidentId: 'i-1', action: 'isolateDevice', reverse: false, target: { type: 'device', id: 'd-1', name: 'ws-01' },
    parameters: { Comment: 'Contain it' }, context: {}, comment: 'Attest',
  };
  const soon = (): AbortSignal => AbortSignal.timeout(2_000);

  it('signs what it posts with the time, under the key of the order', async () => {
    expect(await connector().carryOut(order, soon())).toMatchObject({ kind: 'confirmed', reference: 'a-1-1' });
    const [{ method, headers, body }] = heard as [(typeof heard)[number]];
    expect([method, headers['idempotency-key'], headers['x-attest-timestamp'], headers['content-type']]).toEqual(['POST', 'a-1-1', '1800000000', 'application/json']);
    expect(headers['x-attest-signature']).toBe(`v1=${createHmac('sha256', secret).update(`1800000000.${body}`).digest('hex')}`);
    expect(JSON.parse(body)).toMatchObject({ version: 1, key: 'a-1-1', action: 'isolateDevice', title: 'Isolate device', target: { id: 'd-1' }, parameters: { Comment: 'Contain it' } });
    expect(body).not.toContain(secret);
    await connector().carryOut(order, soon());
    expect(heard[1]!.body).toBe(body);
  });

  it('is of the class its receiver is', () => {
    expect([connector(true).classOf('isolateDevice'), connector(false).classOf('isolateDevice'), connector().classOf('huntForRelated')]).toEqual(['honoursKey', 'none', undefined]);
  });

  it('follows what the receiver took for later, signed too', async () => {
    reply = { status: 202, body: { status: 'accepted', reference: 'job 7&x', sentence: 'Queued\u0007 for the shift.' } };
    expect(await connector().carryOut(order, soon())).toMatchObject({ kind: 'accepted', reference: 'job 7&x', sentence: 'Queued  for the shift.' });
    for (const [status, kind] of [['accepted', 'pending'], ['done', 'confirmed'], ['failed', 'failed']] as const) {
      reply = { status: 200, body: { status } };
      expect(await connector().follow(order, 'job 7&x', soon())).toMatchObject({ kind });
    }
    expect(heard.at(-1)).toMatchObject({ method: 'GET', url: '/soar?reference=job+7%26x', headers: { 'x-attest-signature': `v1=${createHmac('sha256', secret).update('1800000000.job 7&x').digest('hex')}` } });
    reply = { status: 500 };
    expect(await connector().follow(order, 'job', soon())).toMatchObject({ kind: 'unreachable' });
  });

  it.each<[number, object, Record<string, string>]>([
    [400, { kind: 'refused', code: 'HTTP_400' }, {}],
    [429, { kind: 'notSent', limited: true, retryAfterMs: 9_000 }, { 'retry-after': '9' }],
    [503, { kind: 'notSent', retryAfterMs: 4_000 }, { 'retry-after': '4' }],
    [503, { kind: 'uncertain' }, {}],
    [302, { kind: 'refused' }, { location: 'http://127.0.0.1:9/' }],
  ])('knows what %i means: %j', async (status, expected, headers) => {
    reply = { status, headers };
    expect(await connector().carryOut(order, soon())).toMatchObject(expected);
    expect(heard).toHaveLength(1);
  });

  it('believes a refusal in words', async () => {
    reply = { status: 200, body: { status: 'refused', sentence: 'The device belongs to the board.' } };
    expect(await connector().carryOut(order, soon())).toEqual({ kind: 'refused', code: 'WEBHOOK_REFUSED', sentence: 'The device belongs to the board.' });
  });
});

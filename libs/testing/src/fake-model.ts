import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FakeLedger, type FakeStatement, honestStatements, type Lie, LIES, lieStatements, readLedger } from './fake-model-lies.js';

/** What the fake model does with one request. A lie comes mixed with honest statements; `onlyLies` sends every lie and nothing else. */
export type FakeBehaviour =
  | Lie
  | 'honest' | 'onlyLies' | 'unknownFacts' | 'garbage' | 'fenced' | 'wrongSchema' | 'htmlPage' | 'rateLimited' | 'rateLimitedForLong' | 'serverError'
  | 'unauthorized' | 'stall' | 'silence' | 'cutStream' | 'noDone' | 'noFinish' | 'trickle' | 'flood' | 'refusal' | 'emptyChoices' | 'tooLong' | 'wholeJson'
  | 'noSchema' | 'promptOnly';

/** A request that the fake model got. */
export interface FakeRequest {
  body: Record<string, unknown>;
  authorization: string;
  path: string;
}

/** A running fake model. */
export interface FakeModel {
  /** Base address for a client, ending in `/v1`. */
  url: string;
  /** Everything it was asked, in order. */
  requests: readonly FakeRequest[];
  /** Texts of every false statement it has sent. */
  lies: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts an OpenAI-compatible server on a free local port. The n-th request gets the n-th behaviour of the script, the last
 * one repeats. It answers from the evidence in the request, so an honest answer is true and a lie is provably none.
 */
export async function startFakeModel(script: FakeBehaviour | readonly FakeBehaviour[]): Promise<FakeModel> {
  const behaviours = typeof script === 'string' ? [script] : script;
  const requests: FakeRequest[] = [];
  const lies: string[] = [];
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    readBody(request)
      .then((body) => {
        requests.push({ body, authorization: request.headers.authorization ?? '', path: request.url ?? '' });
        const behaviour = behaviours[Math.min(requests.length, behaviours.length) - 1] ?? 'honest';
        answer(behaviour, body, response, lies);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    lies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
}

function ledgerOf(body: Record<string, unknown>): FakeLedger {
  const messages = body['messages'] as { role: string; content: string }[];
  return readLedger(messages.find(({ role }) => role === 'user')?.content ?? '');
}

function answer(behaviour: FakeBehaviour, body: Record<string, unknown>, response: ServerResponse, lies: string[]): void {
  const honest = (): FakeStatement[] => honestStatements(ledgerOf(body));
  const lying = (kinds: readonly Lie[]): FakeStatement[] => {
    const told = kinds.flatMap((kind) => lieStatements(kind, ledgerOf(body)));
    lies.push(...told.map(({ text }) => text));
    return told;
  };
  const reply = (statements: FakeStatement[]): void => stream(response, JSON.stringify({ statements }));
  const format = (body['response_format'] as { type?: string } | undefined)?.type;
  switch (behaviour) {
    case 'honest':
      return reply(honest());
    case 'onlyLies':
      return reply(lying(LIES).map((statement, index) => (index === 0 ? { ...statement, section: 'lead' } : statement)));
    case 'unknownFacts':
      return reply(honest().map((statement) => ({ ...statement, facts: ['F-canary-unknown'] })));
    case 'garbage':
      return stream(response, 'CANARY-GARBAGE } lorem {{{ ipsum');
    case 'fenced':
      return stream(response, `Here is the summary:\n\`\`\`json\n${JSON.stringify({ statements: honest() }, null, 2)}\n\`\`\`\n`);
    case 'wrongSchema':
      return stream(response, JSON.stringify({ claims: honest().map(({ text }) => text) }));
    case 'htmlPage':
      return send(response, 200, 'text/html', '<!doctype html><title>CANARY-PROXY sign in</title>');
    case 'rateLimited':
      return send(response, 429, 'application/json', '{"error":{"message":"CANARY slow down"}}', { 'retry-after': '0' });
    case 'rateLimitedForLong':
      return send(response, 429, 'application/json', '{"error":{"message":"CANARY slow down"}}', { 'retry-after': '3600' });
    case 'serverError':
      return send(response, 500, 'application/json', '{"error":{"message":"CANARY broke"}}');
    case 'unauthorized':
      return send(response, 401, 'application/json', '{"error":{"message":"CANARY bad key"}}');
    case 'silence':
      return;
    case 'wholeJson':
      return send(response, 200, 'application/json', JSON.stringify({ choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: JSON.stringify({ statements: honest() }) } }], usage: { prompt_tokens: 10, completion_tokens: 5 } }));
    case 'refusal':
      return frames(response, [{ delta: { role: 'assistant', refusal: 'CANARY I cannot help.' } }, { delta: {}, finish_reason: 'stop' }]);
    case 'emptyChoices':
      return frames(response, []);
    case 'tooLong':
      return frames(response, [{ delta: { content: '{"statements":[{"section":"lead"' } }, { delta: {}, finish_reason: 'length' }]);
    case 'noDone':
      return stream(response, JSON.stringify({ statements: honest() }), { done: false });
    case 'noFinish':
      return stream(response, JSON.stringify({ statements: honest() }), { finish: false });
    case 'cutStream':
      return partial(response, honest(), () => setTimeout(() => response.destroy(), 20));
    case 'stall':
      return partial(response, honest(), () => undefined);
    case 'trickle':
      return trickle(response);
    case 'flood':
      return flood(response);
    case 'noSchema':
    case 'promptOnly':
      if (format === 'json_schema' || (format !== undefined && behaviour === 'promptOnly')) {
        return send(response, 400, 'application/json', '{"error":{"message":"response_format is not supported"}}');
      }
      return reply(honest());
    default: {
      const told = lying([behaviour]);
      const good = honest();
      return reply(good.flatMap((statement, index) => (told[index] ? [statement, told[index]] : [statement])).concat(told.slice(good.length)));
    }
  }
}

function send(response: ServerResponse, status: number, type: string, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}

interface Choice {
  delta: Record<string, unknown>;
  finish_reason?: string;
}

function frame(choices: Choice[], usage?: object): string {
  const chunk = { id: 'fake', object: 'chat.completion.chunk', created: 0, model: 'fake', choices: choices.map((choice) => ({ index: 0, finish_reason: null, ...choice })), ...(usage ? { usage } : {}) };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

function open(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

function frames(response: ServerResponse, choices: Choice[]): void {
  open(response);
  for (const choice of choices) response.write(frame([choice]));
  response.end('data: [DONE]\n\n');
}

function stream(response: ServerResponse, text: string, { done = true, finish = true } = {}): void {
  open(response);
  response.write(frame([{ delta: { role: 'assistant', content: '' } }]));
  for (let at = 0; at < text.length; at += 97) response.write(frame([{ delta: { content: text.slice(at, at + 97) } }]));
  if (finish) response.write(frame([{ delta: {}, finish_reason: 'stop' }]));
  response.write(frame([], { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 }));
  response.end(done ? 'data: [DONE]\n\n' : '');
}

function partial(response: ServerResponse, statements: FakeStatement[], then: () => void): void {
  const text = JSON.stringify({ statements });
  open(response);
  response.write(frame([{ delta: { role: 'assistant', content: text.slice(0, Math.floor(text.length / 2)) } }]), () => then());
}

function trickle(response: ServerResponse): void {
  open(response);
  const bytes = frame([{ delta: { content: '{"statements":[]}' } }]);
  let at = 0;
  const timer = setInterval(() => response.write(bytes[at++ % bytes.length] ?? ' '), 20);
  response.on('close', () => clearInterval(timer));
}

function flood(response: ServerResponse): void {
  open(response);
  const block = frame([{ delta: { content: 'CANARY-FLOOD '.repeat(5000) } }]);
  const more = (): void => {
    while (!response.destroyed) if (!response.write(block)) return void response.once('drain', more);
  };
  more();
}

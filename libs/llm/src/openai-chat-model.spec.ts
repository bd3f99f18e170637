import { type FakeBehaviour, type FakeModel, startFakeModel } from '@attest/testing';
import type { ChatModel, ChatReply } from './chat-model.js';
import { createChatModel } from './openai-chat-model.js';
import { LlmError, LlmErrorCode } from './llm.error.js';
import type { JsonSchema } from './json-schema.js';

const KEY = 'sk-canary-key-1234567890';
const schema: JsonSchema = {
  type: 'object',
  properties: {
    statements: {
      type: 'array',
      items: {
        type: 'object',
        properties: { section: { type: 'string' }, text: { type: 'string' }, facts: { type: 'array', items: { type: 'string', enum: ['F1'] } } },
        required: ['section', 'text', 'facts'],
        additionalProperties: false,
      },
    },
  },
  required: ['statements'],
  additionalProperties: false,
};
const user = [
  'M',
  '{"id":"F1","type":"alert.raised","time":"2024-07-17T10:49:35Z","values":{"device":"mkt01"}}',
  '{"type":"draft","title":"t","statements":[{"section":"lead","text":"The device mkt01 raised an alert.","facts":["F1"]}]}',
  'M',
].join('\n');

describe('a chat model', () => {
  let fake: FakeModel | undefined;
  afterEach(async () => {
    await fake?.close();
    fake = undefined;
  });

  async function start(script: FakeBehaviour | FakeBehaviour[], limits = {}): Promise<ChatModel> {
    fake = await startFakeModel(script);
    return createChatModel({
      url: fake.url,
      key: KEY,
      name: 'fake-1',
      // Tight only where the fake is slow on purpose, so that a busy machine fails no other case.
      limits: {
        backoffMs: 1,
        circuitFailures: 100,
        ...(script === 'stall' || script === 'silence' ? { idleMs: 300 } : {}),
        ...(script === 'trickle' ? { slowAfterMs: 200, minBytesPerSecond: 2000 } : {}),
        ...limits,
      },
    });
  }
  const ask = (model: ChatModel, signal?: AbortSignal): Promise<ChatReply> => model.complete({ system: 's', user, schema, maxTokens: 100, ...(signal ? { signal } : {}) });
  async function failure(model: ChatModel, signal?: AbortSignal): Promise<LlmError> {
    const error: unknown = await ask(model, signal).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof LlmError)) throw new Error(`expected an LlmError, got ${String(error)}`);
    return error;
  }

  it.each<FakeBehaviour>(['honest', 'fenced', 'noDone', 'wholeJson', 'noSchema', 'promptOnly'])('gets a value of the required form from an endpoint that is %s', async (behaviour) => {
    const reply = await ask(await start(behaviour));
    expect(reply.value).toEqual({ statements: [{ section: 'lead', text: 'According to the records, the device mkt01 raised an alert.', facts: ['F1'] }] });
    expect(reply.usage.prompt).toBeGreaterThan(0);
    expect(reply.model).toBe('fake-1');
  });

  it('steps down the ladder once and remembers', async () => {
    const model = await start('promptOnly');
    await ask(model);
    await ask(model);
    expect(fake?.requests.map(({ body }) => (body['response_format'] as { type: string } | undefined)?.type)).toEqual(['json_schema', 'json_object', undefined, undefined]);
    expect(JSON.stringify(fake?.requests[2]?.body['messages'])).toContain('JSON Schema');
  });

  it.each<FakeBehaviour>(['garbage', 'wrongSchema', 'unknownFacts'])('asks once more after %s, and takes the repaired answer', async (behaviour) => {
    const model = await start([behaviour, 'honest']);
    expect((await ask(model)).value).toHaveProperty('statements');
    expect(fake?.requests).toHaveLength(2);
  });

  it.each<[FakeBehaviour, LlmErrorCode, number]>([
    ['garbage', LlmErrorCode.BadReply, 2],
    ['wrongSchema', LlmErrorCode.BadReply, 2],
    ['htmlPage', LlmErrorCode.NotAnApi, 1],
    ['rateLimited', LlmErrorCode.RateLimited, 3],
    ['rateLimitedForLong', LlmErrorCode.RateLimited, 1],
    ['serverError', LlmErrorCode.Unavailable, 3],
    ['unauthorized', LlmErrorCode.Unauthorized, 1],
    ['stall', LlmErrorCode.Stalled, 1],
    ['silence', LlmErrorCode.Stalled, 1],
    ['cutStream', LlmErrorCode.CutOff, 1],
    ['noFinish', LlmErrorCode.CutOff, 1],
    ['trickle', LlmErrorCode.TooSlow, 1],
    ['flood', LlmErrorCode.TooLarge, 1],
    ['refusal', LlmErrorCode.Refused, 1],
    ['emptyChoices', LlmErrorCode.Empty, 1],
    ['tooLong', LlmErrorCode.TooLong, 1],
  ])('gives up on %s with %s after %d requests', async (behaviour, code, requests) => {
    const error = await failure(await start(behaviour));
    expect(error.code).toBe(code);
    expect(fake?.requests).toHaveLength(requests);
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toMatch(/canary|127\.0\.0\.1/i);
  });

  it('recovers when the endpoint does', async () => {
    const model = await start(['serverError', 'rateLimited', 'honest']);
    expect((await ask(model)).value).toHaveProperty('statements');
  });

  it('keeps one deadline over everything', async () => {
    expect((await failure(await start('trickle', { deadlineMs: 150, slowAfterMs: 60_000 }))).code).toBe(LlmErrorCode.TimedOut);
  });

  it('stops when it is told to', async () => {
    const control = new AbortController();
    setTimeout(() => control.abort(), 50);
    expect((await failure(await start('silence', { idleMs: 5000 }), control.signal)).code).toBe(LlmErrorCode.Cancelled);
  });

  it('leaves an endpoint alone after failures in a row, and tries again after a rest', async () => {
    const model = await start(['unauthorized', 'unauthorized', 'honest'], { circuitFailures: 2, circuitRestMs: 100 });
    await failure(model);
    await failure(model);
    expect((await failure(model)).code).toBe(LlmErrorCode.CircuitOpen);
    expect(fake?.requests).toHaveLength(2);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect((await ask(model)).value).toHaveProperty('statements');
  });

  it('says so when nobody listens or the address is none', async () => {
    const model = await start('honest', { maxRetries: 0 });
    await fake?.close();
    expect((await failure(model)).code).toBe(LlmErrorCode.Unreachable);
    expect(() => createChatModel({ url: 'file:///etc/passwd', name: 'x' })).toThrow(LlmError);
    expect(() => createChatModel({ url: 'no address', name: 'x' })).toThrow('not an http or https address');
  });

  it('sends the key as a bearer, and to an Azure deployment as its own header with the version', async () => {
    await ask(await start('honest'));
    expect(fake?.requests[0]).toMatchObject({ authorization: `Bearer ${KEY}`, path: '/v1/chat/completions' });
    const url = `${(fake?.url ?? '').replace('/v1', '')}/openai/deployments/d?api-version=2024-10-21`;
    await ask(createChatModel({ url, key: KEY, name: 'd' }));
    expect(fake?.requests[1]?.path).toBe('/openai/deployments/d/chat/completions?api-version=2024-10-21');
  });
});

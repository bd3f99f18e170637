import OpenAI, { APIConnectionError, APIError } from 'openai';
import { Stream } from 'openai/streaming';
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionCreateParamsStreaming, ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { ChatModel, ChatReply, ChatRequest } from './chat-model.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { guardedFetch, type ReplyLimits } from './guarded-fetch.js';
import { readJson, schemaViolation } from './json-schema.js';
import { LlmError, LlmErrorCode, type TokenUsage } from './llm.error.js';

/** Time and size bounds of a chat model; all in milliseconds or bytes. */
export interface ChatModelLimits extends ReplyLimits {
  /** For one `complete`, retries and repair turn included. */
  deadlineMs: number;
  /** Longest pause that a `Retry-After` may ask for. */
  maxRetryAfterMs: number;
  /** First pause before a retry; doubles. */
  backoffMs: number;
  /** Retries of one request after 429, 5xx or a broken connection. */
  maxRetries: number;
  /** Failures in a row that open the circuit, and how long it then rests. */
  circuitFailures: number;
  circuitRestMs: number;
}

/** Where a model is. `url`: base address with version (`https://host/v1`); an Azure deployment address with `api-version` works too. */
export interface ChatModelConfig {
  url: string;
  key?: string | undefined;
  name: string;
  limits?: Partial<ChatModelLimits>;
}

const DEFAULT_LIMITS: ChatModelLimits = {
  deadlineMs: 90_000,
  idleMs: 30_000,
  maxBytes: 10 * 1024 * 1024,
  minBytesPerSecond: 64,
  slowAfterMs: 20_000,
  maxRetryAfterMs: 15_000,
  backoffMs: 500,
  maxRetries: 2,
  circuitFailures: 3,
  circuitRestMs: 60_000,
};

type Format = 'json_schema' | 'json_object' | 'prompt';
const FORMATS: readonly Format[] = ['json_schema', 'json_object', 'prompt'];
const COUNTS_AGAINST_ENDPOINT: ReadonlySet<LlmErrorCode> = new Set([
  LlmErrorCode.RateLimited, LlmErrorCode.Unavailable, LlmErrorCode.Unreachable, LlmErrorCode.TimedOut, LlmErrorCode.Stalled, LlmErrorCode.TooSlow,
  LlmErrorCode.TooLarge, LlmErrorCode.CutOff, LlmErrorCode.NotAnApi, LlmErrorCode.Unauthorized, LlmErrorCode.NotFound,
]);

/**
 * A chat model on any endpoint that speaks OpenAI Chat Completions. It learns once what the endpoint can do (strict JSON
 * schema, JSON mode, or instructions alone), streams, and gives up on stalls, cuts, floods and refusals with an `LlmError`.
 * Throws `LlmError` (`LLM_BAD_ADDRESS`) when the address is none.
 */
export function createChatModel(config: ChatModelConfig): ChatModel {
  return new OpenAiChatModel(config);
}

interface Answer {
  content: string;
}

class OpenAiChatModel implements ChatModel {
  private readonly client: OpenAI;
  private readonly limits: ChatModelLimits;
  private readonly breaker: CircuitBreaker;
  private readonly name: string;
  private format: Format = 'json_schema';
  private tokenLimit: 'max_tokens' | 'max_completion_tokens' = 'max_tokens';
  private temperature = true;
  private countUsage = true;

  constructor(config: ChatModelConfig) {
    this.name = config.name;
    this.limits = { ...DEFAULT_LIMITS, ...config.limits };
    this.breaker = new CircuitBreaker(this.limits.circuitFailures, this.limits.circuitRestMs, () => performance.now());
    const url = URL.canParse(config.url) ? new URL(config.url) : undefined;
    if (!url || !/^https?:$/.test(url.protocol)) throw new LlmError(LlmErrorCode.BadAddress);
    const apiVersion = url.searchParams.get('api-version');
    const key = config.key ?? 'none';
    this.client = new OpenAI({
      apiKey: key,
      organization: null,
      project: null,
      baseURL: `${url.origin}${url.pathname.replace(/\/(?:chat\/completions\/?)?$/, '')}`,
      maxRetries: 0,
      timeout: this.limits.deadlineMs,
      logLevel: 'off',
      fetch: guardedFetch(this.limits),
      ...(apiVersion === null ? {} : { defaultQuery: { 'api-version': apiVersion }, defaultHeaders: { 'api-key': key } }),
    });
  }

  async complete(request: ChatRequest): Promise<ChatReply> {
    if (!this.breaker.allows()) throw new LlmError(LlmErrorCode.CircuitOpen);
    const usage: TokenUsage = { prompt: 0, completion: 0 };
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), this.limits.deadlineMs);
    const signal = request.signal ? AbortSignal.any([request.signal, deadline.signal]) : deadline.signal;
    try {
      const value = await this.converse(request, signal, usage);
      this.breaker.succeeded();
      return { value, usage, model: this.name };
    } catch (error) {
      const code = request.signal?.aborted ? LlmErrorCode.Cancelled : deadline.signal.aborted ? LlmErrorCode.TimedOut : codeOf(error);
      if (COUNTS_AGAINST_ENDPOINT.has(code)) this.breaker.failed();
      else this.breaker.abandoned();
      throw new LlmError(code, usage);
    } finally {
      clearTimeout(timer);
    }
  }

  /** One question, and at most one repair turn. */
  private async converse(request: ChatRequest, signal: AbortSignal, usage: TokenUsage): Promise<unknown> {
    const messages: ChatCompletionMessageParam[] = [
      { role: 'system', content: request.system },
      { role: 'user', content: request.user },
    ];
    for (let turn = 0; ; turn += 1) {
      const { content } = await this.ask(request, messages, signal, usage);
      const value = readJson(content);
      const violation = value === undefined ? 'the reply must be one JSON object and nothing else' : schemaViolation(value, request.schema);
      if (violation === undefined) return value;
      if (turn === 1) throw new LlmError(LlmErrorCode.BadReply);
      messages.push(
        { role: 'assistant', content: content.slice(0, 8000) },
        { role: 'user', content: `That reply cannot be used: ${violation}. Send the corrected JSON object only.` },
      );
    }
  }

  /** Sends one turn; steps down the ladder when the endpoint refuses a capability, and retries what may pass. */
  private async ask(request: ChatRequest, messages: ChatCompletionMessageParam[], signal: AbortSignal, usage: TokenUsage): Promise<Answer> {
    for (let retries = 0; ; ) {
      try {
        return await this.send(request, messages, signal, usage);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof APIError && [400, 415, 422, 501].includes(error.status ?? 0)) {
          if (!this.stepDown(error)) throw new LlmError(LlmErrorCode.BadRequest);
          continue;
        }
        const pause = retries < this.limits.maxRetries ? this.pauseBefore(error, retries) : undefined;
        if (pause === undefined) throw error;
        retries += 1;
        await sleep(pause, signal);
      }
    }
  }

  private stepDown(error: APIError): boolean {
    const said = String(error.message);
    if (said.includes('max_completion_tokens') && this.tokenLimit === 'max_tokens') this.tokenLimit = 'max_completion_tokens';
    else if (said.includes('temperature') && this.temperature) this.temperature = false;
    else if (said.includes('stream_options') && this.countUsage) this.countUsage = false;
    else {
      const next = FORMATS[FORMATS.indexOf(this.format) + 1];
      if (next === undefined) return false;
      this.format = next;
    }
    return true;
  }

  private pauseBefore(error: unknown, retries: number): number | undefined {
    const status = error instanceof APIError ? error.status : undefined;
    const broken = error instanceof APIConnectionError && llmErrorIn(error) === undefined;
    if (!broken && status !== 429 && status !== 408 && (status === undefined || status < 500)) return undefined;
    const asked = error instanceof APIError ? retryAfter(error.headers) : undefined;
    if (asked === undefined) return this.limits.backoffMs * 2 ** retries;
    return asked > this.limits.maxRetryAfterMs ? undefined : asked;
  }

  private async send(request: ChatRequest, messages: ChatCompletionMessageParam[], signal: AbortSignal, usage: TokenUsage): Promise<Answer> {
    const body: ChatCompletionCreateParamsStreaming = {
      model: this.name,
      messages: this.format === 'prompt' ? withSchema(messages, request) : messages,
      stream: true,
      [this.tokenLimit]: request.maxTokens,
      ...(this.countUsage ? { stream_options: { include_usage: true } } : {}),
      ...(this.temperature ? { temperature: 0 } : {}),
      ...(this.format === 'json_schema' ? { response_format: { type: 'json_schema', json_schema: { name: 'reply', strict: true, schema: { ...request.schema } } } } : {}),
      ...(this.format === 'json_object' ? { response_format: { type: 'json_object' } } : {}),
    };
    const response = await this.client.chat.completions.create(body, { signal }).asResponse();
    const kind = response.headers.get('content-type') ?? '';
    if (kind.includes('text/event-stream')) return readStream(response, signal, usage);
    if (kind.includes('json')) return readWhole(await response.text(), usage);
    await response.body?.cancel();
    throw new LlmError(LlmErrorCode.NotAnApi);
  }
}

async function readStream(response: Response, signal: AbortSignal, usage: TokenUsage): Promise<Answer> {
  const control = new AbortController();
  let content = '';
  let finish: string | undefined;
  let refused = false;
  let choices = 0;
  try {
    for await (const chunk of Stream.fromSSEResponse<ChatCompletionChunk>(response, control)) {
      signal.throwIfAborted();
      addUsage(usage, chunk.usage);
      const choice = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
      if (!choice) continue;
      choices += 1;
      if (typeof choice.delta?.content === 'string') content += choice.delta.content;
      if (typeof choice.delta?.refusal === 'string' && choice.delta.refusal !== '') refused = true;
      if (typeof choice.finish_reason === 'string') finish = choice.finish_reason;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw llmErrorIn(error) ?? (error instanceof APIError ? error : new LlmError(LlmErrorCode.CutOff));
  } finally {
    control.abort();
  }
  signal.throwIfAborted();
  if (choices > 0 && finish === undefined) throw new LlmError(LlmErrorCode.CutOff);
  return finished(content, finish, refused);
}

function readWhole(text: string, usage: TokenUsage): Answer {
  let reply: Partial<ChatCompletion> | null;
  try {
    reply = JSON.parse(text) as Partial<ChatCompletion> | null;
  } catch {
    throw new LlmError(LlmErrorCode.NotAnApi);
  }
  const choice = Array.isArray(reply?.choices) ? reply.choices[0] : undefined;
  if (reply?.usage) addUsage(usage, reply.usage);
  if (!choice) throw new LlmError(LlmErrorCode.Empty);
  const { content, refusal } = choice.message ?? {};
  return finished(typeof content === 'string' ? content : '', choice.finish_reason, typeof refusal === 'string' && refusal !== '');
}

function finished(content: string, finish: string | undefined, refused: boolean): Answer {
  if (refused || finish === 'content_filter') throw new LlmError(LlmErrorCode.Refused);
  if (finish === 'length') throw new LlmError(LlmErrorCode.TooLong);
  if (content.trim() === '') throw new LlmError(LlmErrorCode.Empty);
  if (finish === undefined) throw new LlmError(LlmErrorCode.CutOff);
  return { content };
}

function addUsage(total: TokenUsage, more: { prompt_tokens?: unknown; completion_tokens?: unknown } | null | undefined): void {
  const count = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.floor(value) : 0);
  total.prompt += count(more?.prompt_tokens);
  total.completion += count(more?.completion_tokens);
}

function withSchema(messages: ChatCompletionMessageParam[], request: ChatRequest): ChatCompletionMessageParam[] {
  const system = `${request.system}\n\nReply with one JSON object that satisfies this JSON Schema, and nothing else:\n${JSON.stringify(request.schema)}`;
  return [{ role: 'system', content: system }, ...messages.slice(1)];
}

function retryAfter(headers: Headers | undefined): number | undefined {
  const millis = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(millis) && millis >= 0) return millis;
  const text = headers?.get('retry-after');
  if (text === null || text === undefined) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function llmErrorIn(error: unknown): LlmError | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 6 && current instanceof Error; depth += 1) {
    if (current instanceof LlmError) return current;
    current = current.cause;
  }
  return undefined;
}

function codeOf(error: unknown): LlmErrorCode {
  const known = llmErrorIn(error);
  if (known) return known.code;
  if (error instanceof APIConnectionError) return LlmErrorCode.Unreachable;
  if (!(error instanceof APIError)) return LlmErrorCode.CutOff;
  const status = error.status ?? 0;
  if (status === 401 || status === 403) return LlmErrorCode.Unauthorized;
  if (status === 404) return LlmErrorCode.NotFound;
  if (status === 429) return LlmErrorCode.RateLimited;
  return status >= 500 || status === 408 || status === 0 ? LlmErrorCode.Unavailable : LlmErrorCode.BadRequest;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    const stop = (): void => {
      done();
      reject(new LlmError(LlmErrorCode.Cancelled));
    };
    const timer = setTimeout(() => {
      done();
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

import { KqlError, KqlErrorCode } from '../kql.error.js';

/** What a remote backend needs of the outside world; tests give their own. */
export interface RemoteEnvironment {
  fetch: typeof fetch;
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`, or rejects when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The world as it is. */
export const realEnvironment: RemoteEnvironment = {
  fetch: (...args) => fetch(...args),
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(new Error('stopped'));
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal.addEventListener('abort', stop, { once: true });
    }),
};

/** A finished answer of a service. */
export interface RemoteAnswer {
  status: number;
  body: string;
}

/** One call and everything that bounds it. */
export interface RemoteCall {
  service: string;
  url: string;
  /** Made anew for each attempt, since a token may have run out. */
  init(): Promise<{ method: string; headers: Record<string, string>; body: string }>;
  /** The service said 401: whether another attempt makes sense. Asked once. */
  onUnauthorized?(): boolean;
  signal: AbortSignal;
  /** Milliseconds since 1970 after which nothing more is tried. */
  until: number;
  maxBytes: number;
}

const mostAttempts = 5;

/**
 * Calls until there is an answer that is not "later": 429 and 503 wait as long as the service asks, other 5xx and a
 * broken connection wait 0.5, 1, 2, 4 s. Never longer than `until`, at most five times.
 * @throws KqlError Backend, Timeout or TooLarge.
 */
export async function callService(call: RemoteCall, environment: RemoteEnvironment): Promise<RemoteAnswer> {
  let unauthorized = false;
  for (let attempt = 1; ; attempt += 1) {
    let wait = 500 * 2 ** (attempt - 1);
    let last: KqlError;
    try {
      const response = await environment.fetch(call.url, { ...(await call.init()), signal: call.signal, redirect: 'error' });
      if (response.status === 401 && !unauthorized && call.onUnauthorized?.() === true) {
        unauthorized = true;
        await response.body?.cancel();
        continue;
      }
      if (response.status !== 429 && response.status < 500) return { status: response.status, body: await readBounded(response, call) };
      const body = await readBounded(response, { ...call, maxBytes: 64 * 1024 });
      const asked = retryAfter(response.headers.get('retry-after'), environment.now());
      if (response.status === 504) return { status: 504, body };
      if (asked !== undefined) wait = asked;
      last = new KqlError(
        KqlErrorCode.Backend,
        response.status === 429
          ? `${call.service} allows no more queries for now${asked === undefined ? '' : `; it asks to wait ${Math.ceil(asked / 1000)} seconds`}.${said(body)}`
          : `${call.service} is not able to answer (${response.status}).${said(body)}`,
      );
    } catch (error) {
      if (error instanceof KqlError) throw error;
      if (call.signal.aborted) throw stopped(call, environment);
      last = new KqlError(KqlErrorCode.Backend, `${call.service} cannot be reached.`);
    }
    if (attempt >= mostAttempts || environment.now() + wait >= call.until) throw last;
    try {
      await environment.sleep(wait, call.signal);
    } catch {
      throw stopped(call, environment);
    }
  }
}

function stopped(call: RemoteCall, environment: RemoteEnvironment): KqlError {
  return environment.now() >= call.until || call.signal.reason instanceof TimeLimit
    ? new KqlError(KqlErrorCode.Timeout, `${call.service} did not answer within the time limit.`)
    : new KqlError(KqlErrorCode.Timeout, 'The query was cancelled.');
}

/** Why a call is stopped when its time is up. */
export class TimeLimit extends Error {}

/** Runs `work` under a time limit and the caller's own signal. */
export async function limited<T>(timeoutMs: number, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const cancel = (): void => stop.abort(signal?.reason);
  const timer = setTimeout(() => stop.abort(new TimeLimit('time limit')), timeoutMs);
  if (signal?.aborted === true) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await work(stop.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

async function readBounded(response: Response, call: Pick<RemoteCall, 'maxBytes' | 'service'>): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > call.maxBytes) throw new KqlError(KqlErrorCode.TooLarge, `${call.service} answered with more than ${Math.round(call.maxBytes / 1024 / 1024)} MB; ask for less.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Milliseconds of a Retry-After header: seconds, or a date. */
function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The sentence of a JSON error, after a space; nothing when there is none. */
export function said(body: string): string {
  const message = errorMessage(body);
  return message === undefined ? '' : ` It says: ${message}`;
}

/** The message of an error in the form of OData and of OneApi, fit to show: one line, no control characters, not endless. */
export function errorMessage(body: string): string | undefined {
  const error = objectOf(objectOf(parseJson(body))?.['error']);
  const message = error?.['@message'] ?? error?.['message'];
  if (typeof message !== 'string' || message.trim() === '') return undefined;
  return plainText(message);
}

/** `text` in one line without control characters, at most 500 signs. */
export function plainText(text: string): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/g, ' ').trim();
  return line.length > 500 ? `${line.slice(0, 499)}…` : line;
}

/** `value` when it is a JSON object. */
export function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

/** Parsed JSON; whole numbers that a double cannot hold stay text. undefined when it is no JSON. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d{16,}(?![\d.eE])/g, (part) => (part.startsWith('"') ? part : `"${part}"`)));
  } catch {
    return undefined;
  }
}

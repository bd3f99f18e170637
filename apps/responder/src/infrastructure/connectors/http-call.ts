import type { CallOutcome } from '../../application/response-connector.js';

/** What a target answered. */
export interface HttpAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** A call that has no answer. `sent` is false when it surely did not reach the target. */
export interface HttpSilence {
  status: 0;
  sent: boolean;
  sentence: string;
}

/** One call to a target. */
export interface HttpCall {
  /** Name of the target in sentences: `Defender`. */
  target: string;
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

const mostBytes = 2 * 1024 * 1024;
/** Before a connection stands nothing can have been heard. */
const neverSent: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID'];

/** Calls once. Never throws; redirects are not followed, and no more than 2 MB are read. */
export async function callOnce({ target, url, method, headers, body, signal }: HttpCall): Promise<HttpAnswer | HttpSilence> {
  try {
    const response = await fetch(url, { method, headers, signal, redirect: 'manual', ...(body === undefined ? {} : { body }) });
    return { status: response.status, headers: response.headers, body: parsed(await bounded(response)) };
  } catch (error) {
    const code = codeOf(error);
    const sent = !neverSent.includes(code);
    return { status: 0, sent, sentence: sent ? (signal.aborted ? `${target} did not answer in time.` : `The connection to ${target} broke off.`) : `${target} cannot be reached.` };
  }
}

/**
 * What a status means for an order that has an effect. 429 and 503 with Retry-After had none; other 5xx and no answer at all may
 * have; 401 and 403 are the operator's to repair and are tried again; other 4xx are the target's refusal.
 */
export function unsuccessful(target: string, answer: HttpAnswer | HttpSilence): CallOutcome {
  if ('sent' in answer) return answer.sent ? { kind: 'uncertain', code: 'NO_ANSWER', sentence: answer.sentence } : { kind: 'notSent', code: 'UNREACHABLE', sentence: answer.sentence, down: true };
  const { status, headers, body } = answer;
  const said = messageOf(body);
  const retryAfterMs = retryAfter(headers);
  const sentence = `${target} answered ${status}${said === undefined ? '' : `: ${said}`}`;
  if (status === 429) return { kind: 'notSent', code: 'RATE_LIMITED', sentence: `${target} allows no more calls for now.`, down: true, limited: true, retryAfterMs: retryAfterMs ?? 30_000 };
  if (status === 503 && retryAfterMs !== undefined) return { kind: 'notSent', code: 'UNAVAILABLE', sentence: `${target} asks to come again later.`, down: true, limited: true, retryAfterMs };
  if (status >= 500) return { kind: 'uncertain', code: `HTTP_${status}`, sentence: stop(sentence) };
  if (status === 401) return { kind: 'notSent', code: 'SIGN_IN_REFUSED', sentence: `${target} does not accept Attest's sign-in. Check its settings.`, down: true, retryAfterMs: 60_000 };
  return { kind: 'refused', code: codeFrom(body) ?? `HTTP_${status}`, sentence: status === 403 ? stop(`${target} does not allow it: ${said ?? 'a permission is missing'}`) : stop(sentence) };
}

/** Milliseconds of a Retry-After header, seconds or a date; at most an hour. */
export function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(3_600_000, Math.max(0, ms));
}

/** The message of an error as Microsoft's services and most others write it: one line, fit to show. */
export function messageOf(body: unknown): string | undefined {
  const error = objectOf(objectOf(body)?.['error']) ?? objectOf(body);
  const message = error?.['message'];
  if (typeof message !== 'string' || message.trim() === '') return undefined;
  const line = message.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

/** The code of such an error. */
export function codeFrom(body: unknown): string | undefined {
  const code = objectOf(objectOf(body)?.['error'])?.['code'];
  return typeof code === 'string' && /^[\w.-]{1,80}$/.test(code) ? code : undefined;
}

/** `value` when it is a JSON object. */
export function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

/** A text of an answer, when it is one. */
export function textIn(body: unknown, name: string): string | undefined {
  const value = objectOf(body)?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function stop(sentence: string): string {
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

function codeOf(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause ?? error;
  const code = (cause as { code?: unknown } | undefined)?.code;
  if (typeof code === 'string') return code;
  const [first] = (cause as { errors?: unknown[] } | undefined)?.errors ?? [];
  return first === undefined ? '' : codeOf(first);
}

async function bounded(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > mostBytes) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

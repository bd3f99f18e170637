import { createHmac } from 'node:crypto';
import { canonicalJson } from '@attest/identity/audit';
import { responseAction } from '@attest/security-model';
import type { ActionOrder, CallOutcome, FollowOutcome, ResponseConnector } from '../../application/response-connector.js';
import type { IdempotencyClass } from '../../domain/action.js';
import { callOnce, objectOf, retryAfter, textIn, unsuccessful } from './http-call.js';

/** Where a webhook goes, and how it is signed. */
export interface WebhookOptions {
  url: string;
  secret: string;
  /** The receiver carries an Idempotency-Key out once only. */
  honoursKey: boolean;
  /** Name under which its actions are kept. */
  name?: string;
  now?: () => number;
}

const pollMs = 5_000;

/**
 * Posts every order as JSON to one address, for a SOAR to carry out. The receiver answers 2xx with `{"status": "done" |
 * "accepted" | "refused", "reference"?, "sentence"?}` (no body means done); `accepted` is asked for again by GET with
 * `?reference=`. Each call has `Idempotency-Key`, `X-Attest-Timestamp` (seconds) and `X-Attest-Signature`: `v1=` and the
 * HMAC SHA-256 (hex) of `timestamp.body`.
 */
export class WebhookConnector implements ResponseConnector {
  readonly name: string;

  constructor(private readonly options: WebhookOptions) {
    this.name = options.name ?? 'webhook';
  }

  classOf(action: string): IdempotencyClass | undefined {
    if (action === 'huntForRelated') return undefined;
    return this.options.honoursKey ? 'honoursKey' : 'none';
  }

  async carryOut(order: ActionOrder, signal: AbortSignal): Promise<CallOutcome> {
    const { tenant, actionId, key, incidentId, action, reverse, target, parameters, context, comment, origin } = order;
    const body = canonicalJson({ version: 1, tenant, actionId, key, incidentId, action, title: responseAction(action)?.title ?? action, reverse, target, parameters, context, comment, ...(origin === undefined ? {} : { origin }) });
    const answer = await callOnce({ target: 'The webhook', url: this.options.url, method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key, ...this.signature(body) }, body, signal });
    if (answer.status < 200 || answer.status > 299) return unsuccessful('The webhook', answer);
    const said = objectOf('body' in answer ? answer.body : undefined) ?? {};
    const reference = textIn(said, 'reference') ?? key;
    const sentence = shown(textIn(said, 'sentence'));
    switch (said['status']) {
      case 'accepted':
        return { kind: 'accepted', reference, pollAfterMs: pollMs, sentence: sentence ?? 'The receiver is at it.' };
      case 'refused':
        return { kind: 'refused', code: 'WEBHOOK_REFUSED', sentence: sentence ?? 'The receiver refused it.' };
      default:
        return { kind: 'confirmed', reference, result: { ...(sentence === undefined ? {} : { sentence }) } };
    }
  }

  async follow(order: ActionOrder, reference: string, signal: AbortSignal): Promise<FollowOutcome> {
    const url = new URL(this.options.url);
    url.searchParams.set('reference', reference);
    const answer = await callOnce({ target: 'The webhook', url: url.href, method: 'GET', headers: { 'idempotency-key': order.key, ...this.signature(reference) }, signal });
    if (answer.status < 200 || answer.status > 299) {
      const retryAfterMs = 'headers' in answer ? retryAfter(answer.headers) : undefined;
      return { kind: 'unreachable', sentence: 'The webhook does not say how it goes.', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    }
    const said = objectOf('body' in answer ? answer.body : undefined) ?? {};
    const sentence = shown(textIn(said, 'sentence'));
    if (said['status'] === 'done') return { kind: 'confirmed', result: { ...(sentence === undefined ? {} : { sentence }) } };
    if (said['status'] === 'failed' || said['status'] === 'refused') return { kind: 'failed', code: 'WEBHOOK_FAILED', sentence: sentence ?? 'The receiver could not do it.' };
    return { kind: 'pending', pollAfterMs: pollMs, sentence: sentence ?? 'The receiver is at it.' };
  }

  private signature(body: string): Record<string, string> {
    const timestamp = String(Math.floor((this.options.now ?? Date.now)() / 1_000));
    return { 'x-attest-timestamp': timestamp, 'x-attest-signature': `v1=${createHmac('sha256', this.options.secret).update(`${timestamp}.${body}`).digest('hex')}` };
  }
}

function shown(text: string | undefined): string | undefined {
  return text?.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/g, ' ').trim().slice(0, 300);
}

import { responseAction } from '@attest/security-model';
import type { ActionOrder, CallOutcome, FindOutcome, FollowOutcome, ResponseConnector } from '../../application/response-connector.js';
import type { IdempotencyClass } from '../../domain/action.js';
import { DefenderApi, type DefenderOptions } from './defender-api.js';
import { defenderCalls, type DefenderCall } from './defender-calls.js';
import { DefenderMachineActions } from './defender-machine.js';
import { objectOf, retryAfter, unsuccessful } from './http-call.js';

/** Machine actions a person has to start in Defender itself. */
const byHand = new Set(['offboardDevice']);

/**
 * Microsoft Defender XDR and Entra, with an app's own sign-in. Machine actions run at the device and are polled; they are known
 * again by the order's key in their comment. What has no call for an app (Exchange block lists, offboarding) is not done here.
 */
export class DefenderConnector implements ResponseConnector {
  readonly name = 'defender';
  private readonly api: DefenderApi;
  private readonly machine: DefenderMachineActions;

  constructor(options: DefenderOptions) {
    this.api = new DefenderApi(options);
    this.machine = new DefenderMachineActions(this.api, options.pollMs ?? 10_000);
  }

  classOf(action: string, reverse: boolean): IdempotencyClass | undefined {
    if (isMachineAction(action)) return reverse ? undefined : 'queryable';
    const kind = Object.hasOwn(defenderCalls, action) ? defenderCalls[action] : undefined;
    return kind === undefined || (reverse && kind.reversible !== true) ? undefined : kind.idempotency;
  }

  async carryOut(order: ActionOrder, signal: AbortSignal): Promise<CallOutcome> {
    if (isMachineAction(order.action)) return this.machine.carryOut(order, signal);
    const call = defenderCalls[order.action]?.call(order);
    if (call === undefined) return { kind: 'refused', code: 'INCOMPLETE', sentence: 'What is known of the target is not enough for the call.' };
    const before = await this.before(call, signal);
    if ('kind' in before) return before;
    const answer = await this.api.call(call.service, call.method, call.path, call.body, signal);
    const gone = call.goneIsDone === true && answer.status === 404;
    if ('sent' in answer || ((answer.status < 200 || answer.status > 299) && !gone)) return unsuccessful(this.api.nameOf(call.service), answer);
    return { kind: 'confirmed', reference: order.key, result: { ...before.saved, ...(gone ? {} : call.result?.(answer)) } };
  }

  follow(_order: ActionOrder, reference: string, signal: AbortSignal): Promise<FollowOutcome> {
    return this.machine.follow(reference, signal);
  }

  async find(order: ActionOrder, signal: AbortSignal): Promise<FindOutcome> {
    if (isMachineAction(order.action)) return this.machine.find(order, signal);
    const answer = await this.api.call('graph', 'GET', `/security/incidents/${encodeURIComponent(order.target.id)}`, undefined, signal);
    if (answer.status === 404) return { kind: 'absent' };
    if (answer.status !== 200 || !('body' in answer)) {
      const retryAfterMs = 'headers' in answer ? retryAfter(answer.headers) : undefined;
      return { kind: 'unreachable', sentence: 'Microsoft Graph does not answer.', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    }
    const comments = objectOf(answer.body)?.['comments'];
    const mine = Array.isArray(comments) && comments.some((each) => String(objectOf(each)?.['comment'] ?? '').includes(`[attest ${order.key}]`));
    return mine ? { kind: 'confirmed', reference: order.key, result: {} } : { kind: 'absent' };
  }

  /** What is there before the call. Reading changes nothing: without an answer the order was not sent. */
  private async before(call: DefenderCall, signal: AbortSignal): Promise<{ saved: Record<string, unknown> } | CallOutcome> {
    if (call.before === undefined) return { saved: {} };
    const answer = await this.api.call(call.service, 'GET', call.before.path, undefined, signal);
    if (call.goneIsDone === true && answer.status === 404) return { saved: {} };
    if (answer.status !== 200 || !('body' in answer)) {
      const outcome = unsuccessful(this.api.nameOf(call.service), answer);
      return outcome.kind === 'uncertain' ? { kind: 'notSent', code: outcome.code, sentence: outcome.sentence, down: true } : outcome;
    }
    const body = objectOf(answer.body) ?? {};
    const { fields } = call.before;
    return { saved: { before: fields === undefined ? body : Object.fromEntries(fields.map((name) => [name, body[name] ?? null])) } };
  }
}

function isMachineAction(action: string): boolean {
  return responseAction(action)?.machineActionType !== undefined && !byHand.has(action);
}

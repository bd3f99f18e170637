import { responseAction } from '@attest/security-model';
import type { ActionOrder, CallOutcome, FindOutcome, FollowOutcome } from '../../application/response-connector.js';
import { quoted, type DefenderApi } from './defender-api.js';
import { codeFrom, messageOf, objectOf, retryAfter, textIn, unsuccessful, type HttpAnswer, type HttpSilence } from './http-call.js';

const target = 'Defender for Endpoint';
const ongoing = new Set(['Pending', 'InProgress']);
const failedStates: Readonly<Record<string, string>> = { Failed: 'The device could not do it.', TimeOut: 'The device did not answer in time.', Cancelled: 'It was cancelled in Defender.' };

/** Machine actions: what Defender for Endpoint lets devices do. Known again by the order's key in their comment. */
export class DefenderMachineActions {
  constructor(
    private readonly api: DefenderApi,
    private readonly pollMs: number,
  ) {}

  async carryOut(order: ActionOrder, signal: AbortSignal): Promise<CallOutcome> {
    const devices = await this.devices(order, signal);
    if (!Array.isArray(devices)) return devices;
    const ids: string[] = [];
    for (const device of devices) {
      // Of several devices some may have got it before a call broke off.
      const known = devices.length > 1 ? await this.own(order, device, signal) : null;
      if (known !== null && typeof known !== 'string') return ids.length > 0 ? { kind: 'uncertain', code: 'PARTLY_SENT', sentence: 'Some of the devices have it.' } : unsuccessful(target, known);
      if (typeof known === 'string') {
        ids.push(known);
        continue;
      }
      const outcome = await this.one(order, device, signal);
      if (typeof outcome === 'string') ids.push(outcome);
      else if (ids.length === 0) return outcome;
      else if (outcome.kind === 'refused') return { kind: 'refused', code: outcome.code, sentence: `${ids.length} of ${devices.length} devices have it. For ${device.slice(0, 60)}: ${outcome.sentence}` };
      else return { kind: 'uncertain', code: 'PARTLY_SENT', sentence: 'Some of the devices have it.' };
    }
    return this.accepted(ids);
  }

  async find(order: ActionOrder, signal: AbortSignal): Promise<FindOutcome> {
    const devices = await this.devices(order, signal);
    if (!Array.isArray(devices)) return devices.kind === 'refused' ? { kind: 'absent' } : { kind: 'unreachable', sentence: 'sentence' in devices ? devices.sentence : 'Defender does not answer.' };
    const ids: string[] = [];
    for (const device of devices) {
      const known = await this.own(order, device, signal);
      if (known === null) return { kind: 'absent' };
      if (typeof known !== 'string') return unreachable(known);
      ids.push(known);
    }
    return this.accepted(ids);
  }

  async follow(reference: string, signal: AbortSignal): Promise<FollowOutcome> {
    const states: { id: string; status: string }[] = [];
    for (const id of reference.split(',')) {
      const answer = await this.api.call('endpoint', 'GET', `/machineactions/${encodeURIComponent(id)}`, undefined, signal);
      if (answer.status === 404) return { kind: 'failed', code: 'MACHINE_ACTION_GONE', sentence: 'Defender does not know this machine action any more.' };
      if (answer.status !== 200) return unreachable(answer);
      states.push({ id, status: textIn('body' in answer ? answer.body : undefined, 'status') ?? 'Pending' });
    }
    const result = { machineActions: states };
    const failed = states.find(({ status }) => Object.hasOwn(failedStates, status));
    if (states.some(({ status }) => ongoing.has(status))) return { kind: 'pending', pollAfterMs: this.pollMs, sentence: `Defender is at it: ${states.map(({ status }) => (status === 'Pending' ? 'waiting for the device' : 'the device is at it')).join(', ')}.` };
    if (failed) return { kind: 'failed', code: `MACHINE_ACTION_${failed.status.toUpperCase()}`, sentence: failedStates[failed.status] ?? 'It failed.', result };
    return { kind: 'confirmed', result };
  }

  /** The id of the machine action, or why there is none. */
  private async one(order: ActionOrder, device: string, signal: AbortSignal): Promise<string | CallOutcome> {
    const action = responseAction(order.action);
    const { Comment = '', ...inputs } = order.parameters;
    const path = (action?.api.path ?? '').replace('{mdeDeviceId}', encodeURIComponent(device));
    const comment = `${String(Comment)} ${order.comment}`.trim();
    const answer = await this.api.call('endpoint', 'POST', path, { ...inputs, Comment: comment }, signal);
    if (!('body' in answer) || answer.status < 200 || answer.status > 299) {
      if ('body' in answer && answer.status === 400 && isDuplicate(answer.body)) return this.duplicate(order, device, answer, signal);
      return unsuccessful(target, answer);
    }
    return textIn(answer.body, 'id') ?? { kind: 'uncertain', code: 'WRONG_SHAPE', sentence: 'Defender took the call but its answer cannot be read.' };
  }

  /** Defender refuses a second action of one type on one device while one runs: then the one that runs is followed. */
  private async duplicate(order: ActionOrder, device: string, answer: HttpAnswer, signal: AbortSignal): Promise<string | CallOutcome> {
    const list = await this.list(order, device, signal);
    if (!Array.isArray(list)) return { kind: 'uncertain', code: 'DUPLICATE', sentence: 'Defender runs the same action on the device already; which one could not be asked.' };
    const mine = list.find((each) => isOwn(each, order)) ?? list.find((each) => ongoing.has(textIn(each, 'status') ?? ''));
    return textIn(mine, 'id') ?? unsuccessful(target, answer);
  }

  /** Id of the order's own machine action on a device; null when there is none. */
  private async own(order: ActionOrder, device: string, signal: AbortSignal): Promise<string | null | HttpAnswer | HttpSilence> {
    const list = await this.list(order, device, signal);
    if (!Array.isArray(list)) return list;
    return textIn(list.find((each) => isOwn(each, order)), 'id') ?? null;
  }

  private async list(order: ActionOrder, device: string, signal: AbortSignal): Promise<unknown[] | HttpAnswer | HttpSilence> {
    const type = responseAction(order.action)?.machineActionType ?? '';
    const filter = `machineId eq ${quoted(device)} and type eq ${quoted(type)}`;
    const answer = await this.api.call('endpoint', 'GET', `/machineactions?$filter=${encodeURIComponent(filter)}`, undefined, signal);
    if (answer.status !== 200 || !('body' in answer)) return answer;
    const value = objectOf(answer.body)?.['value'];
    return Array.isArray(value) ? (value as unknown[]) : { status: 0, sent: true, sentence: 'The answer of Defender cannot be read.' };
  }

  /** Ids of the devices an order is for. What is not an id is looked up by its name. */
  private async devices(order: ActionOrder, signal: AbortSignal): Promise<string[] | CallOutcome> {
    const wanted = order.target.type === 'device' ? [order.target.id] : (order.context.devices ?? []);
    if (wanted.length === 0) return { kind: 'refused', code: 'NO_DEVICE', sentence: 'The evidence does not say on which device.' };
    const ids: string[] = [];
    for (const each of wanted) {
      if (/^[0-9a-f]{40}$/i.test(each)) {
        ids.push(each);
        continue;
      }
      const answer = await this.api.call('endpoint', 'GET', `/machines?$filter=${encodeURIComponent(`computerDnsName eq ${quoted(each)}`)}`, undefined, signal);
      if (answer.status !== 200 || !('body' in answer)) {
        // Looking a name up changes nothing, however it ends.
        const outcome = unsuccessful(target, answer);
        return outcome.kind === 'uncertain' ? { kind: 'notSent', code: outcome.code, sentence: outcome.sentence, down: true } : outcome;
      }
      const value = objectOf(answer.body)?.['value'];
      const found = Array.isArray(value) ? value.map((machine) => textIn(machine, 'id')).filter((id): id is string => id !== undefined) : [];
      if (found.length !== 1) return { kind: 'refused', code: 'DEVICE_NOT_FOUND', sentence: found.length === 0 ? `Defender knows no device ${each.slice(0, 80)}.` : `Defender knows ${found.length} devices named ${each.slice(0, 80)}.` };
      ids.push(found[0] ?? '');
    }
    return ids;
  }

  private accepted(ids: readonly string[]): Extract<CallOutcome, { kind: 'accepted' }> {
    return { kind: 'accepted', reference: ids.join(','), pollAfterMs: this.pollMs, sentence: 'Defender is at it: waiting for the device.' };
  }
}

function isOwn(machineAction: unknown, order: ActionOrder): boolean {
  return textIn(machineAction, 'requestorComment')?.includes(`[attest ${order.key}]`) === true;
}

function isDuplicate(body: unknown): boolean {
  return codeFrom(body) === 'ActiveRequestAlreadyExists' || /already (?:in progress|exists|running|pending)|active request/i.test(messageOf(body) ?? '');
}

function unreachable(answer: HttpAnswer | HttpSilence): { kind: 'unreachable'; sentence: string; retryAfterMs?: number } {
  const retryAfterMs = 'headers' in answer ? retryAfter(answer.headers) : undefined;
  const sentence = 'sent' in answer ? answer.sentence : `Defender for Endpoint answered ${answer.status}.`;
  return { kind: 'unreachable', sentence, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

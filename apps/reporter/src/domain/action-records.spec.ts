import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actionStates, type ActionChanged } from '@attest/contracts';
import { foldActions } from '@attest/report-engine';
import { actionLogOf } from './action-records.js';

const ids = Array.from({ length: 6 }, (_, index) => `${index}0000000-0000-4000-8000-000000000000`);

/** Histories of some actions: versions count from 1 without gaps, the audit log counts over all of them. */
const histories = fc.array(fc.record({ action: fc.integer({ min: 0, max: ids.length - 1 }), state: fc.constantFrom(...actionStates), minute: fc.integer({ min: 0, max: 59 }), undoes: fc.option(fc.constantFrom(...ids)) }), { maxLength: 40 }).map((steps) => {
  const versions = new Map<number, number>();
  return steps.map(({ action, state, minute, undoes }, index): ActionChanged => {
    const version = (versions.get(action) ?? 0) + 1;
    versions.set(action, version);
    return {
      actionId: ids[action] ?? '', incidentId: 'i', incidentRevision: 1, action: action % 2 === 0 ? 'isolateDevice' : 'blockIndicator', category: 'containment', target: { type: 'device', id: 'd', name: `pc${action}` }, state, previousState: null, version,
      connector: null, by: null, reason: null, undoes, at: `2025-03-10T00:${String(minute).padStart(2, '0')}:00.000Z`, audit: { sequence: index + 1, hash: (index + 1).toString(16).padStart(64, '0') },
    };
  });
});

describe('changes of actions as an action log', () => {
  it('hold every change, and the last by version is the state, whatever the clocks said', () => {
    fc.assert(fc.property(histories, (changes) => {
      const { records, auditHead } = actionLogOf(changes);
      const actions = foldActions(records);
      const last = new Map(changes.map((change) => [change.actionId, change.state]));
      expect(new Map(actions.map(({ id, state }) => [id, state]))).toEqual(last);
      for (const { id, steps } of actions) expect(steps.map(({ state }) => state)).toEqual(changes.filter(({ actionId }) => actionId === id).map(({ state }) => state));
      expect(auditHead).toBe(changes.at(-1)?.audit.hash ?? '');
    }));
  });

  it('are the same in any order of arrival', () => {
    fc.assert(fc.property(histories, (changes) => {
      expect(actionLogOf([...changes].reverse())).toEqual(actionLogOf(changes));
    }));
  });

  it('say of an action that it takes another back only when both have one name', () => {
    const [isolate, release, unblock] = ids as [string, string, string];
    const of = (actionId: string, action: string, undoes: string | null): ActionChanged => ({
      actionId, incidentId: 'i', incidentRevision: 1, action, category: 'containment', target: { type: 'device', id: 'd', name: '' }, state: 'CONFIRMED', previousState: null, version: 1, connector: null,
      by: { subject: 'ana', name: 'Ana' }, reason: 'Clean', undoes, at: '2025-03-10T00:00:00.000Z', audit: { sequence: 1, hash: '0'.repeat(64) },
    });
    const { records } = actionLogOf([of(isolate, 'isolateDevice', null), of(release, 'releaseDevice', isolate), of(unblock, 'isolateDevice', isolate)]);
    expect(records.map(({ action, by, reason, target }) => [action, by, reason, target.name])).toEqual([
      ['isolateDevice', 'Ana', 'Clean', 'd'], ['releaseDevice', 'Ana', 'Clean', 'd'], ['Isolate device (taken back)', 'Ana', 'Clean', 'd'],
    ]);
  });

  it('tell how a call came out, where the event says it', () => {
    const failed: ActionChanged = {
      actionId: ids[0] as string, incidentId: 'i', incidentRevision: 1, action: 'isolateDevice', category: 'containment', target: { type: 'device', id: 'd', name: 'pc' }, state: 'FAILED', previousState: 'SENT', version: 4, connector: 'defender',
      by: null, reason: null, outcome: 'The device is not known to Defender.', undoes: null, at: '2025-03-10T00:00:00.000Z', audit: { sequence: 1, hash: '0'.repeat(64) },
    };
    const [told] = foldActions(actionLogOf([failed]).records);
    expect(told?.steps).toEqual([expect.objectContaining({ state: 'FAILED', result: 'The device is not known to Defender.' })]);
    const { outcome: _, ...before } = failed;
    expect(foldActions(actionLogOf([before]).records)[0]?.steps[0]?.result).toBe('');
  });
});

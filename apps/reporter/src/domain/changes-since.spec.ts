import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actionStates, type IncidentActivity } from '@attest/contracts';
import { basisOf, changesSince, type KnownState } from './changes-since.js';

const text = fc.string({ maxLength: 200 });
const entry = fc.record<IncidentActivity>({ at: fc.integer({ min: 0, max: 999 }).map((ms) => new Date(Date.UTC(2025, 0, 1) + ms).toISOString()), kind: fc.constantFrom('imported', 'fieldChanged', 'commented', 'eventsAdded', 'sourceChanged', 'odd'), by: fc.option(fc.record({ subject: text, name: text })), field: fc.option(fc.constantFrom('status', 'severity')), from: fc.option(text), to: fc.option(text) });
const state = fc.record<KnownState>({
  revision: fc.integer({ min: 1, max: 9 }),
  activity: fc.array(entry, { maxLength: 50 }).map((entries) => entries.sort((a, b) => (a.at < b.at ? -1 : 1))),
  actions: fc.uniqueArray(fc.record({ id: fc.uuid(), version: fc.integer({ min: 1, max: 9 }), action: text, target: text, state: fc.constantFrom(...actionStates) }), { selector: ({ id }) => id, maxLength: 50 }),
  summary: fc.option(text),
  scripts: fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'constructor'), fc.constantFrom('malicious', 'benign')),
  hunts: fc.uniqueArray(fc.uuid(), { maxLength: 5 }),
});

describe('what has changed since a report', () => {
  it('is nothing right after it', () => {
    fc.assert(fc.property(state, (now) => {
      expect(changesSince(basisOf(now), now)).toEqual([]);
    }));
  });

  it('is at most 30 short sentences, whatever happened', () => {
    fc.assert(fc.property(state, state, (before, now) => {
      const changes = changesSince(basisOf(before), now);
      expect(changes.length).toBeLessThanOrEqual(30);
      for (const change of changes) expect(change).toMatch(/\.$/);
    }));
  });

  it('names an action that moved on, and no other', () => {
    const action = { id: 'x', version: 1, action: 'isolateDevice', target: 'pc7', state: 'PROPOSED' as const };
    const before: KnownState = { revision: 1, activity: [], actions: [action], summary: null, scripts: {}, hunts: [] };
    const now = { ...before, actions: [{ ...action, version: 3, state: 'CONFIRMED' as const }, { ...action, id: 'y', target: 'pc8' }] };
    expect(changesSince(basisOf(before), now)).toEqual(['Isolate device on pc7 is confirmed now.', 'Isolate device on pc8 is newly proposed.']);
    expect(changesSince(basisOf(before), { ...before, revision: 2 })).toEqual(['The incident changed: it is at revision 2, the report at 1.']);
  });
});

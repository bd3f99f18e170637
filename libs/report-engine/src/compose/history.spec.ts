import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reportLanguages } from '../report.js';
import { commentsOfActivity, historyOf, type ActivityRecord } from './history.js';

const by = { name: 'Ana' };
const at = '2025-03-10T00:05:00.000Z';
const entry = (more: Partial<ActivityRecord>): ActivityRecord => ({ at, kind: 'fieldChanged', by, field: null, from: null, to: null, ...more });

describe('the activity of an incident as history', () => {
  it.each([
    [entry({ field: 'assignedTo', to: 'ben' }), { at, by: 'Ana', kind: 'assigned', to: 'ben' }],
    [entry({ field: 'assignedTo', from: 'ben', to: null }), { at, by: 'Ana', kind: 'other', to: 'Assigned to changed from ben to nothing' }],
    [entry({ field: 'status', from: 'active', to: 'resolved' }), { at, by: 'Ana', kind: 'status', from: 'active', to: 'resolved' }],
    [entry({ field: 'determination', to: 'malware' }), { at, by: 'Ana', kind: 'classified', to: 'malware' }],
    [entry({ field: 'customTags', to: 'vip' }), { at, by: 'Ana', kind: 'other', to: 'Custom tags set to vip' }],
    [entry({ kind: 'imported', to: '3 alerts', by: null }), { at, kind: 'other', to: 'Brought into Attest with 3 alerts' }],
    [entry({ kind: 'merged', to: 'incident 9' }), { at, by: 'Ana', kind: 'other', to: 'merged: incident 9' }],
  ])('%j', (activity, history) => {
    expect(historyOf([activity], 'en')).toEqual([history]);
  });

  it('has every entry once: as history or as a comment', () => {
    const text = fc.option(fc.string());
    const any = fc.record<ActivityRecord>({ at: fc.constant(at), kind: fc.constantFrom('fieldChanged', 'commented', 'imported', 'sourceChanged', 'eventsAdded', 'other'), by: fc.option(fc.record({ name: fc.string() })), field: fc.option(fc.constantFrom('status', 'assignedTo', 'severity', '__proto__', 'constructor')), from: text, to: fc.option(fc.string({ minLength: 1 })) });
    fc.assert(fc.property(fc.array(any), fc.constantFrom(...reportLanguages), (activity, language) => {
      const said = activity.filter(({ kind, to }) => kind !== 'commented' || to !== null);
      expect(historyOf(activity, language).length + commentsOfActivity(activity).length).toBe(said.length);
    }));
  });
});

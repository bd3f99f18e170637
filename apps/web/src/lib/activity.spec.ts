import { describeActivity } from './activity.js';

describe('describeActivity', () => {
  it.each([
    ['imported', { revision: 1, alerts: 25 }, 'imported: revision 1; alerts 25'],
    ['updated', { status: { from: 'active', to: 'resolved' }, assignedTo: { from: null, to: 'ana' } }, 'updated: status from active to resolved; assigned to from nothing to ana'],
    ['events.added', { accepted: 42 }, 'events added: accepted 42'],
    ['commentAdded', null, 'comment added'],
    ['noted', 'as it is', 'noted: as it is'],
    ['tagged', { tags: ['a', 'b'] }, 'tagged: tags a, b'],
  ])('reads %s %j as "%s"', (action, detail, sentence) => {
    expect(describeActivity(action, detail)).toBe(sentence);
  });
});

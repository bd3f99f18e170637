import { describeActivity } from './activity.js';

describe('describeActivity', () => {
  it.each([
    [{ kind: 'imported' }, 'imported the incident'],
    [{ kind: 'eventsAdded', newValue: '42' }, 'added events: 42'],
    [{ kind: 'fieldChanged', field: 'status', oldValue: 'active', newValue: 'inProgress' }, 'changed status from active to in progress'],
    [{ kind: 'fieldChanged', field: 'assignedTo', oldValue: null, newValue: 'Ana Bowman' }, 'changed the assignee from nobody to Ana Bowman'],
    [{ kind: 'fieldChanged', field: 'assignedTo', oldValue: 'inProgress', newValue: null }, 'changed the assignee from inProgress to nobody'],
    [{ kind: 'eventsAdded', newValue: '9545 event rows' }, 'added events: 9,545 event rows'],
    [{ kind: 'commented', newValue: '9545 rows to read' }, 'commented: 9545 rows to read'],
    [{ kind: 'commented', newValue: 'Look at MKT01' }, 'commented: Look at MKT01'],
    [{ kind: 'actionChanged', field: 'Isolate device', newValue: 'ws-1, approved' }, 'action “Isolate device” on ws-1, approved'],
    [{ kind: 'somethingNew', field: null }, 'something new'],
  ])('reads %j as "%s"', (entry, sentence) => {
    expect(describeActivity(entry)).toBe(sentence);
  });
});

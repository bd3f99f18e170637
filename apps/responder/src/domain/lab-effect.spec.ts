import { responseActions } from '@attest/security-model';
import { labCan, labEffect, labThing, untouched } from './lab-effect.js';
import { undoOf } from './undo.js';

const target = { type: 'device', id: 'd-1', name: 'ws-01' };

describe('the lab tenant', () => {
  it('can do every action of the catalogue that has an effect in a tenant', () => {
    const cannot = responseActions.filter(({ id }) => !labCan(id)).map(({ id }) => id);
    expect(cannot).toEqual(['offboardDevice', 'cancelMachineAction', 'huntForRelated']);
  });

  it('changes something by each of them', () => {
    for (const { id } of responseActions.filter((action) => labCan(action.id))) {
      const order = { action: id, target, parameters: { classification: 'truePositive', comment: 'x', assignedTo: 'ana', ruleId: 'r', indicatorType: 'IpAddress', indicatorValue: '203.0.113.7', action: 'Block' }, devices: [] };
      const thing = labThing(order)!;
      const effect = labEffect(order, { ...untouched[thing.kind], isolation: 'full', appsRestricted: id === 'removeAppRestriction', enabled: id !== 'enableUser', risk: 'some', folder: 'x', active: id === 'removeIndicator' }, '2026-11-30T12:00:00Z')!;
      expect([id, Object.keys(effect.change).length > 0, effect.sentence.startsWith('ws-01 ')]).toEqual([id, true, true]);
    }
  });

  it('is as before once an action and its undo were carried out', () => {
    const parameters = { Comment: 'x', IsolationType: 'Full', id: 'u-1', userIds: ['0f8fad5b-d9cb-469f-a165-70867728950e'] };
    for (const [action, kind] of [['isolateDevice', 'device'], ['restrictAppExecution', 'device'], ['disableUser', 'user'], ['confirmUserCompromised', 'user']] as const) {
      const undo = undoOf({ action, reverse: false, parameters: { ...parameters }, target }, 'Taken back')!;
      const after = { ...untouched[kind], ...labEffect({ action, target, parameters, devices: [] }, untouched[kind], '')!.change };
      expect(after).not.toEqual(untouched[kind]);
      expect({ ...after, ...labEffect({ action: undo.action, target, parameters: undo.parameters, devices: [] }, after, '')!.change }).toEqual(untouched[kind]);
    }
  });
});

describe('what takes an action back', () => {
  it('is valid for every action the catalogue calls reversible, and nothing for the others', () => {
    const parameters = { Comment: 'x', id: 'u-1', accountId: 'a', userIds: ['0f8fad5b-d9cb-469f-a165-70867728950e'], analyzedEmails: [{ id: 'm' }], displayName: 'x', Sha1: 'f'.repeat(40) };
    for (const { id, reversible } of responseActions) {
      const plan = undoOf({ action: id, reverse: false, parameters, target }, 'Taken back');
      expect([id, plan !== undefined]).toEqual([id, reversible === true && id !== 'removeIndicator']);
    }
    // What was blocked is not known any more once the block is gone.
    expect(undoOf({ action: 'isolateDevice', reverse: true, parameters, target }, 'x')).toBeUndefined();
    expect(undoOf({ action: 'nothing', reverse: false, parameters, target }, 'x')).toBeUndefined();
  });
});

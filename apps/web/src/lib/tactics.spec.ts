import { byTactic } from './tactics.js';

describe('byTactic', () => {
  it('follows the order of an attack and repeats a technique under each of its tactics', () => {
    const groups = byTactic([
      { id: 'T1003', tactics: ['credential-access'] },
      { id: 'T1078', tactics: ['persistence', 'initial-access'] },
      { id: 'T9999', tactics: [] },
    ]);
    expect(groups.map((group) => [group.tactic, group.techniques.map((technique) => technique.id)])).toEqual([
      ['initial-access', ['T1078']],
      ['persistence', ['T1078']],
      ['credential-access', ['T1003']],
      ['other', ['T9999']],
    ]);
  });
});

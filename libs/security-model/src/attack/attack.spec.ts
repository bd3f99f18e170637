import { attackTactic, attackTechnique, parentTechnique, tacticOfCategory, tacticOrder, tacticRank, tacticsOf } from '../index.js';

describe('ATT&CK', () => {
  it('finds techniques in any spelling', () => {
    expect(attackTechnique(' t1059.001 ')).toMatchObject({ id: 'T1059.001', name: 'PowerShell', tactics: ['execution'], subtechnique: true, revoked: false });
    expect(attackTechnique('T1003/001')?.name).toBe('LSASS Memory');
  });

  it('knows parents, and unknown and revoked ids', () => {
    expect(parentTechnique('T1059.001')?.id).toBe('T1059');
    expect(parentTechnique('T1059')?.id).toBe('T1059');
    expect(parentTechnique('T1059.999')?.id).toBe('T1059');
    expect(parentTechnique('T9999.001')).toBeUndefined();
    expect(attackTechnique('T1002')).toMatchObject({ revoked: true });
    expect(attackTechnique('constructor')).toBeUndefined();
  });

  it('gives tactics in kill-chain order', () => {
    expect(tacticsOf('T1078')).toEqual(['initial-access', 'persistence', 'privilege-escalation', 'defense-evasion']);
    expect(tacticsOf('T1059.999')).toEqual(['execution']);
    expect(tacticsOf('nonsense')).toEqual([]);
    expect(tacticOrder).toHaveLength(14);
    expect(tacticOrder.every((name) => attackTactic(name) !== undefined)).toBe(true);
    expect(tacticRank('impact')).toBeLessThan(tacticRank('no-such-tactic'));
  });

  it.each([
    ['CredentialAccess', 'credential-access'],
    ['Credential access', 'credential-access'],
    ['Command And Control', 'command-and-control'],
    ['CommandAndControl', 'command-and-control'],
    ['TA0040', 'impact'],
    ['PreAttack', 'reconnaissance'],
    ['SuspiciousActivity', undefined],
    ['Malware', undefined],
    ['Unknown', undefined],
    ['toString', undefined],
    [undefined, undefined],
  ])('maps the category %s', (category, tactic) => {
    expect(tacticOfCategory(category)).toBe(tactic);
  });
});

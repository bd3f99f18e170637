import { count, evidenceLabel, label, lowerFirst, severityLevel, tacticLabel } from './labels.js';

describe('labels', () => {
  it('takes a word that every object has as a word like any other', () => {
    expect(label('constructor')).toBe('Constructor');
    expect(label('toString')).toBe('To string');
  });

  it.each([
    ['inProgress', 'In progress'],
    ['microsoftDefenderForEndpoint', 'Defender for Endpoint'],
    ['multiStagedAttack', 'Multi staged attack'],
    ['blockUrl', 'Block URL'],
    ['ipAddress', 'IP address'],
    ['urlOfDnsRecord', 'URL of DNS record'],
    ['bec_fraud_tag', 'Bec fraud tag'],
    ['partiallyRemediated', 'Partially remediated'],
    ['someNewValue', 'Some new value'],
    ['', ''],
    [null, ''],
  ])('reads %s as %s', (value, text) => {
    expect(label(value)).toBe(text);
  });

  it('puts words into a sentence without breaking an acronym', () => {
    expect(lowerFirst('Isolate device')).toBe('isolate device');
    expect(lowerFirst('URL')).toBe('URL');
    expect(lowerFirst('A record')).toBe('a record');
  });

  it('drops the suffix of an evidence type', () => {
    expect(evidenceLabel('deviceEvidence')).toBe('Device');
    expect(evidenceLabel('analyzedMessageEvidence')).toBe('Message');
    expect(evidenceLabel('ipEvidence')).toBe('IP address');
  });

  it('colours only what it knows', () => {
    expect(severityLevel('High')).toBe('high');
    expect(severityLevel('unknownFutureValue')).toBe('unknown');
    expect(severityLevel(null)).toBe('unknown');
  });

  it('counts', () => {
    expect(count(1, 'alert')).toBe('1 alert');
    expect(count(1024, 'alert')).toBe('1,024 alerts');
    expect(count(2, 'evidence item')).toBe('2 evidence items');
  });

  it.each([['defense-evasion'], ['DefenseEvasion'], ['defense_evasion']])('writes the tactic %s as ATT&CK does', (value) => {
    expect(tacticLabel(value)).toBe('Defense evasion');
  });
});

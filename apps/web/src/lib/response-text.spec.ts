import { responseAsText, type CopyableResponse } from './response-text.js';

const response: CopyableResponse = {
  subjectId: '7',
  version: 3,
  createdAt: '2026-11-30T10:00:00Z',
  triage: { classification: 'truePositive', determination: 'malware', confidence: 0.9, statements: [{ text: 'cmd.exe read the memory of lsass.exe.' }] },
  recommendations: [
    { category: 'REMEDIATION', title: 'Stop and quarantine file', target: { name: 'a.exe' }, statements: [{ text: 'It ran.' }], priority: 2, warning: null, doneBy: { by: 'automated investigation', what: 'quarantined it' }, live: null },
    { category: 'CONTAINMENT', title: 'Isolate device', target: { name: 'ws\u202E01' }, statements: [{ text: 'It is where it began.' }], priority: 1, warning: 'It is a server.', doneBy: null, live: { state: 'CONFIRMED' } },
  ],
  withheld: [{ title: 'Disable user account', target: { name: 'kim' }, why: 'Kim is not involved.' }],
};

describe('the copy of a guided response', () => {
  const text = responseAsText(response);

  test('has its parts in the order of reading, each with how it stands', () => {
    expect(text.indexOf('Containment')).toBeLessThan(text.indexOf('Remediation'));
    expect(text).toContain('1. Isolate device');
    expect(text).toContain('(confirmed)');
    expect(text).toContain('(done by automated investigation)');
    expect(text).toContain('Warning: It is a server.');
    expect(text).toContain('Kim is not involved.');
    expect(text).toMatch(/version 3, .*Made from evidence; verify\.$/);
  });

  test('shows hidden characters by their code', () => {
    expect(text).not.toContain('\u202E');
  });
});

import { describe, expect, it } from '@jest/globals';
import type { IncidentActivity } from '@attest/contracts';
import { parseIncident } from '@attest/security-model';
import { profileOf, wasClosed } from './incident-profile.js';

const change = (minute: number, to: string): IncidentActivity => ({ at: `2025-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`, kind: 'fieldChanged', by: null, field: 'status', from: null, to });
const alert = (id: string, resolvedDateTime?: string): object => ({
  id, title: 'Alert', mitreTechniques: ['T1486'], evidence: [{ '@odata.type': '#microsoft.graph.security.deviceEvidence', deviceDnsName: 'pc7.contoso.example' }, { '@odata.type': '#microsoft.graph.security.userEvidence', userAccount: { userPrincipalName: 'ana@contoso.example' } }], ...(resolvedDateTime === undefined ? {} : { resolvedDateTime }),
});
const incident = (more: object): ReturnType<typeof parseIncident>['incident'] => parseIncident({ id: '1', displayName: 'Name', severity: 'high', status: 'resolved', createdDateTime: '2025-01-01T00:00:00Z', ...more }).incident;

describe('the profile of an incident', () => {
  it('names what it names once, and when it was created and resolved', () => {
    expect(profileOf(incident({ alerts: [alert('a', '2025-01-01T02:00:00Z'), alert('b', '2025-01-01T01:00:00Z')] }), [])).toEqual({
      title: 'Name', severity: 'high', status: 'resolved', classification: '', determination: '', createdAt: '2025-01-01T00:00:00.000Z', resolvedAt: '2025-01-01T02:00:00.000Z',
      techniques: ['T1486'], devices: ['pc7.contoso.example'], users: ['ana@contoso.example'],
    });
  });

  it('takes the last time it was resolved here before what alerts say, and nothing for an open one', () => {
    const alerts = [alert('a', '2025-01-01T02:00:00Z')];
    expect(profileOf(incident({ alerts }), [change(5, 'resolved'), change(6, 'active'), change(7, 'resolved')]).resolvedAt).toBe('2025-01-01T00:07:00.000Z');
    expect(profileOf(incident({ alerts, status: 'active' }), [change(5, 'resolved')]).resolvedAt).toBe('');
    expect(profileOf(incident({ alerts: [...alerts, alert('b')] }), []).resolvedAt).toBe('');
  });
});

describe('whether an incident was resolved', () => {
  const heard = (revision: number, status: string, activity: IncidentActivity[] = []): Parameters<typeof wasClosed>[1] => ({ revision, status, activity });
  it.each([
    ['was open and is resolved', heard(1, 'active'), heard(2, 'resolved'), true],
    ['is open', heard(1, 'active'), heard(2, 'inProgress'), false],
    ['stays resolved', heard(2, 'resolved', [change(1, 'resolved')]), heard(3, 'resolved', [change(1, 'resolved')]), false],
    ['was opened and resolved again between', heard(2, 'resolved', [change(1, 'resolved')]), heard(4, 'resolved', [change(1, 'resolved'), change(2, 'active'), change(3, 'resolved')]), true],
    ['came in resolved', undefined, heard(1, 'resolved'), false],
    ['is heard of late', undefined, heard(3, 'resolved'), true],
  ])('%s', (_, before, now, closed) => {
    expect(wasClosed(before, now)).toBe(closed);
  });
});

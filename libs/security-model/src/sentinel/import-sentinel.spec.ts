import fc from 'fast-check';
import { sentinelAlert, sentinelEntities, sentinelIncident } from '../fixtures/sentinel-export.js';
import { importSentinel, SecurityModelError, type Evidence, type Incident } from '../index.js';

function only(value: unknown): Incident {
  const [parsed] = importSentinel(value).incidents;
  if (!parsed) throw new Error('no incident');
  return parsed.incident;
}

const shortType = (evidence: Evidence): string => (evidence['@odata.type'] === '#attest.unknownEvidence' ? evidence.originalType : evidence['@odata.type']).split('.').at(-1) ?? '';
const pick = <T extends Evidence['@odata.type']>(incident: Incident, type: T): Extract<Evidence, { '@odata.type': T }>[] =>
  incident.alerts.flatMap((alert) => alert.evidence).filter((item): item is Extract<Evidence, { '@odata.type': T }> => item['@odata.type'] === type);

const EXPORT = { SecurityIncident: [sentinelIncident()], SecurityAlert: [sentinelAlert()] };

describe('importSentinel', () => {
  it('maps the incident', () => {
    expect(importSentinel(EXPORT).incidents[0]?.warnings).toEqual([]);
    expect(only(EXPORT)).toMatchObject({
      id: '7001', displayName: 'Malicious attachment', severity: 'high', status: 'inProgress', assignedTo: 'Shift Lead', customTags: ['VIP'], systemTags: ['ransom_tag'],
      comments: [{ comment: 'Called.', createdByDisplayName: 'Bo', createdDateTime: '2026-03-02T08:25:00.000Z' }], incidentWebUrl: 'https://portal.example/i',
    });
  });

  it('maps the alert', () => {
    expect(only(EXPORT).alerts[0]).toMatchObject({
      id: 'da1_1', title: 'Suspicious PowerShell command line', severity: 'medium', status: 'new', serviceSource: 'microsoftDefenderForEndpoint', detectionSource: 'microsoftDefenderForEndpoint',
      detectorId: 'det-1', threatFamilyName: 'Loader', category: 'Execution', mitreTechniques: ['T1566', 'T1059.001'], recommendedActions: '1. Look.\n2. Act.',
      createdDateTime: '2026-03-02T08:15:00.000Z', firstActivityDateTime: '2026-03-02T08:10:01.000Z', lastActivityDateTime: '2026-03-02T08:12:00.000Z', lastUpdateDateTime: '2026-03-02T08:20:00.000Z',
    });
  });

  it('resolves the entity graph; nested processes and files become evidence once', () => {
    const incident = only(EXPORT);
    expect(incident.alerts[0]?.evidence.map(shortType)).toEqual([
      'deviceEvidence', 'processEvidence', 'fileEvidence', 'processEvidence', 'fileEvidence', 'userEvidence', 'ipEvidence', 'registryKeyEvidence', 'registryValueEvidence', 'fileHashEvidence',
      'analyzedMessageEvidence', 'radio',
    ]);
    expect(pick(incident, '#microsoft.graph.security.processEvidence')).toMatchObject([
      {
        processId: 4120, parentProcessId: 3312, mdeDeviceId: 'd042', imageFile: { fileName: 'powershell.exe', sha256: 'ab'.repeat(32) }, parentProcessImageFile: { fileName: 'WINWORD.EXE' },
        userAccount: { userPrincipalName: 'ana@corp.example', domainName: 'CORP' }, processCreationDateTime: '2026-03-02T08:10:01.1234567Z',
      },
      { processId: 3312, parentProcessId: 4120, imageFile: { fileName: 'WINWORD.EXE' } },
    ]);
    expect(pick(incident, '#microsoft.graph.security.deviceEvidence')).toMatchObject([{ deviceDnsName: 'ws-042.corp.example', lastIpAddress: '10.0.0.42', riskScore: 'high' }]);
    expect(pick(incident, '#microsoft.graph.security.registryValueEvidence')).toMatchObject([{ registryHive: 'HKEY_LOCAL_MACHINE', registryKey: 'SOFTWARE\\Run', registryValueName: 'Updater' }]);
    expect(pick(incident, '#microsoft.graph.security.userEvidence')).toMatchObject([{ roles: ['compromised'] }]);
    expect(pick(incident, '#microsoft.graph.security.ipEvidence')).toMatchObject([{ verdict: 'suspicious', countryLetterCode: 'PT' }]);
    expect(pick(incident, '#attest.unknownEvidence')).toMatchObject([{ originalType: 'sentinel.radio', raw: { Frequency: 433 } }]);
    expect(importSentinel(EXPORT).warnings).toEqual([{ path: '$.SecurityAlert[0].Entities', message: 'The entity reference "99" leads nowhere.' }]);
  });

  it('takes columns that are objects already, and every shape of an export, to the same incident', () => {
    const incident = sentinelIncident();
    const alert = sentinelAlert();
    const open = (row: Record<string, unknown>): Record<string, unknown> =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'string' && /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value]));
    const table = (name: string, row: Record<string, unknown>): unknown => ({ name, columns: Object.keys(row).map((column) => ({ name: column, type: 'string' })), rows: [Object.values(row)] });
    const { Type: _incidentType, ...bareIncident } = incident;
    const { Type: _alertType, ...bareAlert } = alert;
    const expected = only(EXPORT);
    for (const shape of [
      { SecurityIncident: [open(incident)], SecurityAlert: [open(alert)] }, [alert, incident], { value: [incident, alert] }, [bareIncident, bareAlert],
      { tables: [table('PrimaryResult', incident), table('SecurityAlert', alert)] },
    ]) {
      expect(only(shape)).toEqual(expected);
    }
  });

  it('takes the newest of several rows of an incident and joins alerts by id', () => {
    const older = sentinelIncident({ Status: 'New', LastModifiedTime: '2026-03-02T08:17:00Z', AlertIds: [] });
    const closed = sentinelIncident({ Status: 'Closed', Classification: 'BenignPositive', LastModifiedTime: '2026-03-02T10:00:00Z' });
    const other = sentinelIncident({ IncidentNumber: 43, ProviderIncidentId: '7002', AlertIds: ['gone'] });
    const imported = importSentinel([closed, older, other, sentinelAlert(), sentinelAlert(), { ...sentinelAlert(), SystemAlertId: 'stray' }]);
    expect(imported.incidents.map(({ incident }) => [incident.id, incident.status, incident.classification, incident.alerts.length])).toEqual([
      ['7001', 'resolved', 'informationalExpectedActivity', 1],
      ['7002', 'inProgress', undefined, 0],
    ]);
    expect(imported.warnings.map(({ message }) => message)).toEqual(expect.arrayContaining(['1 of 1 alerts of the incident are not in the export.', '1 SecurityAlert rows belong to no incident of the export and were left out.']));
  });

  it('reads the times of the portal', () => {
    expect(only({ SecurityIncident: [sentinelIncident({ CreatedTime: '3/2/2026, 12:05:06.5 AM' })] })).toMatchObject({ createdDateTime: '2026-03-02T00:05:06.500Z' });
  });

  it('refuses what is no export and goes on past broken parts', () => {
    expect(() => importSentinel('x')).toThrow(SecurityModelError);
    expect(() => importSentinel({ SecurityAlert: [sentinelAlert()] })).toThrow(expect.objectContaining({ code: 'NO_SENTINEL_INCIDENT' }));
    const broken = importSentinel({ SecurityIncident: [sentinelIncident(), 5, sentinelIncident({ IncidentNumber: null, IncidentName: null, ProviderIncidentId: null })], SecurityAlert: [{ ...sentinelAlert(), Entities: '[{' }] });
    expect(broken.incidents[0]?.incident.alerts[0]?.evidence).toEqual([]);
    expect(broken.refused).toMatchObject([{ path: '$.SecurityIncident[2]', error: { code: 'MISSING_ID' } }]);
    expect(broken.warnings.map(({ path }) => path)).toEqual(expect.arrayContaining(['$.SecurityIncident[1]', '$.SecurityAlert[0].Entities']));
  });

  it('ends for every graph of entities', () => {
    const ref = fc.oneof(fc.nat(5).map((id) => ({ $ref: String(id) })), fc.jsonValue({ maxDepth: 2 }));
    const entity = fc.record(
      {
        $id: fc.nat(5).map(String), $ref: fc.nat(5).map(String), Type: fc.constantFrom(...sentinelEntities.map((item) => (item as { Type?: string }).Type ?? 'x'), 'malware', 'dns', 'cloud-logon-session', '__proto__'),
        ParentProcess: ref, ImageFile: ref, Account: ref, Host: ref, Key: ref, Files: fc.array(ref), FileHashes: fc.array(ref), IpAddresses: fc.array(ref), Location: ref, Roles: ref, Urls: ref, Name: ref,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(entity, ref), { maxLength: 8 }), (entities) => {
        const incident = only({ SecurityIncident: [sentinelIncident()], SecurityAlert: [{ ...sentinelAlert(), Entities: entities }] });
        expect(() => JSON.stringify(incident)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});

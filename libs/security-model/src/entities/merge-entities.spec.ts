import fc from 'fast-check';
import { sampleIncident } from '../fixtures/sample-incident.js';
import { entitiesOfIncident, mergeEntities, mentionsOf, parseIncident, type Incident, type MergedEntity } from '../index.js';

const PREFIX = '#microsoft.graph.security.';

function incidentOf(items: Record<string, unknown>[]): Incident {
  return parseIncident({ id: '1', alerts: items.map(({ type, ...fields }, index) => ({ id: `al-${index}`, evidence: [{ '@odata.type': PREFIX + String(type), ...fields }] })) }).incident;
}

const of = (entities: MergedEntity[], type: string): string[] => entities.filter((entity) => entity.type === type).map(({ value }) => value);

describe('mergeEntities', () => {
  it('unites one device and one user over all their spellings', () => {
    const entities = entitiesOfIncident(parseIncident(sampleIncident()).incident);
    expect(of(entities, 'device')).toEqual(['ws-042.corp.example']);
    const users = entities.filter(({ type }) => type === 'user');
    expect(users).toHaveLength(1);
    expect(users[0]).toMatchObject({ alertIds: ['al-1', 'al-2'], relations: ['account', 'loggedOn'], subject: true });
    expect(users[0]?.names).toEqual(expect.arrayContaining(['ana', 'Ana Lima', 'S-1-5-21-1-2-3-1105', 'CORP\\ana']));
  });

  it('chains strong keys', () => {
    const incident = incidentOf([
      { type: 'userEvidence', userAccount: { userSid: 'S-1-5-21-9' , azureAdUserId: 'u-1' } },
      { type: 'userEvidence', userAccount: { userPrincipalName: 'bo@corp.example' } },
      { type: 'userEvidence', userAccount: { azureAdUserId: 'U-1', userPrincipalName: 'Bo@corp.example' }, verdict: 'malicious' },
    ]);
    expect(entitiesOfIncident(incident)).toMatchObject([{ alertIds: ['al-0', 'al-1', 'al-2'], verdict: 'malicious', verdicts: ['malicious'] }]);
  });

  it('does not unite by a short name what differs in an identifying key', () => {
    const incident = incidentOf([
      { type: 'deviceEvidence', hostName: 'ws1', mdeDeviceId: 'a', deviceDnsName: 'ws1.east.example' },
      { type: 'deviceEvidence', hostName: 'ws1', mdeDeviceId: 'b', deviceDnsName: 'ws1.west.example' },
      { type: 'deviceEvidence', hostName: 'WS1' },
      { type: 'deviceEvidence', hostName: 'ws1' },
      { type: 'userEvidence', userAccount: { accountName: 'admin', domainName: 'A' } },
      { type: 'userEvidence', userAccount: { accountName: 'admin', domainName: 'B' } },
    ]);
    const entities = entitiesOfIncident(incident);
    expect(of(entities, 'device').sort()).toEqual(['WS1', 'ws1.east.example', 'ws1.west.example']);
    expect(of(entities, 'user')).toEqual(['A\\admin', 'B\\admin']);
  });

  it('keeps two runs of one process id apart and unites files by hash or path', () => {
    const process = { type: 'processEvidence', mdeDeviceId: 'd', processId: 44, imageFile: { fileName: 'cmd.exe', filePath: 'C:\\W' } };
    const entities = entitiesOfIncident(
      incidentOf([
        { ...process, processCreationDateTime: '2026-01-01T00:00:01Z' },
        { ...process, processCreationDateTime: '2026-01-01T00:00:01.0000001' },
        { ...process, processCreationDateTime: '2026-01-02T00:00:00Z' },
        { type: 'fileEvidence', fileDetails: { fileName: 'CMD.EXE', filePath: 'c:\\w', sha1: 'd'.repeat(40) } },
        { type: 'fileEvidence', fileDetails: { fileName: 'other.exe', filePath: 'C:\\W', sha1: 'D'.repeat(40) } },
      ]),
    );
    expect(of(entities, 'process')).toHaveLength(2);
    expect(entities.filter(({ type }) => type === 'file')).toMatchObject([{ key: `sha1:${'d'.repeat(40)}`, alertIds: ['al-0', 'al-1', 'al-2', 'al-3', 'al-4'] }]);
  });

  it('does not depend on order, gives each entity one key, and loses no mention', () => {
    const name = fc.constantFrom('ana', 'bo', 'ws1', 'WS1');
    const item = fc.oneof(
      fc.record({ type: fc.constant('userEvidence'), userAccount: fc.record({ accountName: name, domainName: fc.constantFrom('A', 'B', 'a.example'), userSid: fc.constantFrom('S-1-5-21-1', 'S-1-5-21-2'), userPrincipalName: fc.constantFrom('ana@a.example', 'bo@b.example') }, { requiredKeys: [] }) }),
      fc.record({ type: fc.constant('deviceEvidence'), hostName: name, mdeDeviceId: fc.constantFrom('d1', 'd2'), deviceDnsName: fc.constantFrom('ws1.a.example', 'ws1.b.example') }, { requiredKeys: ['type'] }),
      fc.record({ type: fc.constant('processEvidence'), processId: fc.constantFrom(1, 2), mdeDeviceId: fc.constantFrom('d1', 'd2'), processCreationDateTime: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'), imageFile: fc.record({ fileName: name, sha1: fc.constantFrom('a'.repeat(40), 'b'.repeat(40)) }, { requiredKeys: [] }) }, { requiredKeys: ['type'] }),
    );
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (items, order) => {
        const mentions = incidentOf(items).alerts.flatMap(mentionsOf);
        const merged = mergeEntities(mentions);
        const shuffled = mentions.map((mention) => ({ mention, at: order.next().value ?? 0 })).sort((a, b) => a.at - b.at).map(({ mention }) => mention);
        expect(mergeEntities(shuffled)).toEqual(merged);
        expect(new Set(merged.map(({ type, key }) => `${type}|${key}`)).size).toBe(merged.length);
        expect(merged.reduce((sum, entity) => sum + entity.mentions.length, 0)).toBe(mentions.length);
      }),
      { numRuns: 300 },
    );
  });

  it('takes 50,000 evidence items', () => {
    const alerts = Array.from({ length: 500 }, (_, alert) => ({
      id: `al-${alert}`,
      evidence: Array.from({ length: 100 }, (_, index) => ({
        '@odata.type': `${PREFIX}processEvidence`, mdeDeviceId: `d${index % 50}`, processId: alert * 100 + index + 1, processCreationDateTime: '2026-01-01T00:00:00Z',
        imageFile: { fileName: 'svchost.exe', filePath: 'C:\\W' }, userAccount: { accountName: `u${index % 10}`, domainName: 'CORP' },
      })),
    }));
    const entities = entitiesOfIncident(parseIncident({ id: '1', alerts }).incident);
    expect(of(entities, 'process')).toHaveLength(50_000);
    expect(of(entities, 'user')).toHaveLength(10);
    expect(of(entities, 'file')).toEqual(['svchost.exe']);
  });
});

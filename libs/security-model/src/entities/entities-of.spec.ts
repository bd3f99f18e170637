import fc from 'fast-check';
import { sampleIncident } from '../fixtures/sample-incident.js';
import { evidenceSamples } from '../fixtures/evidence-samples.js';
import { entitiesOf, evidenceTypes, parseIncident, type Entity, type Evidence } from '../index.js';

const PREFIX = '#microsoft.graph.security.';

function evidence(type: string, fields: Record<string, unknown>): Evidence {
  const parsed = parseIncident({ id: '1', alerts: [{ id: 'a', evidence: [{ '@odata.type': PREFIX + type, ...fields }] }] }).incident.alerts[0]?.evidence[0];
  if (!parsed) throw new Error('no evidence');
  return parsed;
}

const brief = (entities: Entity[]): string[] => entities.map(({ relation, type, value }) => `${relation ?? 'subject'} ${type} ${value}`);

describe('entitiesOf', () => {
  it('has a sample of every subtype', () => {
    expect(Object.keys(evidenceSamples).sort()).toEqual([...evidenceTypes].sort());
  });

  it.each(Object.entries(evidenceSamples))('reads %s', (type, [fields, expected]) => {
    expect(brief(entitiesOf(evidence(type, fields)))).toEqual(expected);
  });

  it('gives verdict, status and roles to the subject only', () => {
    const [device, user] = entitiesOf(evidence('deviceEvidence', { verdict: 'Malicious', remediationStatus: 'active', roles: ['compromised'], hostName: 'h', loggedOnUsers: [{ accountName: 'u' }] }));
    expect(device).toMatchObject({ verdict: 'malicious', remediationStatus: 'active', roles: ['compromised'] });
    expect(user).toMatchObject({ relation: 'loggedOn', roles: [] });
    expect(user).not.toHaveProperty('verdict');
  });

  it('tells all about a process', () => {
    const process = parseIncident(sampleIncident()).incident.alerts[0]?.evidence[1];
    const [subject] = process ? entitiesOf(process) : [];
    expect(subject).toMatchObject({
      type: 'process', key: 'proc:9c1d2e3f4a5b60718293a4b5c6d7e8f901234567|4120|2026-03-02T08:10:01.123Z', value: 'powershell.exe',
      attributes: { processId: 4120, commandLine: 'powershell.exe -enc AAAA', parentProcessId: 3312, parentFileName: 'WINWORD.EXE', account: 'ana@corp.example' },
    });
    expect(subject?.names).toEqual(['4120', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', 'powershell.exe -enc AAAA']);
  });

  it('takes accounts apart and marks the ones that are no person', () => {
    expect(entitiesOf(evidence('userEvidence', { userAccount: { accountName: 'CORP\\ana' } }))[0]).toMatchObject({ key: 'account:corp\\ana', value: 'CORP\\ana' });
    expect(entitiesOf(evidence('userEvidence', { userAccount: { accountName: 'ana@corp.example' } }))[0]).toMatchObject({ key: 'upn:ana@corp.example', value: 'ana@corp.example' });
    expect(entitiesOf(evidence('userEvidence', { userAccount: { accountName: 'SYSTEM', domainName: 'NT AUTHORITY' } }))[0]?.attributes['wellKnown']).toBe('true');
  });

  it.each([
    ['ipEvidence', { ipAddress: '0.0.0.0' }],
    ['ipEvidence', { ipAddress: '-' }],
    ['userEvidence', { userAccount: { accountName: '', userSid: 'N/A', azureAdUserId: '00000000-0000-0000-0000-000000000000' } }],
    ['processEvidence', { processId: 0, processCreationDateTime: '0001-01-01T00:00:00' }],
    ['fileEvidence', { fileDetails: { sha1: '0000000000000000000000000000000000000000', fileName: ' ' } }],
    ['deviceEvidence', { hostName: 'null' }],
  ])('makes nothing of placeholders in %s', (type, fields) => {
    expect(entitiesOf(evidence(type, fields))).toEqual([]);
  });

  it.each([
    ['::FFFF:203.0.113.7', 'ip:203.0.113.7'],
    ['203.0.113[.]7:443', 'ip:203.0.113.7'],
    ['2001:0DB8:0:0:0:0:0:1', 'ip:2001:db8::1'],
    ['fe80::1%eth0', 'ip:fe80::1'],
    ['not an address', 'ip:not an address'],
  ])('compares the address %s as %s', (ipAddress, key) => {
    expect(entitiesOf(evidence('ipEvidence', { ipAddress }))[0]?.key).toBe(key);
  });

  it('reads crafted long texts without getting stuck', () => {
    const slashes = `${'\\'.repeat(1_000_000)}x`;
    expect(entitiesOf(evidence('registryKeyEvidence', { registryHive: slashes, registryKey: slashes }))).toHaveLength(1);
    expect(entitiesOf(evidence('userEvidence', { userAccount: { accountName: `a@${'.'.repeat(1_000_000)} ` } }))).toHaveLength(1);
    expect(entitiesOf(evidence('urlEvidence', { url: `http://${'['.repeat(1_000_000)}` }))).toHaveLength(1);
  });

  it('keeps keys in lower case and never fails on any values', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('https://[', '\\\\', '@', 'a@b', 'C:\\x', '%', '1.2.3.4', '::1', '__proto__'));
    fc.assert(
      fc.property(fc.constantFrom(...evidenceTypes), fc.infiniteStream(text), (type, stream) => {
        const refill = (value: unknown): unknown => {
          if (typeof value === 'string') return stream.next().value;
          if (Array.isArray(value)) return value.map(refill);
          if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, refill(item)]));
          return value;
        };
        for (const entity of entitiesOf(evidence(type, refill(evidenceSamples[type]?.[0] ?? {}) as Record<string, unknown>))) {
          expect(entity.value).not.toBe('');
          expect(entity.key).toBe(entity.keys[0] ?? entity.weakKeys[0]);
          expect(entity.key).toBe(entity.key.toLowerCase());
          expect(entity.names).not.toContain(entity.value);
        }
      }),
      { numRuns: 400 },
    );
  });
});

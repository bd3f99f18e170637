import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Topic, unpackJson, type CardGenerated, type HuntLinked } from '@attest/contracts';
import { identityHeader, signIdentity } from '@attest/identity';
import { eventually } from '@attest/testing';
import { madeUpIncident } from '../support/made-up-incident.js';
import { processRow, secret, startKqlAssistant, type Asker, type Service } from './service.js';

interface Hunt {
  id: string;
  status: string;
  answer: string;
  kql: string | null;
  tables: string[];
  logic: { text: string; kql: string; start: number; length: number }[];
  literals: { value: string; origin: string; detail: string | null }[];
  dryRun: { rowCount: number | null; empty: { sentence: string; clause: { kql: string } | null; relaxed: { kql: string; rowCount: number; sentence: string }[] } | null } | null;
  chart: { kind: string } | null;
  composer: string;
}

const askQuery = `mutation ($question: String!, $context: HuntContextInput) { askHunt(question: $question, context: $context) { id status answer kql tables logic { text kql start length } literals { value origin detail }
  dryRun { rowCount empty { sentence clause { kql } relaxed { kql rowCount sentence } } } chart { kind } composer } }`;

describe('questions', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startKqlAssistant();
    await service.change(madeUpIncident('9'), 1);
    await service.land([processRow('2026-03-01T10:00:00Z', { DeviceName: 'ws-9' }), processRow('2026-03-01T10:01:00Z', { FileName: 'powershell.exe', ProcessCommandLine: '=cmd|calc' }), processRow('2026-03-01T10:02:00Z', { FileName: 'powershell.exe', ProcessCommandLine: 'powershell "a, b"' })]);
  });
  afterAll(() => service?.close());

  const asked = async (question: string, context?: Record<string, unknown>, asker?: Asker): Promise<Hunt> => {
    const { data, errors } = await service.ask<{ askHunt: Hunt }>(askQuery, { question, context }, asker);
    if (errors) throw new Error(JSON.stringify(errors));
    return data?.askHunt as Hunt;
  };
  const value = async <T>(query: string, variables?: Record<string, unknown>, asker?: Asker): Promise<T> => {
    const { data, errors } = await service.ask<T>(query, variables, asker);
    if (errors) throw new Error(JSON.stringify(errors));
    return data as T;
  };

  it('are announced as cards once they are answered, so that people can say what they think of them', async () => {
    const asker = { subject: 'another' };
    const heard: CardGenerated[] = [];
    const listening = await service.bus.subscribe({ topics: [Topic.CardGenerated], group: 'listener', from: 'earliest', handler: async ({ payload }) => void heard.push(payload as CardGenerated) });
    try {
      const hunt = await asked('List process events with file name powershell.exe', undefined, asker);
      const clarified = await asked('qwertz uiop', undefined, asker);
      await eventually('the card', async () => heard.some(({ cardId }) => cardId === hunt.id));
      const card = heard.find(({ cardId }) => cardId === hunt.id)!;
      expect(card).toMatchObject({ kind: 'kqlAnswer', subjectId: hunt.id, version: 1, composer: 'rules', dropped: 0, provenance: { model: null, statements: hunt.logic.length, facts: hunt.literals.length } });
      expect(unpackJson<{ card: { kql: string; question: string } }>(card.card!).card).toMatchObject({ kql: hunt.kql, question: 'List process events with file name powershell.exe' });
      expect(clarified.status).not.toBe('ANSWERED');
      expect(heard.map(({ cardId }) => cardId)).not.toContain(clarified.id);
    } finally {
      await listening.close();
    }
  });

  it('become a checked query that was tried, with its logic, and where each literal came from', async () => {
    const hunt = await asked('List process events with file name powershell.exe');
    expect(hunt).toMatchObject({ status: 'ANSWERED', tables: ['DeviceProcessEvents'], composer: 'RULES', dryRun: { rowCount: 2, empty: null }, answer: 'The query over DeviceProcessEvents finds 2 rows.' });
    expect(hunt.literals).toContainEqual({ value: 'powershell.exe', origin: 'QUESTION', detail: 'powershell.exe' });
    for (const { kql, start, length } of hunt.logic) expect(hunt.kql?.slice(start, start + length)).toBe(kql);
    const { checkKql } = await value<{ checkKql: { ok: boolean } }>('query ($kql: String!) { checkKql(kql: $kql) { ok } }', { kql: hunt.kql });
    expect(checkKql.ok).toBe(true);
    const { hunts } = await value<{ hunts: { totalCount: number; nodes: { id: string; question: string }[] } }>('{ hunts(filter: { text: "POWERSHELL" }) { totalCount nodes { id question } } }');
    expect(hunts).toEqual({ totalCount: 1, nodes: [{ id: hunt.id, question: 'List process events with file name powershell.exe' }] });
    expect((await value<{ hunts: { totalCount: number } }>('{ hunts { totalCount } }', {}, { subject: 'somebody else' })).hunts.totalCount).toBe(0);
    expect(await value('query ($id: ID!) { hunt(id: $id) { by } }', { id: hunt.id }, { subject: 'somebody else' })).toEqual({ hunt: { by: 'Name of test' } });
  });

  it('that find nothing are told which condition emptied them, and what finds some', async () => {
    const hunt = await asked('List process events with file name nosuchfile.exe');
    expect(hunt.dryRun).toMatchObject({ rowCount: 0, empty: { clause: { kql: expect.stringContaining('nosuchfile.exe') as unknown } } });
    const relaxed = hunt.dryRun?.empty?.relaxed[0];
    expect(relaxed?.kql).not.toContain('nosuchfile');
    const { runHunt } = await value<{ runHunt: { rowCount: number } }>('mutation ($kql: String!) { runHunt(kql: $kql) { rowCount } }', { kql: relaxed?.kql });
    expect(runHunt.rowCount).toBe(relaxed?.rowCount);
    const { runHunt: empty } = await value<{ runHunt: { rowCount: number; empty: { sentence: string; clause: { kql: string } } } }>('mutation { runHunt(kql: "DeviceProcessEvents | where DeviceName == \\"ws-9\\" and FileName == \\"x\\" | project FileName") { rowCount empty { sentence clause { kql } } } }');
    expect(empty).toEqual({ rowCount: 0, empty: { sentence: 'Nothing is left after `FileName == "x"`.', clause: { kql: 'FileName == "x"' } } });
  });

  it('are refused with a sentence when there is nothing in them, or nothing they refer to', async () => {
    const refusal = async (question: string, context?: Record<string, unknown>): Promise<unknown> => (await service.ask(askQuery, { question, context })).errors?.[0]?.extensions?.['code'];
    expect(await refusal(' \u0000 ')).toBe('EMPTY_QUESTION');
    expect(await refusal('x'.repeat(3_000))).toBe('BAD_INPUT');
    expect(await refusal('x', { incidentId: 'none' })).toBe('INCIDENT_UNKNOWN');
    expect(await refusal('x', { huntId: '00000000-0000-4000-8000-000000000000' })).toBe('HUNT_UNKNOWN');
    expect(await refusal('x', { choiceId: '1' })).toBe('BAD_INPUT');
  });

  it('are helped with: completions, pivots, examples and the engine', async () => {
    const { completeKql } = await value<{ completeKql: { label: string; kind: string; insertText: string; start: number; length: number }[] }>('query { completeKql(kql: "DeviceProcessEvents | where Fi", position: 30) { label kind insertText start length } }');
    expect(completeKql[0]).toMatchObject({ label: expect.stringMatching(/^Fi/) as unknown, kind: 'COLUMN', start: 28, length: 2 });
    const pivots = async (type: string, of: string): Promise<{ title: string; kql: string }[]> => (await value<{ huntPivots: { title: string; kql: string }[] }>('query ($entity: HuntEntityInput!) { huntPivots(entity: $entity) { title kql } }', { entity: { type, value: of } })).huntPivots;
    for (const [type, of] of [['device', 'ws-9'], ['user', 'ana@corp.example'], ['ip', '203.0.113.7'], ['url', 'https://a.example/x?y="z"'], ['domain', 'a.example'], ['fileHash', 'a'.repeat(64)], ['fileHash', 'a'.repeat(32)], ['file', 'C:\\Temp\\"x".exe'], ['process', 'cmd.exe /c "a"\n| take 1'], ['mailbox', 'a@b.example'], ['mailMessage', 'm-1'], ['registryKey', 'HKLM\\Software'], ['cloudApp', 'Box'], ['alertEvidence', 'x'], ['alert', 'alert-9']] as const) {
      for (const { kql } of await pivots(type, of)) {
        const { checkKql } = await value<{ checkKql: { ok: boolean; diagnostics: { message: string }[] } }>('query ($kql: String!) { checkKql(kql: $kql) { ok diagnostics { message } } }', { kql });
        expect([kql, checkKql.ok, checkKql.diagnostics.filter(({ message }) => /error/i.test(message))]).toEqual([kql, true, []]);
      }
    }
    expect((await pivots('device', 'ws-9')).length).toBeGreaterThan(3);
    const { huntExamples, huntEngine } = await value<{ huntExamples: { question: string }[]; huntEngine: unknown }>('{ huntExamples(incidentId: "9") { question } huntEngine { backend model maxRows timeoutSeconds } }');
    expect(huntExamples.map(({ question }) => question)).toContain('Which processes ran on ws-9?');
    expect(huntEngine).toEqual({ backend: 'duckdb', model: null, maxRows: 100_000, timeoutSeconds: 60 });
  });

  it('lead to queries that are saved, shared, renamed and deleted by who saved them', async () => {
    const { saveHunt } = await value<{ saveHunt: { id: string; own: boolean } }>('mutation { saveHunt(input: { name: "Mine", kql: "print 1", timeRange: { last: "7d" } }) { id own } }');
    const seen = async (): Promise<unknown> => (await value<{ savedHunt: unknown }>('query ($id: ID!) { savedHunt(id: $id) { name shared own by timeRange { last } } }', { id: saveHunt.id }, { subject: 'another' })).savedHunt;
    expect([saveHunt.own, await seen()]).toEqual([true, null]);
    const change = 'mutation ($id: ID!, $input: UpdateSavedHuntInput!) { updateSavedHunt(id: $id, input: $input) { name } }';
    await value(change, { id: saveHunt.id, input: { name: 'Ours', shared: true } });
    expect(await seen()).toEqual({ name: 'Ours', shared: true, own: false, by: 'Name of test', timeRange: { last: '7d' } });
    expect((await service.ask(change, { id: saveHunt.id, input: { name: 'Theirs' } }, { subject: 'another' })).errors?.[0]?.extensions?.['code']).toBe('NOT_YOURS');
    expect((await service.ask('mutation { saveHunt(input: { name: "Ours", kql: "print 2" }) { id } }')).errors?.[0]?.extensions?.['code']).toBe('NAME_TAKEN');
    await value('mutation ($id: ID!) { deleteSavedHunt(id: $id) }', { id: saveHunt.id });
    expect(await seen()).toBeNull();
  });

  it('lead to rows that are kept with an incident and given as files no spreadsheet runs', async () => {
    const told: HuntLinked[] = [];
    await service.bus.subscribe({ group: 'test', from: 'earliest', topics: [Topic.HuntLinked], handler: (envelope) => Promise.resolve(void told.push(envelope.payload as HuntLinked)) });
    const { runHunt } = await value<{ runHunt: { id: string } }>('mutation { runHunt(kql: "DeviceProcessEvents | sort by Timestamp asc | project FileName, ProcessCommandLine, ProcessId, Neg = -1") { id } }');
    const { linkHunt } = await value<{ linkHunt: { id: string; rowCount: number } }>('mutation ($id: ID!) { linkHunt(runId: $id, incidentId: "9", note: "see", rows: [1, 2]) { id rowCount } }', { id: runHunt.id });
    expect(linkHunt.rowCount).toBe(2);
    const entities = await value<{ _entities: unknown[] }>('{ _entities(representations: [{ __typename: "Incident", id: "9" }]) { ... on Incident { hunts { totalCount nodes { id title note kql rows { nodes } } } } } }');
    expect(entities._entities).toMatchObject([{ hunts: { totalCount: 1, nodes: [{ id: linkHunt.id, note: 'see', rows: { nodes: [['powershell.exe', '=cmd|calc', 4_000, -1], ['powershell.exe', 'powershell "a, b"', 4_000, -1]] } }] } }]);
    expect((await service.ask('mutation ($id: ID!) { linkHunt(runId: $id, incidentId: "none") { id } }', { id: runHunt.id })).errors?.[0]?.extensions?.['code']).toBe('INCIDENT_UNKNOWN');

    const server: Server = createServer(service.running.http);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const identity = { subject: 'test', name: 'tester', tenant: 'default', roles: ['reader' as const] };
      const file = async (path: string, own = identity): Promise<Response> => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/hunts/${path}`, { headers: { [identityHeader]: await signIdentity(own, secret) } });
      const csv = await file(`${linkHunt.id}/rows.csv`);
      expect([csv.headers.get('content-type'), csv.headers.get('content-disposition')]).toEqual(['text/csv; charset=utf-8; header=present', `attachment; filename="hunt-${linkHunt.id}.csv"`]);
      expect(Buffer.from(await csv.arrayBuffer()).toString('utf8')).toBe('\ufeffFileName,ProcessCommandLine,ProcessId,Neg\r\npowershell.exe,\'=cmd|calc,4000,-1\r\npowershell.exe,"powershell ""a, b""",4000,-1\r\n');
      expect(await (await file(`${runHunt.id}/rows.json`)).json()).toHaveLength(3);
      expect((await file(`${runHunt.id}/rows.csv`, { ...identity, tenant: 'other' })).status).toBe(404);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    await value('mutation ($id: ID!) { unlinkHunt(id: $id) }', { id: linkHunt.id });
    expect(await value('query ($id: ID!) { incidentHunt(id: $id) { id } }', { id: linkHunt.id })).toEqual({ incidentHunt: null });
    await value('mutation ($id: ID!) { unlinkHunt(id: $id) }', { id: linkHunt.id });
    await eventually('both to be told', () => told.length >= 2);
    expect(told).toMatchObject([{ linkId: linkHunt.id, incidentId: '9', removed: false, note: 'see', rows: 2, by: { subject: 'test' } }, { linkId: linkHunt.id, removed: true }]);
  });
});

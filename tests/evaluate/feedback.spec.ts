import { randomUUID } from 'node:crypto';
import { Topic, type Envelope, type FeedbackGiven } from '@attest/contracts';
import { eventually } from '@attest/testing';
import { person, startEvaluator, type Answer, type EvaluatorService } from './service.js';

const fields = 'id cardId part kind subjectId verdict faults comment corrections { statement shown right } byName mine version withdrawn composer model';
const today = new Date().toISOString().slice(0, 10);

interface Said {
  id: string;
  version: number;
  mine: boolean;
  byName: string;
  verdict: string;
}

describe('feedback', () => {
  let service: EvaluatorService;
  const heard: FeedbackGiven[] = [];
  beforeAll(async () => {
    service = await startEvaluator({ ATTEST_MODEL_PRICES: 'gpt-5=2/10' });
    await service.bus.subscribe({ topics: [Topic.FeedbackGiven], group: 'another team', from: 'earliest', handler: (event: Envelope) => Promise.resolve(void heard.push(event.payload as FeedbackGiven)) });
  });
  afterAll(() => service.close());

  const give = (cardId: string, more: Record<string, unknown> = {}, asker = person()): Promise<Answer<{ giveFeedback: Said }>> =>
    service.ask(`mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { ${fields} } }`, { input: { cardId, verdict: 'CONFIRMED', ...more } }, asker);
  const summary = async (cardId: string, asker = person()) =>
    (await service.ask<{ cardFeedback: Record<string, unknown> & { mine: Said[] } }>(`query ($id: ID!) { cardFeedback(cardId: $id) { known confirmed offTarget harmful parts { part confirmed offTarget harmful } mine { ${fields} } } }`, { id: cardId }, asker)).data!.cardFeedback;
  const refusal = async (answer: Promise<Answer<unknown>>): Promise<[unknown, string | undefined]> => {
    const [error] = (await answer).errors ?? [];
    return [error?.extensions['code'], error?.message];
  };
  const said = (cardId: string): FeedbackGiven[] => heard.filter(({ card }) => card.cardId === cardId).sort((a, b) => a.version - b.version);

  it('is given, changed and taken back; each change is one version, told to whoever listens', async () => {
    const cardId = await service.card();
    const first = (await give(cardId)).data!.giveFeedback;
    expect(first).toMatchObject({ cardId, part: null, kind: 'incidentSummary', verdict: 'CONFIRMED', version: 1, mine: true, byName: 'Ana Person', withdrawn: false, composer: 'rules', model: null });
    expect((await give(cardId)).data!.giveFeedback).toEqual(first);
    const changed = (await give(cardId, { verdict: 'OFF_TARGET', faults: ['WRONG_ENTITY'], comment: ' The host is another one. ', corrections: [{ statement: 2, shown: 'ws-01', right: 'ws-02' }] })).data!.giveFeedback;
    expect(changed).toMatchObject({ id: first.id, version: 2, verdict: 'OFF_TARGET', faults: ['WRONG_ENTITY'], comment: 'The host is another one.', corrections: [{ statement: 2, shown: 'ws-01', right: 'ws-02' }] });
    expect(await summary(cardId)).toMatchObject({ known: true, confirmed: 0, offTarget: 1, harmful: 0, mine: [{ id: first.id }] });
    const withdraw = async (): Promise<unknown> => (await service.ask('mutation ($id: ID!) { withdrawFeedback(cardId: $id) }', { id: cardId })).data;
    expect([await withdraw(), await withdraw()]).toEqual([{ withdrawFeedback: true }, { withdrawFeedback: false }]);
    expect(await summary(cardId)).toMatchObject({ known: true, offTarget: 0, mine: [] });
    expect((await give(cardId)).data!.giveFeedback).toMatchObject({ id: first.id, version: 4 });
    await eventually('four versions to be told', () => Promise.resolve(said(cardId).length === 4));
    expect(said(cardId).map(({ version, verdict, withdrawn, comment, corrections }) => [version, verdict, withdrawn, comment, corrections.length])).toEqual([
      [1, 'confirmed', false, null, 0], [2, 'offTarget', false, 'The host is another one.', 1], [3, 'offTarget', true, null, 0], [4, 'confirmed', false, null, 0],
    ]);
    expect(said(cardId)[0]).toMatchObject({ feedbackId: first.id, by: { subject: 'ana', name: 'Ana Person' }, card: { cardId, kind: 'incidentSummary', part: null, version: 1, composer: 'rules', engine: 'incident-engine 1', inputDigest: 'a'.repeat(64) } });
  });

  it('given at once by one person is one piece of feedback, told in the order of its versions', async () => {
    const cardId = await service.card();
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((comment) => give(cardId, { comment })));
    expect(answers.map(({ data }) => data!.giveFeedback.version).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(answers.map(({ data }) => data!.giveFeedback.id)).size).toBe(1);
    await eventually('five versions to be told', () => Promise.resolve(said(cardId).length === 5));
    expect(heard.filter(({ card }) => card.cardId === cardId).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    expect(await summary(cardId)).toMatchObject({ confirmed: 1, mine: [{ version: 5 }] });
  });

  it('speaks of parts apart, and of two people apart', async () => {
    const whole = { recommendations: [{ id: 'r-1', statements: [{}, {}] }, { id: 'r-2', statements: [{}] }], card: { card: { entities: [] } } };
    const cardId = await service.card({ kind: 'guidedResponse' }, whole);
    await give(cardId, { part: 'r-1', verdict: 'HARMFUL', faults: ['UNSAFE'] });
    await give(cardId, { part: 'r-1', verdict: 'CONFIRMED' }, person('ben'));
    await give(cardId, { verdict: 'OFF_TARGET' }, person('ben'));
    expect(await summary(cardId)).toMatchObject({ confirmed: 1, offTarget: 1, harmful: 1, parts: [{ part: null, confirmed: 0, offTarget: 1, harmful: 0 }, { part: 'r-1', confirmed: 1, offTarget: 0, harmful: 1 }] });
    expect((await summary(cardId)).mine).toMatchObject([{ part: 'r-1', verdict: 'HARMFUL' }]);
    expect((await summary(cardId, person('ben'))).mine).toMatchObject([{ part: null }, { part: 'r-1' }]);
    expect(await refusal(give(cardId, { part: 'r-3' }))).toEqual(['BAD_FEEDBACK', 'part: the card has no such part.']);
    expect(await refusal(give(cardId, { part: 'r-2', verdict: 'OFF_TARGET', corrections: [{ statement: 1, shown: 'x' }] }))).toEqual(['BAD_FEEDBACK', 'corrections[0].statement: the only statement here is 0.']);
  });

  it('is refused with what is wrong and where', async () => {
    const cardId = await service.card();
    const cases: [Record<string, unknown>, string][] = [
      [{ faults: ['MISSING'] }, 'faults: a confirmed card has none.'],
      [{ verdict: 'OFF_TARGET', faults: ['MISSING', 'MISSING'] }, 'faults names one twice.'],
      [{ verdict: 'OFF_TARGET', corrections: [{ statement: 0, shown: 'a' }, { statement: 3, shown: 'b' }] }, 'corrections[1].statement: there are 3 statements here, counted from 0.'],
      [{ verdict: 'OFF_TARGET', corrections: [{ statement: -1, shown: 'a' }] }, 'corrections[0].statement: there are 3 statements here, counted from 0.'],
      [{ verdict: 'OFF_TARGET', corrections: [{ shown: ' ' }] }, 'corrections[0].shown says what the card showed; it is empty.'],
      [{ comment: 'x'.repeat(4_001) }, 'comment may have 4,000 characters.'],
      [{ part: 'x'.repeat(201) }, 'part takes 1 to 200 characters.'],
    ];
    for (const [input, sentence] of cases) expect(await refusal(give(cardId, input))).toEqual(['BAD_FEEDBACK', sentence]);
    expect(await refusal(give(randomUUID()))).toEqual(['CARD_UNKNOWN', 'Attest does not know this card yet, or no longer keeps it. A new card is known after a moment.']);
    expect(await refusal(give('no id'))).toEqual(['BAD_INPUT', 'cardId is no id.']);
    expect(await refusal(give(cardId, {}, person('nobody', [])))).toEqual(['ROLE_MISSING', 'This needs the role reader.']);
    expect(await summary(cardId)).toMatchObject({ confirmed: 0, mine: [] });
  });

  it('of one tenant is seen and given by nobody of another', async () => {
    const cardId = await service.card();
    await give(cardId);
    const stranger = person('ana', ['reader', 'admin'], 'other');
    expect(await summary(cardId, stranger)).toMatchObject({ known: false, confirmed: 0, mine: [] });
    expect(await refusal(give(cardId, {}, stranger))).toMatchObject(['CARD_UNKNOWN', expect.any(String)]);
    expect((await service.ask('{ feedback { totalCount nodes { id } } }', {}, stranger)).data).toEqual({ feedback: { totalCount: 0, nodes: [] } });
    expect((await service.get('/api/feedback.jsonl', stranger)).text).toBe('');
    const { errors, data } = await service.ask(`{ evaluation(from: "${today}", to: "${today}") { rows { kind } alerts { kind } worst { cardId } } }`, {}, stranger);
    expect([errors, data]).toEqual([undefined, { evaluation: { rows: [], alerts: [], worst: [] } }]);
  });

  it('is listed newest first, page by page, and filtered', async () => {
    const one = await service.card({ kind: 'scriptAnalysis', composer: 'model', provenance: { engine: 'e', model: 'gpt-5', promptHash: 'p', inputDigest: 'b'.repeat(64), fallback: null, facts: 1, statements: 1, repaired: 2, ms: 1_000, promptTokens: 1_000_000, completionTokens: 100_000 } });
    for (const subject of ['cat', 'dan', 'eve']) await give(one, { verdict: 'HARMFUL' }, person(subject));
    const list = async (args: string): Promise<{ nodes: Said[]; totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string } }> =>
      (await service.ask<{ feedback: never }>(`{ feedback(${args}) { totalCount nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`)).data!.feedback;
    const filter = `filter: { kind: "scriptAnalysis", verdict: HARMFUL, model: "gpt-5", from: "${today}", to: "${today}" }`;
    const first = await list(`first: 2, ${filter}`);
    expect([first.totalCount, first.nodes.map(({ byName }) => byName), first.pageInfo.hasNextPage]).toEqual([3, ['Eve Person', 'Dan Person'], true]);
    const rest = await list(`first: 2, after: "${first.pageInfo.endCursor}", ${filter}`);
    expect([rest.nodes.map(({ byName, mine }) => [byName, mine]), rest.pageInfo.hasNextPage]).toEqual([[['Cat Person', false]], false]);
    expect((await list('filter: { composer: "model", kind: "incidentSummary" }')).totalCount).toBe(0);
    expect(await refusal(service.ask('{ feedback(filter: { from: "yesterday" }) { totalCount } }'))).toEqual(['BAD_INPUT', 'from takes a day such as 2026-11-23 or a time such as 2026-11-23T03:00:00Z.']);
    await service.counted();
    const { data } = await service.ask<{ evaluation: { rows: Record<string, unknown>[]; worst: Record<string, unknown>[]; alerts: unknown[] } }>(
      `{ evaluation(from: "${today}", to: "${today}") { alerts { sentence } worst { cardId harmful } rows { kind composer model votes harmful { count share low high } repaired p50Ms cost promptTokens droppedShare editDistance } } }`,
    );
    const row = data!.evaluation.rows.find(({ kind }) => kind === 'scriptAnalysis');
    expect(row).toMatchObject({ composer: 'model', model: 'gpt-5', votes: 3, harmful: { count: 3, share: 1 }, repaired: 2, p50Ms: 1_000, promptTokens: 1_000_000, cost: 3, droppedShare: 0.5, editDistance: null });
    expect((row!['harmful'] as { low: number }).low).toBeCloseTo(0.4385, 3);
    expect(data!.evaluation.worst[0]).toEqual({ cardId: one, harmful: 3 });
    expect(data!.evaluation.alerts).toEqual([]);
  });

  it('leaves as files, in which no cell runs', async () => {
    const cardId = await service.card();
    await give(cardId, { verdict: 'OFF_TARGET', comment: '=HYPERLINK("http://x","y")', faults: ['OTHER', 'UNCLEAR'] }, person('fay'));
    const lines = await service.get(`/api/feedback.jsonl?from=${today}`);
    expect([lines.status, lines.headers.get('content-type'), lines.headers.get('content-disposition')]).toEqual([200, 'application/x-ndjson; charset=utf-8', 'attachment; filename="attest-feedback.jsonl"']);
    const rows = lines.text.trim().split('\n').map((line) => JSON.parse(line) as { cardId: string; comment: string; byName: string });
    expect(rows.filter((row) => row.cardId === cardId)).toMatchObject([{ comment: '=HYPERLINK("http://x","y")', byName: 'Fay Person', faults: ['other', 'unclear'] }]);
    const table = await service.get('/api/feedback.csv');
    expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(table.text.split('\r\n')[0]).toBe('id,at,cardId,part,kind,subjectId,composer,model,verdict,faults,comment,corrections,byName,version');
    expect(table.text).toContain(`,offTarget,other unclear,"'=HYPERLINK(""http://x"",""y"")",[],Fay Person,1\r\n`);
    expect((await service.get('/api/feedback.jsonl?to=2020-01-01')).text).toBe('');
    expect(JSON.parse((await service.get('/api/feedback.csv?from=soon')).text)).toEqual({ error: { code: 'BAD_INPUT', message: 'from takes a day such as 2026-11-23 or a time such as 2026-11-23T03:00:00Z.' } });
  });
});

import { randomUUID } from 'node:crypto';
import { packJson, Topic, type Envelope, type FeedbackGiven } from '@attest/contracts';
import { parseEvaluationCase, seededRandom, shuffledBy } from '@attest/evaluation-engine';
import { createAuditLog, verifyAuditChain } from '@attest/identity/audit';
import { Figures, figuresText } from '../../apps/evaluator/src/domain/figures.js';
import { Retention } from '../../apps/evaluator/src/application/retention.js';
import type { LessonsUseCase } from '../../apps/evaluator/src/application/lessons.use-case.js';
import { cardEvent, envelope, person, startEvaluator, voteEvent, type Answer, type EvaluatorService } from './service.js';

const admin = person('ada', ['reader', 'hunter', 'responder', 'admin']);
const dayMs = 86_400_000;
const ago = (days: number, ms = 0): string => new Date(Date.now() - days * dayMs + ms).toISOString();
const day = (days: number): string => ago(days).slice(0, 10);

describe('evaluation', () => {
  let service: EvaluatorService;
  beforeAll(async () => {
    service = await startEvaluator();
  });
  afterAll(() => service.close());

  const refusal = async (answer: Promise<Answer<unknown>>): Promise<[unknown, string | undefined]> => {
    const [error] = (await answer).errors ?? [];
    return [error?.extensions['code'], error?.message];
  };
  const figures = async (tenant: string): Promise<string> => (await service.get('/api/evaluation/figures.jsonl', person('any', ['reader'], tenant))).text;
  const replay = (tenant: string): Promise<Answer<{ replayEvaluation: number }>> => service.ask('mutation { replayEvaluation }', {}, { ...admin, tenant });

  it('counts 2,000 random events, redelivered and out of order, exactly as a recount does; a replay gives the same bytes', async () => {
    const tenant = 'counted';
    const random = seededRandom(20_261_201);
    const pick = <T>(...values: T[]): T => values[Math.floor(random() * values.length)] as T;
    const events: Envelope[] = [];
    const recount = new Figures();
    const cards = Array.from({ length: 300 }, () => {
      const model = pick(null, null, 'gpt-5', 'local');
      const card = cardEvent({
        kind: pick('incidentSummary', 'guidedResponse', 'scriptAnalysis'), composer: model === null ? 'rules' : 'model', dropped: pick(0, 0, 1, 4),
        provenance: pick(undefined, { engine: pick('e 1', 'e 2'), model, promptHash: model === null ? null : pick('p1', 'p2'), inputDigest: 'a'.repeat(64), fallback: pick(null, 'The model was slow.'), facts: 3, statements: pick(0, 3, 7), repaired: pick(0, 1), ms: pick(null, 3, 90, 4_000, 900_000), promptTokens: pick(null, 1_500), completionTokens: pick(null, 300) }),
      });
      const at = ago(pick(0, 1, 2, 3));
      events.push(envelope(Topic.CardGenerated, card.subjectId, card, { tenant, at }));
      recount.hearCard(card, at);
      return card;
    });
    const versions = new Map<string, number>();
    while (events.length < 1_700) {
      const [card, subject, part] = [cards[Math.floor(random() * cards.length)]!, pick('ana', 'ben', 'cat', 'dan', 'eve', 'fay'), pick(null, null, 'r-1')];
      const id = `${card.cardId} ${subject} ${part}`;
      const version = (versions.get(id) ?? 0) + 1;
      versions.set(id, version);
      const vote = voteEvent(card, subject, version, ago(3, version * 60_000 + Math.floor(random() * 2) * dayMs), { verdict: pick('confirmed', 'confirmed', 'offTarget', 'harmful'), withdrawn: random() < 0.1, corrections: pick([], [{ statement: 0, shown: 'the host ws-01 called out', right: pick('the host ws-02 called out', 'nothing called out', null) }]) });
      vote.card.part = part;
      events.push(envelope(Topic.FeedbackGiven, card.cardId, vote, { tenant }));
    }
    const sent = shuffledBy([...events, ...shuffledBy(events, random).slice(0, 300)], random);
    for (const { type, payload } of shuffledBy(sent, random)) if (type === Topic.FeedbackGiven) recount.hearFeedback(payload as FeedbackGiven);
    for (let from = 0; from < sent.length; from += 250) await service.bus.publish(sent.slice(from, from + 250));
    await service.handled(sent);

    const counted = await figures(tenant);
    expect(sent).toHaveLength(2_000);
    expect(counted.split('\n').length).toBeGreaterThan(20);
    expect(counted).toBe(figuresText(recount.rows()));
    expect((await replay(tenant)).data).toEqual({ replayEvaluation: cards.length + versions.size });
    expect(await figures(tenant)).toBe(counted);
    expect(await figures('another')).toBe('');
  }, 400_000);

  it('is replayed by admins only, and what comes after is counted on top', async () => {
    expect(await refusal(service.ask('mutation { replayEvaluation }', {}, person('rea', ['reader', 'responder'])))).toEqual(['ROLE_MISSING', 'This needs the role admin.']);
    const tenant = 'on-top';
    const [one, two] = [cardEvent(), cardEvent()];
    await service.hear([envelope(Topic.CardGenerated, 'i-1', one, { tenant })]);
    await replay(tenant);
    await service.hear([envelope(Topic.CardGenerated, 'i-1', two, { tenant }), envelope(Topic.FeedbackGiven, one.cardId, voteEvent(one, 'ana', 1, ago(0)), { tenant })]);
    const { data } = await service.ask<{ evaluation: unknown }>(`{ evaluation(from: "${day(0)}", to: "${day(0)}") { rows { cards votes p50Ms editDistance } trend { day kind cards confirmed } } }`, {}, person('ana', ['reader'], tenant));
    expect(data).toEqual({ evaluation: { rows: [{ cards: 2, votes: 1, p50Ms: 40, editDistance: null }], trend: [{ day: day(0), kind: 'incidentSummary', cards: 2, confirmed: 1 }] } });
  });

  it('alerts on a change that many people see, not on three votes and not on one loud person', async () => {
    const people = ['ana', 'ben', 'cat', 'dan', 'eve', 'fay'];
    const votes = async (tenant: string, said: { subject: string; days: number; verdict: FeedbackGiven['verdict'] }[]): Promise<unknown[]> => {
      await service.hear(said.map(({ subject, days, verdict }) => {
        const card = cardEvent();
        return envelope(Topic.FeedbackGiven, card.cardId, voteEvent(card, subject, 1, ago(days), { verdict }), { tenant });
      }));
      const { data } = await service.ask<{ evaluation: { alerts: unknown[] } }>(`{ evaluation(from: "${day(30)}", to: "${day(0)}") { alerts { kind composer model verdict day since votes people sentence } } }`, {}, person('any', ['reader'], tenant));
      return data!.evaluation.alerts;
    };
    const calm = people.flatMap((subject) => [20, 19, 18, 17].map((days) => ({ subject, days, verdict: 'confirmed' as const })));
    expect(await votes('three', people.slice(0, 3).map((subject) => ({ subject, days: 1, verdict: 'harmful' })))).toEqual([]);
    expect(await votes('loud', [...calm, ...Array.from({ length: 40 }, () => ({ subject: 'mallory', days: 2, verdict: 'harmful' as const }))])).toEqual([]);
    const alerts = await votes('changed', [...calm, ...people.flatMap((subject) => [3, 2, 1].map((days) => ({ subject, days, verdict: 'offTarget' as const })))]);
    expect(alerts).toMatchObject([{ kind: 'incidentSummary', composer: 'rules', model: null, verdict: 'offTarget', since: day(3), votes: 42, people: 6, sentence: expect.stringMatching(/^Since \d{4}-\d\d-\d\d, 100 % of the votes call incident summaries composed by rules off target or harmful; before it was about \d+ %\.$/) }]);
  });

  it('refuses times that are none', async () => {
    expect(await refusal(service.ask('{ evaluation(from: "2026-02-01", to: "2026-01-01") { from } }'))).toEqual(['BAD_INPUT', 'from must not be after to.']);
    expect(await refusal(service.ask('{ evaluation(from: "2020-01-01", to: "2026-01-01") { from } }'))).toEqual(['BAD_INPUT', 'At most 400 days are looked at.']);
  });

  it('has lessons that another person reviews, and that nothing applies', async () => {
    const lesson = 'id text kind tag state authorName mine mayReview reviewerName reason expiresAt';
    const propose = (input: Record<string, unknown>, asker = person()): Promise<Answer<{ proposeLesson: { id: string } }>> => service.ask(`mutation ($input: ProposeLessonInput!) { proposeLesson(input: $input) { ${lesson} } }`, { input }, asker);
    const review = (id: string, approve: boolean, reason: string | null, asker = admin): Promise<Answer<unknown>> => service.ask(`mutation ($id: ID!, $approve: Boolean!, $reason: String) { reviewLesson(id: $id, approve: $approve, reason: $reason) { ${lesson} } }`, { id, approve, reason }, asker);
    const [one, two, own] = [(await propose({ text: ' Name the first host first. ', kind: 'incidentSummary' })).data!.proposeLesson, (await propose({ text: 'Two' })).data!.proposeLesson, (await propose({ text: 'Mine' }, admin)).data!.proposeLesson];
    expect(one).toMatchObject({ text: 'Name the first host first.', kind: 'incidentSummary', tag: null, state: 'PENDING', authorName: 'Ana Person', mine: true, mayReview: false });
    expect(await refusal(review(one.id, true, null, person('ben', ['reader', 'hunter', 'responder'])))).toEqual(['ROLE_MISSING', 'This needs the role admin.']);
    expect(await refusal(review(own.id, true, null))).toEqual(['OWN_LESSON', 'Another person has to review what you proposed.']);
    expect(await refusal(review(one.id, false, ' '))).toEqual(['REASON_MISSING', 'Say why the lesson is declined.']);
    expect(await refusal(review(one.id, true, null, { ...admin, tenant: 'other' }))).toEqual(['LESSON_UNKNOWN', 'There is no lesson with this id.']);
    expect((await review(one.id, true, null)).data).toMatchObject({ reviewLesson: { state: 'APPROVED', reviewerName: 'Ada Person', mayReview: false } });
    expect((await review(two.id, false, 'It is covered.')).data).toMatchObject({ reviewLesson: { state: 'DECLINED', reason: 'It is covered.' } });
    expect(await refusal(review(one.id, false, 'Changed my mind.'))).toEqual(['WRONG_STATE', 'Only a lesson that waits can be reviewed.']);
    expect(await refusal(propose({ text: 'x', expiresAt: '2020-01-01' }))).toEqual(['BAD_INPUT', 'expiresAt must be in the future.']);
    expect(await refusal(propose({ text: '  ' }))).toEqual(['BAD_INPUT', 'text says what should be done next time; it is empty.']);
    const short = (await propose({ text: 'Short', expiresAt: new Date(Date.now() + 400).toISOString() })).data!.proposeLesson;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await refusal(review(short.id, true, null))).toEqual(['WRONG_STATE', 'Only a lesson that waits can be reviewed.']);
    const { data } = await service.ask<{ lessons: unknown }>('{ lessons(states: [PENDING, EXPIRED]) { totalCount nodes { text state mayReview } } }', {}, admin);
    expect(data!.lessons).toEqual({ totalCount: 2, nodes: [{ text: 'Short', state: 'EXPIRED', mayReview: false }, { text: 'Mine', state: 'PENDING', mayReview: false }] });
  });

  it('makes cases without names, which are exported once they are reviewed', async () => {
    const whole = { card: { entities: [{ type: 'user', value: 'jane.doe@contoso.com' }, { type: 'device', value: 'ws-01' }] } };
    const event = { ...cardEvent(), card: packJson(whole) };
    await service.hear([envelope(Topic.CardGenerated, 'i-1', event)]);
    const make = (cardId: string, tags: string[] = []): Promise<Answer<{ makeEvaluationCase: { id: string; state: string; case: unknown } }>> =>
      service.ask('mutation ($id: ID!, $tags: [String!]!) { makeEvaluationCase(cardId: $id, tags: $tags) { id state tags inputDigest inputInside inputSentence expected { shown right } case } }', { id: cardId, tags });
    expect(await refusal(make(event.cardId))).toEqual(['NO_FEEDBACK', 'Nobody has said anything of this card yet. A case is made from feedback.']);
    const corrections = [{ statement: 0, shown: 'jane.doe signed in on ws-01.', right: 'Jane.Doe@contoso.com signed in on ws-02.' }, { shown: 'Ana Person agrees' }];
    await service.ask('mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { id } }', { input: { cardId: event.cardId, verdict: 'OFF_TARGET', faults: ['WRONG_ENTITY'], corrections } });
    expect(await refusal(make(event.cardId, ['Not A Tag']))).toMatchObject(['BAD_INPUT', expect.stringContaining('tags: at most 20')]);
    const made = (await make(event.cardId, ['identity'])).data!.makeEvaluationCase;
    const { case: body } = made as { case: { input: unknown; source: string; reviewed: boolean; expected: { corrections: { shown: string; right: string }[]; absent: string[] }; feedback: { verdict: string; person: string; tenant: string } } };
    expect(parseEvaluationCase(body)).toMatchObject({ ok: true });
    expect(body).toMatchObject({ input: { digest: 'a'.repeat(64) }, source: 'feedback', reviewed: false, tags: ['identity'], feedback: { verdict: 'offTarget', faults: ['wrongEntity'] } });
    expect(JSON.stringify(made)).not.toMatch(/jane|contoso|ana/i);
    expect(made).toMatchObject({ inputInside: false, inputSentence: 'Only the digest of the input is in the case: Attest keeps no copy of it.' });
    expect(body.expected.corrections[0]!.shown).toMatch(/^person-[a-z]{6} signed in on device-[a-z]{6}\.$/);
    expect(body.expected.absent[0]).toMatch(/^person-[a-z]{6} agrees$/);
    expect((await make(event.cardId)).data!.makeEvaluationCase.id).toBe(made.id);

    const review = (id: string, approve: boolean, asker = admin): Promise<Answer<{ reviewEvaluationCase: { state: string } }>> =>
      service.ask('mutation ($id: ID!, $approve: Boolean!, $expected: [FeedbackCorrectionInput!]) { reviewEvaluationCase(id: $id, approve: $approve, expected: $expected) { state } }', { id, approve, expected: [{ shown: 'ws-01', right: 'ws-02' }] }, asker);
    expect((await service.get('/api/evaluation/cases.jsonl')).text).toBe('');
    expect(await refusal(review(made.id, true, person()))).toEqual(['ROLE_MISSING', 'This needs the role admin.']);
    expect((await review(made.id, true)).data).toEqual({ reviewEvaluationCase: { state: 'REVIEWED' } });
    expect(await refusal(review(made.id, false))).toEqual(['WRONG_STATE', 'Only a draft can be reviewed.']);
    expect(await refusal(make(event.cardId))).toEqual(['WRONG_STATE', 'The case of this card is reviewed already.']);
    const exported = await service.get('/api/evaluation/cases.jsonl');
    expect(exported.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(parseEvaluationCase(JSON.parse(exported.text))).toMatchObject({ ok: true, value: { id: `feedback-${made.id}`, reviewed: true, expected: { corrections: [{ shown: expect.stringMatching(/^device-[a-z]{6}$/) as unknown, right: 'ws-02' }] } } });
    expect((await service.get('/api/evaluation/cases.jsonl', person('ana', ['reader'], 'other'))).text).toBe('');
    expect(await refusal(make(randomUUID()))).toEqual(['CARD_UNKNOWN', 'Attest does not know this card, or no longer keeps it.']);
  });

  it('writes reviews into an audit log that verifies', async () => {
    const rows = await service.inspection.inTenant('default', (manager) => createAuditLog('evaluator').rows(manager, 'default', { first: 100, oldestFirst: true }));
    expect(rows.map(({ operation }) => operation)).toEqual(expect.arrayContaining(['lesson.proposed', 'lesson.approved', 'lesson.declined', 'case.made', 'case.reviewed']));
    expect(verifyAuditChain(rows)).toMatchObject({ ok: true, rows: rows.length });
  });

  it('forgets what is older than the retention, figures included', async () => {
    const tenant = 'old';
    const [old, young] = [cardEvent(), cardEvent()];
    await service.hear([
      envelope(Topic.CardGenerated, 'i-1', old, { tenant, at: ago(31) }), envelope(Topic.CardGenerated, 'i-1', young, { tenant, at: ago(29) }),
      envelope(Topic.FeedbackGiven, old.cardId, voteEvent(old, 'ana', 1, ago(31)), { tenant }), envelope(Topic.FeedbackGiven, old.cardId, voteEvent(old, 'ben', 1, ago(2)), { tenant }),
    ]);
    const lessons = { expire: () => Promise.resolve() } as unknown as LessonsUseCase;
    await new Retention(service.inspection, lessons, 30).look();
    const kept = new Figures();
    kept.hearCard(young, ago(29));
    kept.hearFeedback(voteEvent(old, 'ben', 1, ago(2)));
    expect(await figures(tenant)).toBe(figuresText(kept.rows()));
    expect((await replay(tenant)).data).toEqual({ replayEvaluation: 2 });
    expect(await figures(tenant)).toBe(figuresText(kept.rows()));
  });
});

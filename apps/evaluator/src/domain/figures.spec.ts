import type { CardGenerated, FeedbackGiven } from '@attest/contracts';
import fc from 'fast-check';
import { counterNames, Figures, figuresText, noCounts, plus, type FigureRow } from './figures.js';

type Event = { card: CardGenerated; at: string } | { vote: FeedbackGiven };

const at = fc.integer({ min: 0, max: 4 * 24 }).map((hour) => new Date(Date.UTC(2026, 10, 20, hour)).toISOString());
const cardIds = ['1', '2', '3'].map((digit) => `${digit.repeat(8)}-1111-4111-8111-111111111111`);
const model = fc.constantFrom(null, 'gpt-5', '__proto__');
const texts = fc.constantFrom('', 'a b c', 'a x c', 'constructor', '0');

/** What one card or one version says never differs between deliveries, so equal ids come from one table. */
const world = fc.record({
  cards: fc.tuple(...cardIds.map((cardId) => fc.record({
    card: fc.record({
      cardId: fc.constant(cardId), kind: fc.constantFrom('incidentSummary', 'toString'), subjectId: fc.constant('i'), subjectRevision: fc.constant(1), version: fc.constant(1),
      composer: fc.constantFrom('rules' as const, 'model' as const), digest: fc.constant('d'.repeat(64)), dropped: fc.nat(5),
      provenance: fc.option(fc.record({ engine: fc.constant('e'), model, promptHash: fc.constantFrom(null, 'p'), inputDigest: fc.constant('a'), fallback: fc.constantFrom(null, 'slow'), facts: fc.nat(9), statements: fc.nat(9), repaired: fc.nat(2), ms: fc.option(fc.nat(700_000)), promptTokens: fc.option(fc.nat(9_999)), completionTokens: fc.option(fc.nat(999)) }), { nil: undefined }),
    }),
    at,
  }))),
  votes: fc.array(fc.record({ cardId: fc.constantFrom(...cardIds), subject: fc.constantFrom('ana', 'ben'), part: fc.constantFrom(null, 'r-1'), said: fc.array(fc.record({ verdict: fc.constantFrom('confirmed' as const, 'offTarget' as const, 'harmful' as const), withdrawn: fc.boolean(), at, model, shown: texts, right: fc.option(texts) }), { minLength: 1, maxLength: 4 }) }), { maxLength: 6 }),
});

function eventsOf({ cards, votes }: typeof world extends fc.Arbitrary<infer World> ? World : never): Event[] {
  const people = new Map(votes.map((vote) => [`${vote.cardId} ${vote.subject} ${vote.part}`, vote]));
  return [
    ...cards,
    ...[...people.values()].flatMap(({ cardId, subject, part, said }) =>
      said.map(({ verdict, withdrawn, at: when, model: by, shown, right }, index): Event => ({
        vote: {
          feedbackId: cardId, version: index + 1, withdrawn, verdict, faults: [], comment: null, corrections: [{ statement: null, shown, right }], by: { subject, name: subject }, at: when,
          card: { cardId, kind: 'incidentSummary', part, subjectId: 'i', subjectRevision: 1, version: 1, digest: 'd'.repeat(64), composer: 'rules', engine: 'e', model: by, promptHash: null, inputDigest: 'a' },
        },
      })),
    ),
  ];
}

function fold(events: readonly Event[]): FigureRow[] {
  const figures = new Figures();
  for (const event of events) {
    if ('card' in event) figures.hearCard(event.card, event.at);
    else figures.hearFeedback(event.vote);
  }
  return figures.rows();
}

/** The same figures counted the plain way: the last version of everybody, then one pass. */
function recount(events: readonly Event[]): { cards: number; votes: number; statements: number } {
  const cards = new Map(events.flatMap((event) => ('card' in event ? [[event.card.cardId, event.card] as const] : [])));
  const last = new Map<string, FeedbackGiven>();
  for (const event of events) {
    if ('card' in event) continue;
    const id = `${event.vote.card.cardId} ${event.vote.card.part} ${event.vote.by.subject}`;
    if ((last.get(id)?.version ?? 0) < event.vote.version) last.set(id, event.vote);
  }
  return { cards: cards.size, votes: [...last.values()].filter(({ withdrawn }) => !withdrawn).length, statements: [...cards.values()].reduce((sum, card) => sum + (card.provenance?.statements ?? 0), 0) };
}

describe('figures', () => {
  it('are the same bytes for the same events in any order, each any number of times', () => {
    fc.assert(
      fc.property(world.map(eventsOf).chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events, ...events], { minLength: events.length * 3, maxLength: events.length * 3 }))), ([events, redelivered]) => {
        expect(figuresText(fold(redelivered))).toBe(figuresText(fold(events)));
      }),
    );
  });

  it('hold every card once and the last word of everybody', () => {
    fc.assert(
      fc.property(world.map(eventsOf), (events) => {
        const total = fold(events).reduce((sum, { counters }) => plus(sum, counters), noCounts());
        const { cards, votes, statements } = recount(events);
        expect([total.cards, total.confirmed + total.offTarget + total.harmful, total.statements]).toEqual([cards, votes, statements]);
        for (const { counters } of fold(events)) for (const name of counterNames) expect(counters[name]).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('move with a vote from one day to another, and leave nothing behind', () => {
    const vote = (version: number, day: number, withdrawn = false): FeedbackGiven => ({
      feedbackId: cardIds[0]!, version, withdrawn, verdict: 'harmful', faults: [], comment: null, corrections: [], by: { subject: 'ana', name: 'Ana' }, at: `2026-11-${day}T10:00:00.000Z`,
      card: { cardId: cardIds[0]!, kind: 'incidentSummary', part: null, subjectId: 'i', subjectRevision: 1, version: 1, digest: 'd'.repeat(64), composer: 'rules', engine: 'e', model: null, promptHash: null, inputDigest: 'a' },
    });
    expect(fold([{ vote: vote(1, 20) }, { vote: vote(2, 21) }]).map(({ key, counters }) => [key.day, counters.harmful])).toEqual([['2026-11-21', 1]]);
    expect(fold([{ vote: vote(1, 20) }, { vote: vote(2, 21, true) }])).toEqual([]);
  });
});

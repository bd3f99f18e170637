import fc from 'fast-check';
import type { FeedbackItemFragment } from '../graphql/generated/graphql.js';
import { draftOf, draftProblems, feedbackInput, lessonInput, mostText, type FeedbackDraft } from './feedback-draft.js';

const card = { cardId: 'c1', kind: 'incidentSummary', subjectId: '1001', version: 3, statements: [{ text: 'First.' }, { text: 'Second.' }] };
const before: FeedbackItemFragment = { id: 'f1', cardId: 'c1', part: null, kind: 'incidentSummary', subjectId: '1001', verdict: 'OFF_TARGET', faults: ['MISSING'], comment: 'Says too little', corrections: [{ statement: 1, shown: 'Second.', right: 'Other.' }], byName: 'A', mine: true, at: '2026-11-29T00:00:00Z', version: 2, withdrawn: false };

describe('a feedback draft', () => {
  test('begins with what was said before, and sends it back unchanged', () => {
    const draft = draftOf('OFF_TARGET', before);
    expect(feedbackInput(draft, card)).toEqual({ cardId: 'c1', part: null, verdict: 'OFF_TARGET', faults: ['MISSING'], comment: 'Says too little', corrections: [{ statement: 1, shown: 'Second.', right: 'Other.' }] });
  });

  test('a confirmed card carries no faults and no corrections', () => {
    expect(feedbackInput(draftOf('CONFIRMED', before), card)).toMatchObject({ verdict: 'CONFIRMED', faults: [], corrections: [], comment: 'Says too little' });
  });

  test('only statements of the card are named, in its order, whatever was chosen', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.string())), (chosen) => {
        const { corrections } = feedbackInput({ ...draftOf('HARMFUL', undefined), right: new Map(chosen) }, card);
        const numbers = corrections?.map(({ statement }) => statement) ?? [];
        expect(numbers).toEqual([...new Set(chosen.map(([number]) => number).filter((number) => number < 2))].sort());
        for (const { statement, shown, right } of corrections ?? []) {
          expect(shown).toBe(card.statements[Number(statement)]?.text);
          expect(right === null || right?.trim() !== '').toBe(true);
        }
      }),
    );
  });

  test('a statement longer than the server takes is cut', () => {
    const long = { ...card, statements: [{ text: 'x'.repeat(9_000) }] };
    expect(feedbackInput({ ...draftOf('HARMFUL', undefined), right: new Map([[0, '']]) }, long).corrections?.[0]?.shown).toHaveLength(mostText);
  });

  test('a lesson says for what and until when; without text there is none', () => {
    const draft = draftOf('CONFIRMED', undefined);
    const lesson = (part: Partial<FeedbackDraft['lesson']>): FeedbackDraft => ({ ...draft, lesson: { ...draft.lesson, wanted: true, ...part } });
    const now = Date.parse('2026-12-01T00:00:00Z');
    expect(lessonInput(draft, card, now)).toBeUndefined();
    expect(lessonInput(lesson({ text: '  ' }), card, now)).toBeUndefined();
    expect(lessonInput(lesson({ text: ' Name the device ', days: 30 }), card, now)).toEqual({ cardId: 'c1', text: 'Name the device', kind: 'incidentSummary', tag: null, expiresAt: '2026-12-31T00:00:00.000Z' });
    expect(lessonInput(lesson({ text: 'x', scope: 'tag', tag: ' pentest ', days: 0 }), card, now)).toMatchObject({ kind: 'incidentSummary', tag: 'pentest', expiresAt: null });
    expect(lessonInput(lesson({ text: 'x', scope: 'everything', tag: 'left over' }), card, now)).toMatchObject({ kind: null, tag: null });
  });

  test('says what is missing only for a lesson that is wanted', () => {
    const draft = draftOf('CONFIRMED', undefined);
    expect(draftProblems(draft)).toEqual({});
    expect(Object.keys(draftProblems({ ...draft, lesson: { ...draft.lesson, wanted: true, scope: 'tag' } }))).toEqual(['lesson', 'tag']);
  });
});

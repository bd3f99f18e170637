import fc from 'fast-check';
import { EvaluatorError } from './evaluator.error.js';
import { checkFeedback, type CardShape, type SaidFeedback } from './feedback-rules.js';

const said = (more: Partial<SaidFeedback> = {}): SaidFeedback => ({ part: null, verdict: 'offTarget', faults: [], comment: null, corrections: [], ...more });
const shape: CardShape = { kind: 'guidedResponse', statements: 2, parts: new Map([['r-1', 1]]) };

describe('feedback', () => {
  it('is taken or refused with a sentence, whatever it holds', () => {
    const wild = fc.record({
      part: fc.option(fc.string()), verdict: fc.constantFrom('confirmed' as const, 'harmful' as const), faults: fc.subarray(['missing', 'other'] as SaidFeedback['faults']), comment: fc.option(fc.string()),
      corrections: fc.array(fc.record({ statement: fc.option(fc.oneof(fc.integer(), fc.double())), shown: fc.string(), right: fc.option(fc.string()) }), { maxLength: 3 }),
    });
    fc.assert(fc.property(wild, (feedback) => {
      try {
        checkFeedback(feedback, shape);
        expect(feedback.corrections.every(({ statement }) => statement === null || (Number.isInteger(statement) && statement >= 0 && statement < 2))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(EvaluatorError);
        expect((error as Error).message).toMatch(/\.$/);
      }
    }));
  });

  it('counts the statements of the part it speaks of', () => {
    expect(() => checkFeedback(said({ corrections: [{ statement: 1, shown: 'x', right: null }] }), shape)).not.toThrow();
    expect(() => checkFeedback(said({ part: 'r-1', corrections: [{ statement: 1, shown: 'x', right: null }] }), shape)).toThrow('corrections[0].statement: the only statement here is 0.');
    expect(() => checkFeedback(said({ corrections: [{ statement: 99, shown: 'x', right: null }] }), { ...shape, statements: null })).not.toThrow();
    expect(() => checkFeedback(said({ part: 'any' }), { ...shape, parts: null })).not.toThrow();
    expect(() => checkFeedback(said(), { ...shape, kind: 'somethingNew' })).toThrow('Cards of this kind take no feedback.');
    expect(() => checkFeedback(said({ corrections: Array.from({ length: 101 }, () => ({ statement: null, shown: 'x', right: null })) }), shape)).toThrow('corrections: at most 100.');
  });
});

import fc from 'fast-check';
import { foldCitations, numberCitations } from './citations.js';

describe('numberCitations', () => {
  it('counts in the order of reading and reuses numbers', () => {
    const numbers = numberCitations([{ facts: ['b'] }], [{ facts: ['a', 'b'] }, { facts: ['c', 'a'] }]);
    expect([...numbers]).toEqual([['b', 1], ['a', 2], ['c', 3]]);
  });

  it('gives every fact one number, without gaps', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ facts: fc.array(fc.string()) })), (sentences) => {
        const numbers = numberCitations(sentences);
        expect([...numbers.values()]).toEqual([...numbers.keys()].map((_, index) => index + 1));
        expect(new Set(numbers.keys())).toEqual(new Set(sentences.flatMap((sentence) => sentence.facts)));
      }),
    );
  });
});

describe('foldCitations', () => {
  it('shows a few and folds the rest', () => {
    expect(foldCitations(['a', 'b', 'c', 'd', 'e', 'a'])).toEqual({ shown: ['a', 'b', 'c'], folded: ['d', 'e'] });
  });

  it('does not fold a lone leftover', () => {
    expect(foldCitations(['a', 'b', 'c', 'd'])).toEqual({ shown: ['a', 'b', 'c', 'd'], folded: [] });
  });
});

import fc from 'fast-check';
import { lineAt, linesOf, overlap, windowAround } from './code-lines.js';

describe('lines of a text', () => {
  it('keep every character and its offset, whichever way they end', () => {
    expect(linesOf('a\r\nb\n\rc')).toEqual([
      { text: 'a', start: 0 },
      { text: 'b', start: 3 },
      { text: '', start: 5 },
      { text: 'c', start: 6 },
    ]);
    const text = fc.array(fc.constantFrom('x', '\r', '\n', 'yz'), { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (source) => {
        for (const line of linesOf(source)) expect(source.slice(line.start, line.start + line.text.length)).toBe(line.text);
      }),
    );
  });

  it('are found by offset', () => {
    const lines = linesOf('one\ntwo\nthree');
    expect([0, 3, 4, 7, 8, 12, 999].map((offset) => lineAt(lines, offset))).toEqual([1, 1, 2, 2, 3, 3, 3]);
  });
});

describe('windowAround', () => {
  it('begins at the beginning, and moves only for what lies outside', () => {
    expect(windowAround(10, 20, undefined)).toEqual({ from: 0, to: 10 });
    expect(windowAround(100, 20, 19)).toEqual({ from: 0, to: 20 });
    expect(windowAround(100, 20, 50)).toEqual({ from: 44, to: 64 });
    expect(windowAround(100, 20, 99)).toEqual({ from: 80, to: 100 });
  });

  it('holds what is wanted, and never more than it may', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 100 }), fc.nat(499), (length, most, n) => {
        const wanted = n % length;
        const { from, to } = windowAround(length, most, wanted);
        expect(from >= 0 && to <= length && to - from <= most && from <= wanted && wanted < to).toBe(true);
      }),
    );
  });
});

describe('overlap', () => {
  it('is what both hold', () => {
    expect(overlap({ start: 2, end: 8 }, { start: 5, end: 20 })).toEqual({ start: 5, end: 8 });
    expect(overlap({ start: 2, end: 5 }, { start: 5, end: 6 })).toBeUndefined();
  });
});

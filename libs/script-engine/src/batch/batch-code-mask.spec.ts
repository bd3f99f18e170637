import fc from 'fast-check';
import { batchCodeMask } from './batch-code-mask.js';

describe('batchCodeMask', () => {
  it.each([
    ['rem hello\r\nx', '         \r\nx'],
    [':: hello\nx', '        \nx'],
    ['  @REM a\nremark', '  @     \nremark'],
    ['a & rem b', 'a &      '],
    ['echo "a & rem b"', 'echo "a & rem b"'],
    ['echo a ^& rem b', 'echo a ^& rem b'],
    ['(rem x\n) & ::y', '(     \n) &    '],
    [':label\nrem', ':label\n   '],
    ['r^em x', '      '],
  ])('%j becomes %j', (text, masked) => expect(batchCodeMask(text)).toBe(masked));

  it('keeps length and line breaks', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('r', 'e', 'm', ' ', ':', '"', '^', '&', '(', '\n', '\r', 'x'), maxLength: 80 }), (text) => {
        const masked = batchCodeMask(text);
        return masked.length === text.length && [...masked].every((char, i) => char === text[i] || (char === ' ' && text[i] !== '\n'));
      }),
    );
  });
});

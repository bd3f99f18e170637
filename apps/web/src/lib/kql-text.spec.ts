import fc from 'fast-check';
import { kqlTokens } from './kql-tokens.js';
import { kqlName, kqlString, spaced } from './kql-text.js';

describe('values in a query', () => {
  it('escapes what would end the literal or hide in it', () => {
    expect(kqlString('C:\\Users\\"x"')).toBe('"C:\\\\Users\\\\\\"x\\""');
    expect(kqlString('a\u202Eb\u200b\n')).toBe('"a\\u202eb\\u200b\\n"');
    expect(kqlString('\u{e0041}')).toBe('"\\udb40\\udc41"');
  });

  it('is one string token, whatever the value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^["'\\|`@~\n]*$/)), (value) => {
        const literal = kqlString(value);
        expect(literal).not.toMatch(/[\u0000-\u001f\u202e]/);
        expect(kqlTokens(literal).tokens).toEqual([{ kind: 'string', start: 0, end: literal.length }]);
        const back = JSON.parse(literal) as string;
        expect(back).toBe(value);
      }),
    );
  });

  it('brackets a name only where it must', () => {
    expect([kqlName('FileName'), kqlName('file name'), kqlName('a"b')]).toEqual(['FileName', '["file name"]', '["a\\"b"]']);
  });

  it.each([
    ['', '', 'X'],
    ['a', 'b', ' X '],
    ['a ', ' b', 'X'],
    ['(', ')', 'X'],
    ['"s"', '"t"', ' X '],
  ])('keeps apart from %p and %p', (before, after, expected) => {
    expect(spaced('X', before, after)).toBe(expected);
  });
});

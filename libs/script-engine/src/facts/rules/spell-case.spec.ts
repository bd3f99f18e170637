import fc from 'fast-check';
import { spellCase } from './spell-case.js';

describe('patterns with parts that tell cases apart', () => {
  it.each([
    [String.raw`(?<=a)b(?-i:-T|-F)[a-c_]{1,3}`, ['ab-Tabc', 'aB-FABC', 'AB-T_'], ['ab-tabc', 'ab-fa', 'xb-Ta']],
    [String.raw`\bcurl\s(?:x|(?-i:-(?:d|F)\b))(?<rest>\W[^\]k]*z)`, ['CURL -d =oz', 'curl X =\u{212a}Z'], ['curl -D =oz', 'curl -f =oz', 'curl -d =Kz']],
    [String.raw`a(?-i:B)[\w.-]+Q\)`, ['aBr-q)', 'AB.Q)'], ['Abr-q)', 'bBr-q)', 'aBrq']],
  ])('%s', (source, matched, refused) => {
    const pattern = spellCase(source);
    for (const text of matched) expect(pattern.test(text)).toBe(true);
    for (const text of refused) expect(pattern.test(text)).toBe(false);
  });

  it('match outside of such parts as the flag does', () => {
    const source = String.raw`‹x›|(?<![\w.$-])(?:cu?rl)(?:\.exe)?["']?(?=[^\n|;]{0,9}(?:--upload|\s-[TF]\s{0,3}["']?[\w.-]{1,4}=["']?@))`;
    const native = new RegExp(source, 'i');
    const spelled = spellCase(`(?-i:)${source}`);
    const piece = fc.constantFrom('curl', 'CURL', 'crl', '.exe', '.EXE', ' ', ' -T', ' -t', ' -F ', ' -f ', '"', 'a', 'Z', '=', '@', '--upload', '--UPLOAD', '-', '.', '$', '|');
    fc.assert(fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => expect(spelled.exec(pieces.join(''))?.index).toBe(native.exec(pieces.join(''))?.index)), { numRuns: 3_000 });
  });

  it('stay what they were without such a part', () => {
    expect(spellCase('a[b-d]')).toEqual(/a[b-d]/i);
  });
});

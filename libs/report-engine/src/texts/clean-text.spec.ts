import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanCode, cleanLine, cleanText } from './clean-text.js';

describe('cleanText', () => {
  it.each([
    ['a\u202Eb\u200Bc', 'a\\u{202E}b\\u{200B}c'],
    ['two\r\nlines\tand more', 'two lines and more'],
    ['https://evil.example and ftp://x', 'hxxps://evil.example and fxp://x'],
    ['half \ud83d', 'half \\u{D83D}'],
    ['Zoë Ω Ж 漢字', 'Zoë Ω Ж 漢字'],
  ])('%j becomes %j', (text, shown) => {
    expect(cleanText(text)).toBe(shown);
  });

  it('cuts what is too long, and says how long it was and its hash', () => {
    const shown = cleanText('x'.repeat(1_048_576));
    expect(shown.length).toBeLessThan(1_650);
    expect(shown).toMatch(/^x{1500}\.\.\. \[1048576 characters, SHA-256 [0-9a-f]{64}\]$/);
  });

  it('never lets a character through that hides or turns text, whatever comes', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const shown of [cleanText(text), cleanLine(text)]) expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])/);
    }));
  });
});

describe('cleanCode', () => {
  it('keeps lines and links', () => {
    expect(cleanCode('iwr http://a/b\r\n\tiex $x\n')).toBe('iwr http://a/b\n    iex $x');
  });
});

import fc from 'fast-check';
import { visibleParts, visibleText } from './visible-text.js';

describe('visibleText', () => {
  it('leaves ordinary text alone', () => {
    expect(visibleText('powershell.exe -enc ZQBj\n\tнорма 日本語')).toBe('powershell.exe -enc ZQBj\n\tнорма 日本語');
  });

  it('shows the right-to-left override of a disguised file name', () => {
    expect(visibleText('invoice\u202Efdp.exe')).toBe('invoice⟨U+202E⟩fdp.exe');
  });

  it('shows zero-width, control and tag characters', () => {
    expect(visibleText('a\u200Bb\u0007c\u{E0041}d')).toBe('a⟨U+200B⟩b⟨U+0007⟩c⟨U+E0041⟩d');
  });

  it('keeps joiners inside scripts that need them and shows them inside Latin text', () => {
    expect(visibleText('می\u200Cخواهم')).toBe('می\u200Cخواهم');
    expect(visibleText('pay\u200Cpal')).toBe('pay⟨U+200C⟩pal');
  });

  it('marks the hidden parts', () => {
    expect(visibleParts('a\u202Eb')).toEqual([
      { text: 'a', hidden: false },
      { text: '⟨U+202E⟩', hidden: true },
      { text: 'b', hidden: false },
    ]);
  });

  it('never lets a bidirectional control through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visibleText(text)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/);
      }),
    );
  });
});

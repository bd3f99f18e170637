import { readFileSync } from 'node:fs';
import { fontSlices, hasLetter, type FontSlice } from './font-slices.js';
import { subsetFontLibrary } from './untyped-libraries.js';

/** A piece of text and the family that has its letters. */
export interface FontRun {
  text: string;
  font: string;
}

/** How a text is set. */
export type FontStyle = 'text' | 'bold' | 'code';

/** Fonts by family, as pdfmake takes them. */
export type FontFiles = Record<string, { normal: Buffer; bold: Buffer }>;

const weights: Readonly<Record<FontStyle, number>> = { text: 400, bold: 700, code: 400 };

/**
 * Chooses a font for every letter and collects which letters are needed, so that a document embeds those alone. Latin, Greek,
 * Cyrillic, Vietnamese, Chinese, Japanese and Korean letters are there; any other is shown by its number, as `\u{1F600}`.
 */
export class FontBook {
  private readonly slices = { text: fontSlices('text'), code: fontSlices('code') };
  private readonly found = { text: new Map<number, FontSlice | undefined>(), code: new Map<number, FontSlice | undefined>() };
  private readonly needed = new Map<string, { slice: FontSlice; style: FontStyle; letters: Set<string> }>();

  /** The text as runs of one font each; never empty. */
  runs(text: string, style: FontStyle = 'text'): FontRun[] {
    const runs: FontRun[] = [];
    for (const letter of text) {
      const slice = this.sliceOf(letter.codePointAt(0) ?? 0, style);
      if (slice === undefined) {
        for (const { text: shown, font } of this.runs(`\\u{${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`, style)) append(runs, shown, font);
      } else {
        this.need(slice, style, letter);
        append(runs, letter, slice.name);
      }
    }
    return runs.length > 0 ? runs : this.runs(' ', style);
  }

  /** The fonts of every letter that `runs` met. */
  async files(): Promise<FontFiles> {
    const subsetFont = subsetFontLibrary();
    const made = new Map<string, Partial<Record<'normal' | 'bold', Buffer>>>();
    for (const { slice, style, letters } of this.needed.values()) {
      const font = await subsetFont(readFileSync(slice.file), [...letters].sort().join(''), { targetFormat: 'truetype', variationAxes: { wght: weights[style] } });
      made.set(slice.name, { ...made.get(slice.name), [style === 'bold' ? 'bold' : 'normal']: font });
    }
    return Object.fromEntries([...made].flatMap(([name, { normal, bold }]) => {
      const any = normal ?? bold;
      return any === undefined ? [] : [[name, { normal: normal ?? any, bold: bold ?? any }]];
    }));
  }

  private need(slice: FontSlice, style: FontStyle, letter: string): void {
    const key = `${slice.name} ${style === 'bold' ? 'bold' : 'normal'}`;
    const known = this.needed.get(key);
    if (known) known.letters.add(letter);
    else this.needed.set(key, { slice, style, letters: new Set([letter]) });
  }

  private sliceOf(code: number, style: FontStyle): FontSlice | undefined {
    const kind = style === 'code' ? 'code' : 'text';
    const found = this.found[kind];
    if (found.has(code)) return found.get(code);
    const slice = this.slices[kind].find((each) => hasLetter(each, code));
    found.set(code, slice);
    return slice;
  }
}

function append(runs: FontRun[], text: string, font: string): void {
  const last = runs.at(-1);
  if (last?.font === font) last.text += text;
  else runs.push({ text, font });
}

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openFont } from './untyped-libraries.js';

const require = createRequire(import.meta.url);

/** A file of a font that holds some ranges of Unicode. */
export interface FontSlice {
  /** Name of the family in the PDF, such as `noto-sans-greek`. */
  name: string;
  file: string;
  ranges: readonly (readonly [from: number, to: number])[];
}

/** Packages in the order in which a letter is looked for. */
const textPackages = ['noto-sans', 'noto-sans-sc', 'noto-sans-jp', 'noto-sans-kr'];
const codePackages = ['noto-sans-mono', ...textPackages];

const read = new Map<string, readonly FontSlice[]>();
const letters = new Map<string, ReadonlySet<number>>();

/** Whether a file really has a letter: the ranges are of a whole family, and some of its members are not drawn. */
export function hasLetter({ file, ranges }: FontSlice, code: number): boolean {
  if (!ranges.some(([from, to]) => code >= from && code <= to)) return false;
  let known = letters.get(file);
  if (known === undefined) {
    known = new Set(existsSync(file) ? openFont(readFileSync(file)).characterSet : []);
    letters.set(file, known);
  }
  return known.has(code);
}

/** Files for running text, or for code: fixed width where there is one. */
export function fontSlices(style: 'text' | 'code'): FontSlice[] {
  return (style === 'code' ? codePackages : textPackages).flatMap(slicesOf);
}

/** The files of a package, those for everyday letters first. */
function slicesOf(name: string): readonly FontSlice[] {
  const known = read.get(name);
  if (known) return known;
  const folder = dirname(require.resolve(`@fontsource-variable/${name}/package.json`));
  const listed = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>;
  const slices = Object.entries(listed)
    .map(([key, ranges]): FontSlice & { key: string } => {
      const slice = key.replace(/[[\]]/g, '');
      return { key: slice, name: `${name}-${slice}`, file: join(folder, 'files', `${name}-${slice}-wght-normal.woff2`), ranges: rangesOf(ranges) };
    })
    .sort((a, b) => Number(b.key === 'latin') - Number(a.key === 'latin'));
  read.set(name, slices);
  return slices;
}

function rangesOf(text: string): [number, number][] {
  return text.split(',').map((range) => {
    const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-');
    return [parseInt(from, 16), parseInt(to, 16)];
  });
}

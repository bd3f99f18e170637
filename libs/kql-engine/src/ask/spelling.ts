import { commonWords } from './lexicon/common-words.js';
import { everydayWords } from './lexicon/everyday-words.js';
import { canonical, stemOf, type Word } from './words.js';

const indexes = new WeakMap<ReadonlySet<string>, ReadonlyMap<string, string | null>>();

/** Every way a known stem is written with one letter left out; null where several stems are. */
function gapsOf(known: ReadonlySet<string>): ReadonlyMap<string, string | null> {
  const ready = indexes.get(known);
  if (ready !== undefined) return ready;
  const gaps = new Map<string, string | null>();
  for (const word of [...known, ...canonical.keys()]) {
    if (word.length < 5 || !/^[a-z]+$/.test(word)) continue;
    const stem = known.has(word) ? word : stemOf(word);
    for (const gap of without(word)) gaps.set(gap, gaps.has(gap) && gaps.get(gap) !== stem ? null : stem);
  }
  indexes.set(known, gaps);
  return gaps;
}

function without(word: string): string[] {
  return Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1));
}

/**
 * Words of small letters that no lexicon has, read as the known word they are a slip of: one letter too many, one missing, or
 * two swapped. A wrong letter is not mended: names differ from words by one.
 */
export function mendSpelling(words: readonly Word[], known: ReadonlySet<string>): Word[] {
  if (known.size === 0) return [...words];
  return words.map((word) => {
    if (word.slot !== undefined || word.text.length < 6 || !/^[A-Z]?[a-z]+$/.test(word.text)) return word;
    const lower = word.text.toLowerCase();
    if (known.has(word.stem) || commonWords.has(lower) || everydayWords.has(lower)) return word;
    const stem = mended(word.stem, known) ?? mended(lower, known);
    return stem === undefined ? word : { ...word, stem };
  });
}

function mended(text: string, known: ReadonlySet<string>): string | undefined {
  const found = new Set<string>();
  for (const shorter of without(text)) if (shorter.length >= 5) {
    const stem = known.has(shorter) ? shorter : stemOf(shorter);
    if (known.has(stem) && stem.charAt(0) === text.charAt(0)) found.add(stem);
  }
  const longer = gapsOf(known).get(text);
  if (longer !== undefined && longer !== null) found.add(longer);
  for (let at = 1; at < text.length - 1; at += 1) {
    const swapped = stemOf(text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2));
    if (known.has(swapped)) found.add(swapped);
  }
  return found.size === 1 ? [...found][0] : undefined;
}

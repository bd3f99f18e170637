import { type Json } from './json-value.js';

/** Searching and replacing in strings by code points, as Kusto counts them. */

/**
 * Where the n-th occurrence of a string begins, counted from 0; -1 when there is none. A negative start counts from the end. Null when the
 * occurrence or the length cannot be.
 */
export function indexOfText(text: string, sought: string, start: number, length: number, occurrence: number): bigint | null {
  if (occurrence < 1 || length < -1) return null;
  const letters = [...text];
  const size = [...sought].length;
  let from = start < 0 ? Math.max(letters.length + start, 0) : start;
  // the length counts anew after each occurrence
  for (let seen = 1; ; seen += 1) {
    if (from > letters.length) return -1n;
    const part = (length === -1 ? letters.slice(from) : letters.slice(from, from + length)).join('');
    const at = part.indexOf(sought);
    if (at === -1) return -1n;
    const found = from + [...part.slice(0, at)].length;
    if (seen === occurrence) return BigInt(found);
    from = found + Math.min(size, 1);
    if (size === 0) return -1n;
  }
}

/** How often a string occurs, overlapping occurrences too. */
export function occurrencesOf(text: string, sought: string): number {
  if (sought === '') return 0;
  let count = 0;
  for (let at = text.indexOf(sought); at !== -1; at = text.indexOf(sought, at + 1)) count += 1;
  return count;
}

/** Replaces letters by letters. Those without a counterpart get the last one, or vanish when there is none. */
export function translateText(from: string, to: string, text: string): string {
  const targets = [...to];
  const pairs = new Map<string, string>();
  [...from].forEach((letter, index) => {
    if (!pairs.has(letter)) pairs.set(letter, targets[index] ?? targets.at(-1) ?? '');
  });
  return [...text].map((letter) => pairs.get(letter) ?? letter).join('');
}

/** Replaces each lookup by its rewrite in one pass. What is found and has no string to replace it stays. */
export function replaceAllOf(text: string, lookups: readonly Json[], rewrites: readonly Json[]): string {
  const pairs = lookups.flatMap((lookup, index): [string, string][] => {
    if (typeof lookup !== 'string' || lookup === '') return [];
    const rewrite = rewrites[index];
    return [[lookup, typeof rewrite === 'string' ? rewrite : lookup]];
  });
  let result = '';
  let at = 0;
  while (at < text.length) {
    const pair = pairs.find(([lookup]) => text.startsWith(lookup, at));
    result += pair === undefined ? text[at] : pair[1];
    at += pair === undefined ? 1 : pair[0].length;
  }
  return result;
}

/** The operator `has`, for one text. */
export function hasTerm(text: string, needle: string): boolean {
  const [haystack, sought] = [text.toLowerCase(), needle.toLowerCase()];
  const letter = /[a-z0-9]/;
  for (let at = haystack.indexOf(sought); at !== -1; at = haystack.indexOf(sought, at + 1)) {
    const left = !letter.test(sought[0] ?? '') || !letter.test(haystack[at - 1] ?? '');
    const right = !letter.test(sought.at(-1) ?? '') || !letter.test(haystack[at + sought.length] ?? '');
    if (left && right) return true;
  }
  return false;
}

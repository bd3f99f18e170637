import type { Word } from './words.js';

const breakers = new Set([',', 'and', 'but', 'where', 'which', 'that', ';', '.', 'then', 'who', '#time']);

/** Whether the words before `from` turn a filter's meaning: "not", "except", "other than", "outside". */
export function negatedAt(words: readonly Word[], from: number, reach = 5, used?: { has(index: number): boolean }): boolean {
  for (let index = from - 1; index >= Math.max(0, from - reach); index -= 1) {
    if (used?.has(index) === true) return false;
    const word = (words[index]?.text ?? '').toLowerCase();
    const next = (words[index + 1]?.text ?? '').toLowerCase();
    if (/^(?:not|except|excluding|excludes?|isn't|aren't|wasn't|weren't|doesn't|don't|didn't|hasn't|haven't|besides|ignoring|ignore|never|cannot|filter out|omit|omitting)$/.test(word.replace(/’/g, "'"))) return true;
    if ((word === 'other' || word === 'different' || word === 'rather') && /^(?:than|from)$/.test(next)) return true;
    if (word === 'outside' || word === 'out' && next === 'of') return true;
    if (word === 'apart' && next === 'from') return true;
    if ((word === 'no' || word === 'non') && index === from - 1) return true;
    if (word === 'without' && index >= from - 2) return true;
    if (breakers.has(word) && !(word === 'that' || word === 'which')) return false;
  }
  return false;
}

const separators = new Set([',', 'and', 'or', '&', '/', 'nor', 'either', 'also', 'the']);

/** Whether only list punctuation stands between two word places. */
export function onlySeparators(words: readonly Word[], from: number, to: number): boolean {
  if (to - from > 4) return false;
  for (let index = from; index < to; index += 1) if (!separators.has((words[index]?.text ?? '').toLowerCase())) return false;
  return to > from;
}

/** Whether a list is joined by "or", or by "and". */
export function joinWord(words: readonly Word[], from: number, to: number): 'and' | 'or' | undefined {
  let found: 'and' | 'or' | undefined;
  for (let index = from; index < to; index += 1) {
    const word = words[index]?.text.toLowerCase();
    if (word === 'or' || word === '/') return 'or';
    if (word === 'and' || word === '&') found = 'and';
  }
  return found;
}

/** The words around a place, in lower case, for rules that look at them. */
export function before(words: readonly Word[], index: number, count: number): string {
  return words.slice(Math.max(0, index - count), index).map(({ text }) => text.toLowerCase()).join(' ');
}

/** The words after a place, in lower case. */
export function after(words: readonly Word[], index: number, count: number): string {
  return words.slice(index, index + count).map(({ text }) => text.toLowerCase()).join(' ');
}

/** How far two texts are apart, in words. */
export interface EditDistance {
  /** Words to insert, delete or replace to make the one of the other. */
  distance: number;
  /** `distance` over the words of the longer text: 0 is equal, 1 shares nothing. */
  normalised: number;
  /** A text was longer than the limit; only its beginning was compared. */
  cut: boolean;
}

/** Words of a text that are compared at most; the work grows with its square. */
export const mostEditWords = 1_000;

/**
 * Levenshtein distance over words (V. I. Levenshtein, Soviet Physics Doklady 10, 1966). Words are parted by white space and
 * compared as they are, after Unicode NFC. Two empty texts are equal. Takes memory for one row.
 */
export function editDistance(a: string, b: string, mostWords = mostEditWords): EditDistance {
  const [all, others] = [wordsOf(a), wordsOf(b)];
  const left = all.slice(0, mostWords);
  const right = others.slice(0, mostWords);
  let row = Uint32Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, word] of left.entries()) {
    const next = new Uint32Array(right.length + 1);
    next[0] = index + 1;
    for (const [place, other] of right.entries()) {
      const replaced = (row[place] as number) + (word === other ? 0 : 1);
      next[place + 1] = Math.min(replaced, (row[place + 1] as number) + 1, (next[place] as number) + 1);
    }
    row = next;
  }
  const distance = row[right.length] as number;
  const longer = Math.max(left.length, right.length);
  return { distance, normalised: longer === 0 ? 0 : distance / longer, cut: all.length > mostWords || others.length > mostWords };
}

function wordsOf(text: string): string[] {
  return text.normalize('NFC').split(/\s+/u).filter(Boolean);
}

/** Finds which of many literals occur in a text, and where, in one pass. */
export class LiteralIndex {
  private readonly buckets: (readonly number[] | undefined)[] = new Array<readonly number[] | undefined>(65_536).fill(undefined);
  private readonly table = new Uint8Array(65_536);

  /** Literals in lower case, two characters or more. */
  constructor(private readonly literals: readonly string[]) {
    const buckets = new Map<number, number[]>();
    literals.forEach((literal, i) => {
      // A literal of two characters stands in the bucket of every third one.
      const keys = literal.length > 2 ? [keyAt(literal, 0)] : new Set(Array.from({ length: 0x80 }, (_, code) => keyAt(literal + String.fromCharCode(code), 0)));
      for (const key of keys) {
        const bucket = buckets.get(key);
        if (bucket) bucket.push(i);
        else buckets.set(key, [i]);
      }
    });
    for (const [key, bucket] of buckets) {
      this.table[key] = 1;
      this.buckets[key] = bucket;
    }
  }

  /**
   * Calls `hit` with the number of the literal and its offset; the text must be in lower case. A literal for which it
   * answers false is not looked for any more.
   */
  scan(text: string, hit: (literal: number, offset: number) => boolean): void {
    const spent = new Uint8Array(this.literals.length);
    const open = this.table.slice();
    const end = text.length - 1;
    let second = text.charCodeAt(0);
    let third = text.charCodeAt(1);
    for (let i = 0; i < end; i++) {
      const first = second;
      second = third;
      third = text.charCodeAt(i + 2);
      const key = keyOf(first, second, third);
      if (open[key] === 0) continue;
      let left = false;
      for (const literal of this.buckets[key] as readonly number[]) {
        if (spent[literal] === 1) continue;
        if (text.startsWith(this.literals[literal] as string, i) && !hit(literal, i)) spent[literal] = 1;
        else left = true;
      }
      if (!left) open[key] = 0;
    }
  }
}

/** Different for any three letters; past the end of a text the third is NaN and counts as nothing. */
function keyOf(first: number, second: number, third: number): number {
  return ((first & 0x20) << 10) | ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);
}

function keyAt(text: string, i: number): number {
  return keyOf(text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2));
}

/** Finds which of many literals occur in a text, and where, in one pass. */
export class LiteralIndex {
  private readonly buckets = new Map<number, number[]>();
  private readonly table = new Uint8Array(65_536);

  /** Literals in lower case, two characters or more. */
  constructor(private readonly literals: readonly string[]) {
    literals.forEach((literal, i) => {
      // A literal of two characters stands in the bucket of every third one.
      const keys = literal.length > 2 ? [keyAt(literal, 0)] : new Set(Array.from({ length: 0x80 }, (_, code) => keyAt(literal + String.fromCharCode(code), 0)));
      for (const key of keys) {
        this.table[key] = 1;
        this.buckets.set(key, [...(this.buckets.get(key) ?? []), i]);
      }
    });
  }

  /**
   * Calls `hit` with the number of the literal and its offset; the text must be in lower case. A literal for which it
   * answers false is not looked for any more.
   */
  scan(text: string, hit: (literal: number, offset: number) => boolean): void {
    const spent = new Uint8Array(this.literals.length);
    for (let i = 0; i + 1 < text.length; i++) {
      const key = keyAt(text, i);
      if (this.table[key] === 0) continue;
      for (const literal of this.buckets.get(key) as number[]) {
        if (spent[literal] === 0 && text.startsWith(this.literals[literal] as string, i) && !hit(literal, i)) spent[literal] = 1;
      }
    }
  }
}

function keyAt(text: string, i: number): number {
  return ((text.charCodeAt(i) << 9) ^ (text.charCodeAt(i + 1) << 4) ^ text.charCodeAt(i + 2)) & 0xffff;
}

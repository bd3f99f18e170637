/** A text to look for, in lower case, and what takes its place. */
export interface NamePattern {
  from: string;
  to: string;
  /** Only where neither a letter nor a digit is beside it. Else only a digit may not continue a digit. */
  whole: boolean;
}

interface Node {
  next: Map<number, Node>;
  pattern?: NamePattern;
}

const alphanumeric = /[\p{L}\p{N}]/u;

/** Finds many names in a text in one pass, in any case of letters: at each place the longest that fits, never inside what it wrote. */
export class NameTrie {
  readonly #root: Node = { next: new Map() };

  /** Of equal texts the first counts. */
  constructor(patterns: Iterable<NamePattern>) {
    for (const pattern of patterns) {
      let node = this.#root;
      for (let at = 0; at < pattern.from.length; at++) {
        const code = pattern.from.charCodeAt(at);
        const known = node.next.get(code);
        if (known === undefined) node.next.set(code, (node = { next: new Map() }));
        else node = known;
      }
      if (node !== this.#root) node.pattern ??= pattern;
    }
  }

  /** `wholeOnly`: takes every name for one that stands alone. */
  replace(text: string, wholeOnly = false): string {
    const folded = foldCase(text);
    let [out, from] = ['', 0];
    for (let at = 0; at < text.length; ) {
      const found = this.#longestAt(folded, at, wholeOnly);
      if (found === undefined) at++;
      else {
        out += text.slice(from, at) + found.to;
        from = at += found.from.length;
      }
    }
    return from === 0 ? text : out + text.slice(from);
  }

  #longestAt(text: string, start: number, wholeOnly: boolean): NamePattern | undefined {
    let best: NamePattern | undefined;
    let node: Node | undefined = this.#root;
    for (let at = start; at < text.length; at++) {
      node = node.next.get(text.charCodeAt(at));
      if (node === undefined) break;
      if (node.pattern !== undefined && fits(text, start, at + 1, wholeOnly || node.pattern.whole)) best = node.pattern;
    }
    return best;
  }
}

function fits(text: string, start: number, end: number, whole: boolean): boolean {
  const [before, first, last, after] = [text[start - 1] ?? '', text[start] ?? '', text[end - 1] ?? '', text[end] ?? ''];
  if (whole) return !alphanumeric.test(before) && !alphanumeric.test(after);
  return !(/\d/.test(first) && /\d/.test(before)) && !(/\d/.test(last) && /\d/.test(after));
}

/** Lower case without a change of length, so that places stay the same. */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : [...text].map((each) => (each.toLowerCase().length === each.length ? each.toLowerCase() : each)).join('');
}

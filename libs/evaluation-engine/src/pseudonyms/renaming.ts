import { changeThroughBase64 } from './encoded-text.js';
import { addressesIn, findNames, nameKey, parsed, type KnownNames, type NamedRecords } from './find-names.js';
import { keyOf, type NameDigest } from './found-names.js';
import { foldCase, NameTrie, type NamePattern } from './name-trie.js';

/** Where people write sentences: there a first or last name stands for somebody. */
const freeKey = /^(?:comment|subject|description|resolvingcomment|summary|emailsubject|note|shown|right)$/;

/**
 * Other names for the people, devices, domains and ids of the tenant that records tell of, the same everywhere: in fields, event
 * rows, command lines, paths and base64. What says the role of a device or an account stays in its name. Shared accounts, products,
 * addresses of networks, hashes, and senders and domains elsewhere stay as they are.
 */
export class Renaming {
  readonly #everywhere: NameTrie;
  readonly #exact: ReadonlyMap<string, string>;
  readonly #free: NameTrie;
  readonly #back: NameTrie;

  /** `digest` decides about the names: under a secret key nobody can tell them back, under a known one anybody with the records can. */
  constructor(records: NamedRecords, known: KnownNames, digest: NameDigest) {
    const { everywhere, exact, free } = findNames(records, known).patterns(digest);
    this.#everywhere = new NameTrie(everywhere);
    this.#exact = new Map(exact.map(({ from, to }) => [from, to]));
    this.#free = new NameTrie([...everywhere, ...free]);
    this.#back = new NameTrie([...everywhere, ...exact, ...free].filter(({ from, to }) => from !== to).map(({ from, to }): NamePattern => ({ from: foldCase(to), to: from, whole: false })));
  }

  /** A text with the other names. `free`: a sentence somebody wrote, in which words of full names count too. */
  text(text: string, free = false): string {
    const trie = free ? this.#free : this.#everywhere;
    return changeThroughBase64(text, (part, opaque) => trie.replace(part, opaque));
  }

  /** The addresses in a text. */
  static addressesIn(text: string): string[] {
    return addressesIn(text);
  }

  /** A JSON value with every text in it renamed. */
  value<T>(value: T): T {
    return this.#walk(value, '') as T;
  }

  /** A text in lower case with the names that were there before, which are in lower case too. */
  back(text: string): string {
    return this.#back.replace(text.toLowerCase());
  }

  #walk(value: unknown, key: string): unknown {
    if (typeof value === 'string') return this.#field(value, key);
    if (Array.isArray(value)) return value.map((item) => this.#walk(item, key));
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [/[^\w.@$ ]/.test(name) ? this.text(name) : name, this.#walk(inner, name.toLowerCase())]));
    return value;
  }

  #field(value: string, key: string): string {
    if (nameKey.test(key)) {
      const exact = this.#exact.get(keyOf(value));
      if (exact !== undefined) return exact;
    }
    // Escaped letters would hide a name from a look at the text.
    const inner = /^\s*[[{]/.test(value) && /\\u[0-9a-f]{4}/i.test(value) ? parsed(value) : undefined;
    return inner === undefined ? this.text(value, freeKey.test(key)) : JSON.stringify(this.#walk(inner, key));
  }
}

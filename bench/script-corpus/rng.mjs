/**
 * Seeded randomness of the script corpus: the same seed gives the same bytes (with the same zlib for compressed classes). Nothing in this
 * folder may use Math.random, Date or the order of a directory listing.
 */

/** Mulberry32: a generator of numbers in [0, 1) from a 32-bit seed. */
export function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A 32-bit seed from any list of strings and numbers (FNV-1a), for the seed of one item of a run. */
export function seedFrom(...parts) {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u0000')) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193);
  return hash >>> 0;
}

const VOWELS = 'aeiou';
const CONSONANTS = 'bcdfghjklmnprstvz';

/** Words that are reserved or built in somewhere in the six languages, so never a made-up variable name. */
const RESERVED = new Set(['set', 'for', 'not', 'del', 'let', 'var', 'dim', 'sub', 'end', 'get', 'cat', 'tar', 'sed', 'cut', 'host', 'home', 'path', 'args', 'date', 'time', 'user', 'input', 'error', 'this', 'case', 'done', 'rev', 'pid', 'bin', 'hex', 'len', 'str', 'int', 'map', 'zip', 'mid', 'asc', 'chr', 'foo', 'uid', 'rem', 'more', 'goto', 'make', 'nice', 'node', 'wine', 'title', 'file', 'type', 'move', 'copy', 'local', 'name', 'none', 'true', 'false', 'elif']);

/** Draws of one seed. Every method advances the one stream, so the order of calls is part of the result. */
export class Rng {
  #next;

  constructor(seed) {
    this.#next = mulberry32(seed);
  }

  /** A whole number in [0, limit). */
  int(limit) {
    return Math.floor(this.#next() * limit);
  }

  /** A whole number in [from, to], both ends included. */
  between(from, to) {
    return from + this.int(to - from + 1);
  }

  /** True with the given chance. */
  chance(share = 0.5) {
    return this.#next() < share;
  }

  /** One element of an array, or one character of a string. */
  pick(list) {
    return list[this.int(list.length)];
  }

  /** A new array with the elements in another order. */
  shuffle(list) {
    const result = [...list];
    for (let at = result.length - 1; at > 0; at--) {
      const other = this.int(at + 1);
      [result[at], result[other]] = [result[other], result[at]];
    }
    return result;
  }

  /** A made-up, speakable lower-case name that is no keyword or common command. */
  name(least = 4, most = 8) {
    for (;;) {
      const length = this.between(least, most);
      let name = '';
      for (let at = 0; at < length; at++) name += this.pick(at % 2 === 0 ? CONSONANTS : VOWELS);
      if (!RESERVED.has(name)) return name;
    }
  }

  /** `count` different made-up names. */
  names(count, least = 4, most = 8) {
    const found = new Set();
    while (found.size < count) found.add(this.name(least, most));
    return [...found];
  }

  /** A string of lower-case hexadecimal digits. */
  hex(length) {
    let digits = '';
    for (let at = 0; at < length; at++) digits += this.pick('0123456789abcdef');
    return digits;
  }

  /** The text with each letter in a random case. */
  anyCase(text) {
    return [...text].map((character) => (this.chance() ? character.toUpperCase() : character.toLowerCase())).join('');
  }

  /** The text cut into pieces of `least` to `most` characters. Never between the two halves of a surrogate pair. */
  pieces(text, least = 2, most = 6) {
    const characters = [...text];
    const pieces = [];
    for (let at = 0; at < characters.length;) {
      const length = this.between(least, most);
      pieces.push(characters.slice(at, at + length).join(''));
      at += length;
    }
    return pieces;
  }
}

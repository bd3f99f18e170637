import { characterOf } from './printf.js';
import { hasHole } from '../shell-text.js';
import { knownInput, made, type Filter } from './filter-input.js';

const classes: Readonly<Record<string, string>> = {
  lower: range(97, 122),
  upper: range(65, 90),
  digit: range(48, 57),
  alpha: range(65, 90) + range(97, 122),
  alnum: range(48, 57) + range(65, 90) + range(97, 122),
  space: '\t\n\v\f\r ',
  blank: '\t ',
  punct: range(33, 47) + range(58, 64) + range(91, 96) + range(123, 126),
  cntrl: `${range(0, 31)}\u007f`,
  print: range(32, 126),
  graph: range(33, 126),
  xdigit: range(48, 57) + range(65, 70) + range(97, 102),
};

function range(from: number, to: number): string {
  return String.fromCharCode(...Array.from({ length: to - from + 1 }, (_, index) => from + index));
}

/** The members of a set as tr reads it, in order; undefined when it is malformed. A `[c*]` fills up to `length`. */
function expandSet(source: string, length: number): string[] | undefined {
  const out: string[] = [];
  const units: { character: string; escaped: boolean }[] = [];
  for (let i = 0; i < source.length; i++) {
    if (source[i] !== '\\' || i + 1 >= source.length) {
      units.push({ character: source[i] as string, escaped: false });
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(source.slice(i + 1, i + 4))?.[0];
    if (octal !== undefined) {
      units.push({ character: characterOf(parseInt(octal, 8) & 0xff), escaped: true });
      i += octal.length;
    } else {
      const next = source[i + 1] as string;
      units.push({ character: { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' }[next] ?? next, escaped: true });
      i++;
    }
  }
  const plain = units.map((unit) => (unit.escaped ? '\u0000' : unit.character)).join('');
  for (let i = 0; i < units.length; i++) {
    const { character } = units[i] as { character: string };
    const rest = plain.slice(i, i + 24);
    const named = /^\[:([a-z]+):\]/.exec(rest);
    if (named) {
      const members = classes[named[1] as string];
      if (members === undefined) return undefined;
      out.push(...members);
      i += named[0].length - 1;
      continue;
    }
    const equal = /^\[=([^])=\]/.exec(rest);
    if (equal) {
      out.push(units[i + 2]?.character ?? '');
      i += 4;
      continue;
    }
    const repeated = /^\[([^])\*(\d*)\]/.exec(rest);
    if (repeated && !(units[i] as { escaped: boolean }).escaped) {
      const digits = repeated[2] as string;
      const count = digits === '' ? Math.max(0, length - out.length) : parseInt(digits, digits.startsWith('0') ? 8 : 10);
      if (count > 100_000) return undefined;
      for (let j = 0; j < count; j++) out.push(units[i + 1]?.character ?? '');
      i += repeated[0].length - 1;
      continue;
    }
    if (plain[i + 1] === '-' && i + 2 < units.length) {
      const from = code(character);
      const to = code(units[i + 2]?.character ?? '');
      if (to < from || to - from > 70_000) return undefined;
      for (let value = from; value <= to; value++) out.push(value >= 0x80 && value <= 0xff ? characterOf(value) : String.fromCharCode(value));
      i += 2;
      continue;
    }
    out.push(character);
  }
  return out;
}

function code(character: string): number {
  const value = character.charCodeAt(0);
  return value >= 0xdc80 && value <= 0xdcff ? value & 0xff : value;
}

/** `tr`: swaps, deletes and squeezes characters. */
export const tr: Filter = (shell, call) => {
  const words = call.args.map((arg) => arg.text);
  let flags = '';
  while (words[0] !== undefined && /^-(?:[cCdst]+|-(?:delete|complement|squeeze-repeats|truncate-set1))$/.test(words[0])) {
    const word = words.shift() as string;
    flags += word.startsWith('--') ? word[2] : word.slice(1);
  }
  if (words[0] === '--') words.shift();
  if (words.length === 0 || words.some(hasHole)) return undefined;
  const data = knownInput(shell, []);
  if (!data) return undefined;
  const complement = /c/i.test(flags);
  const first = expandSet(words[0] as string, 0);
  if (!first) return undefined;
  shell.budget.step(1 + (data.text.length >> 4) + first.length);
  shell.budget.allocate(data.text.length);
  const members = new Set(first);
  const has = (character: string): boolean => members.has(character) !== complement;
  let { text } = data;
  let squeeze: ((character: string) => boolean) | undefined;
  if (flags.includes('d')) {
    text = mapped(text, (character) => (has(character) ? '' : character));
    const second = words[1] === undefined ? undefined : expandSet(words[1], 0);
    if (flags.includes('s') && second) squeeze = (character) => second.includes(character);
  } else if (words[1] !== undefined) {
    const second = expandSet(words[1], first.length);
    if (!second || second.length === 0) return undefined;
    const last = second.at(-1) as string;
    if (complement) text = mapped(text, (character) => (has(character) ? last : character));
    else {
      const table = new Map<string, string>();
      first.forEach((character, index) => table.set(character, second[index] ?? (flags.includes('t') ? character : last)));
      text = mapped(text, (character) => table.get(character) ?? character);
    }
    if (flags.includes('s')) squeeze = (character) => second.includes(character);
  } else if (flags.includes('s')) squeeze = has;
  else return undefined;
  if (squeeze) {
    const repeated = squeeze;
    let before = '';
    text = mapped(text, (character) => {
      const again = character === before && repeated(character);
      before = character;
      return again ? '' : character;
    });
  }
  return made(shell, data, text, 'tr');
};

function mapped(text: string, change: (character: string) => string): string {
  const out: string[] = [];
  let piece = '';
  for (let i = 0; i < text.length; i++) {
    piece += change(text[i] as string);
    if (piece.length > 4096) {
      out.push(piece);
      piece = '';
    }
  }
  out.push(piece);
  return out.join('');
}

import type { ParsedScript } from 'unbash';

/**
 * Text as the shell sees it while it is evaluated. Ordinary characters stand for themselves; a lone low surrogate
 * U+DC80..U+DCFF stands for a byte that is not valid UTF-8; one character of U+E000..U+EFFF stands for a {@link Hole}.
 */
export interface Data {
  readonly text: string;
  /** What was done to get it, in order. */
  readonly via: readonly string[];
}

/** A part of a text that is only known when the script runs. */
export interface Hole {
  /** How an analyst would write it: `$HOME`, `$(curl http://host.example.test/x)`. */
  readonly text: string;
  /** The address the content comes from. */
  readonly remote?: string;
  /** Characters it begins with on every machine. */
  readonly prefix?: string;
  /** Characters it ends with on every machine. */
  readonly suffix?: string;
  /** The script that reads what is written to it, for `>(...)`. */
  readonly consumer?: ParsedScript;
}

const firstHole = 0xe000;
const lastHole = 0xefff;
const holes = /[\uE000-\uEFFF]/;
const allHoles = /[\uE000-\uEFFF]/g;
const rawBytes = /(?<![\uD800-\uDBFF])[\uDC80-\uDCFF]/;
const noVia: readonly string[] = [];

/** Nothing at all. */
export const emptyData: Data = { text: '', via: noVia };

/** Text that is known, with the steps that led to it. */
export function known(text: string, via: readonly string[] = noVia): Data {
  return { text, via };
}

/** Both chains of steps, each step once, first come first. */
export function joinVia(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  const fresh = b.filter((rule) => !a.includes(rule));
  return fresh.length === 0 ? a : [...a, ...fresh].slice(0, 40);
}

/** The same text with one step more. */
export function after(data: Data, text: string, rule: string): Data {
  return { text, via: data.via.at(-1) === rule ? data.via : [...data.via, rule].slice(-40) };
}

/** Whether some of the text is only known at run time. */
export function hasHole(text: string): boolean {
  return holes.test(text);
}

/** Takes characters that stand for holes out of a sample's own text, without moving the others. */
export function withoutHoleCharacters(text: string): string {
  return holes.test(text) ? text.replace(allHoles, '\uFFFD') : text;
}

/** The holes of one evaluation; the same wording is the same hole. */
export class HoleTable {
  private readonly list: Hole[] = [];
  private readonly byText = new Map<string, string>();

  /** The character that stands for a hole. */
  make(text: string, more: Omit<Hole, 'text'> = {}): string {
    const shown = text.length > 2000 ? '$(...)' : text;
    const before = this.byText.get(shown);
    if (before !== undefined && more.consumer === undefined) {
      const index = before.charCodeAt(0) - firstHole;
      const hole = this.list[index];
      if (hole && more.remote !== undefined && hole.remote === undefined) this.list[index] = { ...hole, remote: more.remote };
      return before;
    }
    if (this.list.length > lastHole - firstHole) return String.fromCharCode(lastHole);
    const character = String.fromCharCode(firstHole + this.list.length);
    this.list.push({ text: shown, ...more });
    this.byText.set(shown, character);
    return character;
  }

  /** The hole a character stands for. */
  of(character: string): Hole | undefined {
    return this.list[character.charCodeAt(0) - firstHole];
  }

  /** Text with its holes written out. */
  show(text: string): string {
    return holes.test(text) ? text.replace(allHoles, (character) => this.of(character)?.text ?? '$(...)') : text;
  }

  /** The only hole of a text that is nothing else. */
  single(text: string): Hole | undefined {
    const trimmed = text.trim();
    return trimmed.length === 1 && holes.test(trimmed) ? this.of(trimmed) : undefined;
  }

  /** The address of the first remote hole. */
  remote(text: string): string | undefined {
    for (const character of text.match(allHoles) ?? []) {
      const remote = this.of(character)?.remote;
      if (remote !== undefined) return remote;
    }
    return undefined;
  }
}

/** The bytes a text would have in a pipe. Holes must be gone. */
export function bytesOf(text: string): Uint8Array {
  if (!rawBytes.test(text)) return Buffer.from(text, 'utf8');
  const out = Buffer.alloc(Buffer.byteLength(text));
  let length = 0;
  let plain = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 0xdc80;
    if (code < 0xdc80 || code > 0xdcff) continue;
    const before = i > 0 ? text.charCodeAt(i - 1) : 0;
    if (i < text.length && before >= 0xd800 && before <= 0xdbff) continue;
    if (i > plain) length += out.write(text.slice(plain, i), length, 'utf8');
    if (i < text.length) out[length++] = code & 0xff;
    plain = i + 1;
  }
  return out.subarray(0, length);
}

/** Bytes as shell text, nothing lost. */
export function textFromBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = buffer.toString('utf8');
  if (!/[\uFFFD\uE000-\uEFFF]/.test(whole)) return whole;
  const pieces: string[] = [];
  let i = 0;
  while (i < buffer.length) {
    let end = i;
    while (end < buffer.length && (buffer[end] as number) < 0x80) end++;
    if (end > i) pieces.push(buffer.toString('latin1', i, end));
    i = end;
    if (i >= buffer.length) break;
    const lead = buffer[i] as number;
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
    const piece = length > 1 && i + length <= buffer.length ? buffer.toString('utf8', i, i + length) : '\uFFFD';
    if (piece.includes('\uFFFD') || holes.test(piece) || Buffer.byteLength(piece) !== length) {
      pieces.push(String.fromCharCode(0xdc00 + lead));
      i++;
    } else {
      pieces.push(piece);
      i += length;
    }
  }
  return pieces.join('');
}

/** Joins bytes that became whole characters only by being put side by side. */
export function mendBytes(text: string): string {
  return rawBytes.test(text) && !holes.test(text) ? textFromBytes(bytesOf(text)) : text;
}

/** Whether the text holds bytes that are no UTF-8. */
export function hasRawBytes(text: string): boolean {
  return rawBytes.test(text);
}

/** A text with every character in a string of its own; long texts of one byte characters stay cheap. */
export function charactersOf(text: string): string[] {
  return /[\uD800-\uDBFF]/.test(text) ? Array.from(text) : text.split('');
}

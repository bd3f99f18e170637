import { decodeText } from './codecs.js';

/** How the bytes of a script were read as text. */
export interface DecodedInput {
  text: string;
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** Bytes before the first character (a byte order mark). */
  skipped: number;
  /** Number of NUL characters in the text; shells pass over them. */
  nuls: number;
}

/** Reads bytes as text: byte order mark first, then the pattern of zero bytes, then UTF-8, then Windows-1252. Never fails. */
export function decodeInput(bytes: Uint8Array): DecodedInput {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xfe) return read(bytes, 'utf-16le', 2);
  if (a === 0xfe && b === 0xff) return read(bytes, 'utf-16be', 2);
  if (a === 0xef && b === 0xbb && c === 0xbf) return read(bytes, 'utf-8', 3);
  const sample = Math.min(bytes.length & ~1, 4096);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const pairs = sample / 2;
  if (pairs >= 4 && odd > pairs * 0.6 && even < pairs * 0.1) return read(bytes, 'utf-16le', 0);
  if (pairs >= 4 && even > pairs * 0.6 && odd < pairs * 0.1) return read(bytes, 'utf-16be', 0);
  const utf8 = decodeText(bytes, 'utf-8');
  if (!utf8.includes('\uFFFD')) return { text: utf8, encoding: 'utf-8', skipped: 0, nuls: countNuls(utf8) };
  return read(bytes, 'windows-1252', 0);
}

function read(bytes: Uint8Array, encoding: DecodedInput['encoding'], skipped: number): DecodedInput {
  const body = bytes.subarray(skipped);
  const text = encoding === 'windows-1252' ? new TextDecoder('windows-1252').decode(body) : decodeText(body, encoding);
  return { text, encoding, skipped, nuls: countNuls(text) };
}

function countNuls(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\0'); at >= 0; at = text.indexOf('\0', at + 1)) count++;
  return count;
}

/** Where a character of the text begins in the input, in bytes. */
export function byteOffset(input: DecodedInput, offset: number): number {
  if (input.encoding === 'windows-1252') return offset;
  if (input.encoding === 'utf-8') return input.skipped + Buffer.byteLength(input.text.slice(0, offset));
  return input.skipped + offset * 2;
}

import { gunzipSync, inflateSync } from 'node:zlib';

/** Encodings of text: URL, Base64, punycode, compression, xxHash64. */

const plainInUrl = /[A-Za-z0-9\-_.!*()]/;

/** Percent encoding with lower-case digits. */
export function urlEncode(text: string, space: '+' | '%20'): string {
  let result = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const letter = String.fromCharCode(byte);
    if (plainInUrl.test(letter)) result += letter;
    else result += byte === 0x20 ? space : `%${byte.toString(16).padStart(2, '0')}`;
  }
  return result;
}

/** Undoes percent encoding; a plus sign is a space. */
export function urlDecode(text: string): string {
  const bytes: number[] = [];
  const source = Buffer.from(text, 'utf8');
  for (let at = 0; at < source.length; at += 1) {
    const byte = source[at] ?? 0;
    const digits = source.toString('latin1', at + 1, at + 3);
    if (byte === 0x25 && /^[0-9a-fA-F]{2}$/.test(digits)) {
      bytes.push(Number.parseInt(digits, 16));
      at += 2;
    } else {
      bytes.push(byte === 0x2b ? 0x20 : byte);
    }
  }
  return Buffer.from(bytes).toString('utf8');
}

/** The bytes of Base64 text; null when it is none. */
export function base64Bytes(text: string): Buffer | null {
  const compact = text.replace(/\s+/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return null;
  return Buffer.from(compact, 'base64');
}

/** Bytes as text; null when they are no UTF-8. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

const most = 64 * 1024 * 1024;

/** Base64 of compressed UTF-8 text as text; null when anything on the way is not so. */
export function decompressed(text: string, kind: 'gzip' | 'zlib'): string | null {
  const bytes = base64Bytes(text);
  if (bytes === null || bytes.length === 0) return null;
  try {
    return utf8Text((kind === 'gzip' ? gunzipSync : inflateSync)(bytes, { maxOutputLength: most }));
  } catch {
    return null;
  }
}

/** The GUID in the byte order of .NET, where the first three groups are little-endian. */
export function guidBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
  return Buffer.concat([bytes.subarray(0, 4).reverse(), bytes.subarray(4, 6).reverse(), bytes.subarray(6, 8).reverse(), bytes.subarray(8)]);
}

export function guidOfBytes(bytes: Buffer): string | null {
  if (bytes.length !== 16) return null;
  const copy = Buffer.from(bytes);
  const ordered = [copy.subarray(0, 4).reverse(), copy.subarray(4, 6).reverse(), copy.subarray(6, 8).reverse(), copy.subarray(8, 10), copy.subarray(10)];
  return ordered.map((part) => part.toString('hex')).join('-');
}

const [base, least, widest, skew, damping, firstBias, firstLetter] = [36, 1, 26, 38, 700, 72, 128];

function adapted(delta: number, count: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? damping : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > ((base - least) * widest) / 2; k += base) rest = Math.floor(rest / (base - least));
  return k + Math.floor(((base - least + 1) * rest) / (rest + skew));
}

const threshold = (k: number, bias: number): number => Math.min(Math.max(k - bias, least), widest);
const digitOf = (value: number): string => String.fromCharCode(value < 26 ? value + 97 : value + 22);

/** Punycode of RFC 3492. */
export function punycodeEncode(text: string): string {
  const letters = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  const plain = letters.filter((code) => code < 128);
  let output = String.fromCodePoint(...plain) + (plain.length > 0 && plain.length < letters.length ? '-' : '');
  let [code, delta, bias, handled] = [firstLetter, 0, firstBias, plain.length];
  while (handled < letters.length) {
    const next = Math.min(...letters.filter((letter) => letter >= code));
    delta += (next - code) * (handled + 1);
    code = next;
    for (const letter of letters) {
      if (letter < code) delta += 1;
      if (letter !== code) continue;
      let rest = delta;
      for (let k = base; ; k += base) {
        const t = threshold(k, bias);
        if (rest < t) break;
        output += digitOf(t + ((rest - t) % (base - t)));
        rest = Math.floor((rest - t) / (base - t));
      }
      output += digitOf(rest);
      bias = adapted(delta, handled + 1, handled === plain.length);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    code += 1;
  }
  return output;
}

/** Undoes punycode; null when the text is none. */
export function punycodeDecode(text: string): string | null {
  const split = text.lastIndexOf('-');
  const output = split > 0 ? [...text.slice(0, split)].map((letter) => letter.codePointAt(0) ?? 0) : [];
  if (output.some((code) => code > 127)) return null;
  let [code, index, bias] = [firstLetter, 0, firstBias];
  let at = split > 0 ? split + 1 : 0;
  while (at < text.length) {
    const before = index;
    let weight = 1;
    for (let k = base; ; k += base) {
      const letter = text[at]?.toLowerCase();
      at += 1;
      if (letter === undefined || !/[a-z0-9]/.test(letter)) return null;
      const digit = letter >= 'a' ? letter.charCodeAt(0) - 97 : letter.charCodeAt(0) - 22;
      index += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      weight *= base - t;
      if (!Number.isSafeInteger(weight) || !Number.isSafeInteger(index)) return null;
    }
    bias = adapted(index - before, output.length + 1, before === 0);
    code += Math.floor(index / (output.length + 1));
    index %= output.length + 1;
    if (code > 0x10ffff) return null;
    output.splice(index, 0, code);
    index += 1;
  }
  return output.map((letter) => String.fromCodePoint(letter)).join('');
}

const mask = (1n << 64n) - 1n;
const [p1, p2, p3, p4, p5] = [11400714785074694791n, 14029467366897019727n, 1609587929392839161n, 9650029242287828579n, 2870177450012600261n];
const rotated = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (64n - by))) & mask;
const round = (sum: bigint, value: bigint): bigint => (rotated((sum + value * p2) & mask, 31n) * p1) & mask;

/** xxHash64 with seed 0, unsigned. */
export function xxHash64(bytes: Buffer): bigint {
  let at = 0;
  let hash = p5;
  if (bytes.length >= 32) {
    const lanes = [(p1 + p2) & mask, p2, 0n, (mask + 1n - p1) & mask];
    for (; at <= bytes.length - 32; at += 32) lanes.forEach((lane, index) => (lanes[index] = round(lane, bytes.readBigUInt64LE(at + index * 8))));
    hash = lanes.reduce((sum, lane, index) => (sum + rotated(lane, [1n, 7n, 12n, 18n][index] ?? 0n)) & mask, 0n);
    for (const lane of lanes) hash = ((hash ^ round(0n, lane)) * p1 + p4) & mask;
  }
  hash = (hash + BigInt(bytes.length)) & mask;
  for (; at + 8 <= bytes.length; at += 8) hash = (rotated(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * p1 + p4) & mask;
  if (at + 4 <= bytes.length) {
    hash = (rotated(hash ^ ((BigInt(bytes.readUInt32LE(at)) * p1) & mask), 23n) * p2 + p3) & mask;
    at += 4;
  }
  for (; at < bytes.length; at += 1) hash = (rotated(hash ^ ((BigInt(bytes[at] ?? 0) * p5) & mask), 11n) * p1) & mask;
  hash = ((hash ^ (hash >> 33n)) * p2) & mask;
  hash = ((hash ^ (hash >> 29n)) * p3) & mask;
  return hash ^ (hash >> 32n);
}

import { createDecipheriv, createHash } from 'node:crypto';
import { gunzipSync, inflateRawSync, inflateSync, brotliDecompressSync } from 'node:zlib';
import type { Budget } from './budget.js';
import { BudgetExceeded } from './budget.js';

/** SHA-256 of bytes, or of text in UTF-8, in lower-case hex. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Decodes standard or URL-safe base64, white space allowed, padding optional; undefined for anything else. RFC 4648. */
export function decodeBase64(text: string, budget: Budget): Uint8Array | undefined {
  const compact = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  if (!/^[A-Za-z0-9+/_-]*={0,3}$/.test(compact)) return undefined;
  const body = compact.replace(/=+$/, '');
  if (body.length % 4 === 1) return undefined;
  budget.allocate(Math.ceil((body.length * 3) / 4));
  return new Uint8Array(Buffer.from(body.replaceAll('-', '+').replaceAll('_', '/'), 'base64'));
}

/** Decodes pairs of hex digits, white space allowed between; undefined for anything else. */
export function decodeHex(text: string, budget: Budget): Uint8Array | undefined {
  const compact = text.replace(/\s+/g, '');
  if (compact.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(compact)) return undefined;
  budget.allocate(compact.length / 2);
  return new Uint8Array(Buffer.from(compact, 'hex'));
}

/** Ways of compression that scripts carry. */
export type Compression = 'gzip' | 'deflate' | 'zlib' | 'brotli';

/** Inflates within the budget; undefined when the data is broken from its first byte. Keeps what came out of data cut short. Throws {@link BudgetExceeded}. */
export function inflate(data: Uint8Array, how: Compression, budget: Budget): Uint8Array | undefined {
  const maxOutputLength = budget.room(data.length);
  const options = { maxOutputLength, finishFlush: 2 };
  try {
    const out = how === 'gzip' ? gunzipSync(data, options) : how === 'deflate' ? inflateRawSync(data, options) : how === 'zlib' ? inflateSync(data, options) : brotliDecompressSync(data, { maxOutputLength });
    budget.allocate(out.length);
    return new Uint8Array(out);
  } catch (error) {
    if (error instanceof BudgetExceeded) throw error;
    if (error instanceof RangeError || (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new BudgetExceeded('expansion');
    return undefined;
  }
}

/** AES with a literal key, as .NET does by default: CBC (or ECB) with PKCS#7 padding; undefined when key, vector or padding do not fit. */
export function decryptAes(data: Uint8Array, key: Uint8Array, iv: Uint8Array | undefined, mode: 'cbc' | 'ecb', padding: boolean): Uint8Array | undefined {
  if (![16, 24, 32].includes(key.length) || (mode === 'cbc' && iv?.length !== 16)) return undefined;
  try {
    const cipher = createDecipheriv(`aes-${key.length * 8}-${mode}`, key, mode === 'cbc' ? (iv as Uint8Array) : null);
    cipher.setAutoPadding(padding);
    return new Uint8Array(Buffer.concat([cipher.update(data), cipher.final()]));
  } catch {
    return undefined;
  }
}

/** Bytes as text in one of the encodings scripts name. */
export function decodeText(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1' | 'ascii'): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (encoding === 'utf-16le') return buffer.toString('utf16le');
  if (encoding === 'utf-16be') return Buffer.from(buffer.subarray(0, buffer.length & ~1)).swap16().toString('utf16le');
  if (encoding === 'latin1') return buffer.toString('latin1');
  if (encoding === 'ascii') return buffer.toString('latin1').replace(/[\u0080-\u00ff]/g, '?');
  return buffer.toString('utf8');
}

/** Whether bytes read as text: UTF-8 or UTF-16 with nearly all of it printable. */
export function textOf(bytes: Uint8Array): { text: string; encoding: 'utf-8' | 'utf-16le' | 'latin1' } | undefined {
  if (bytes.length === 0) return undefined;
  let zerosOdd = 0;
  const sample = Math.min(bytes.length, 4096);
  for (let i = 1; i < sample; i += 2) if (bytes[i] === 0) zerosOdd++;
  if (bytes.length >= 4 && bytes.length % 2 === 0 && zerosOdd > sample / 2 / 1.3) {
    const text = decodeText(bytes, 'utf-16le');
    return printable(text) ? { text, encoding: 'utf-16le' } : undefined;
  }
  const text = decodeText(bytes, 'utf-8');
  if (!text.includes('\uFFFD') && printable(text)) return { text, encoding: 'utf-8' };
  const latin = decodeText(bytes, 'latin1');
  return printable(latin) && /^[\t\r\n\x20-\x7e]/.test(latin) && asciiShare(latin) > 0.9 ? { text: latin, encoding: 'latin1' } : undefined;
}

function printable(text: string): boolean {
  let bad = 0;
  const length = Math.min(text.length, 65_536);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12) || code === 127 || code === 0xfffd || (code >= 0x80 && code < 0xa0)) bad++;
  }
  return bad <= length / 100;
}

function asciiShare(text: string): number {
  let ascii = 0;
  const length = Math.min(text.length, 65_536);
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) < 127) ascii++;
  return length === 0 ? 1 : ascii / length;
}

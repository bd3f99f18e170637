import { huntTimeInput, readHuntTime, type HuntTime } from './hunt-time.js';

/** What a link to a hunt carries. It opens the hunt; it never runs it. */
export interface HuntLink {
  kql: string;
  time: HuntTime;
}

/** Queries longer than this are not put into a link, and none longer is read from one. */
const mostCharacters = 100_000;
const mostEncoded = 32_000;

/** The hunt as the fragment of an address, which browsers never send to a server; undefined when it is too long for one. */
export async function huntHash({ kql, time }: HuntLink): Promise<string | undefined> {
  if (kql.length > mostCharacters) return undefined;
  const range = huntTimeInput(time);
  const plain = new TextEncoder().encode(JSON.stringify({ q: kql, ...(range && { t: range }) }));
  const packed = await through(plain, new CompressionStream('deflate-raw'), Number.POSITIVE_INFINITY);
  const hash = packed && packed.length < plain.length ? `#hunt=z${toBase64(packed)}` : `#hunt=j${toBase64(plain)}`;
  return hash.length > mostEncoded ? undefined : hash;
}

/** Reads the hunt of a fragment; undefined when there is none or it is damaged. What unpacks to too much is not unpacked. */
export async function readHuntHash(hash: string): Promise<HuntLink | undefined> {
  const [, form, text] = /^#hunt=([zj])([A-Za-z0-9_-]+)$/.exec(hash) ?? [];
  if (text === undefined || hash.length > mostEncoded) return undefined;
  try {
    const bytes = fromBase64(text);
    const plain = form === 'z' ? await through(bytes, new DecompressionStream('deflate-raw'), mostCharacters * 4) : bytes;
    if (!plain) return undefined;
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
    if (typeof value !== 'object' || value === null || !('q' in value) || typeof value.q !== 'string' || value.q.length > mostCharacters) return undefined;
    return { kql: value.q, time: readHuntTime('t' in value ? value.t : undefined) };
  } catch {
    return undefined;
  }
}

async function through(bytes: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream, most: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}

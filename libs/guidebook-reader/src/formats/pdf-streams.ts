import { inflateSync } from 'node:zlib';
import { guidebookLimits } from '../guidebook.js';
import { GuidebookError, GuidebookErrorCode } from '../guidebook.error.js';

const deepest = 4;

/**
 * Refuses a PDF one of whose streams unpacks too far, before anything else reads it: a megabyte of zeros is a kilobyte here.
 * @throws GuidebookError Bomb
 */
export function requireTameStreams(bytes: Uint8Array): void {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let left = guidebookLimits.unpackedBytes * 2;
  for (let at = view.indexOf('stream'); at >= 0; at = view.indexOf('stream', at + 6)) {
    if (view.subarray(at - 3, at).toString('latin1') === 'end') continue;
    const start = at + 6 + (view[at + 6] === 13 && view[at + 7] === 10 ? 2 : 1);
    const end = view.indexOf('endstream', start);
    const dictionary = view.subarray(Math.max(0, at - 600), at).toString('latin1');
    if (/\/(?:LZW|#4c)/i.test(dictionary.slice(dictionary.lastIndexOf(' obj')))) throw new GuidebookError(GuidebookErrorCode.Unreadable, `The PDF uses the old LZW packing at byte ${at + 1}, which is not read. Save it again with a newer program.`);
    left -= unpackedLength(view.subarray(start, end < 0 ? view.length : end), at, deepest);
    if (left < 0) throw bomb(at);
  }
}

/** Bytes a stream unpacks to, through as many layers as it has. */
function unpackedLength(packed: Buffer, at: number, depth: number): number {
  if (depth === 0) throw bomb(at);
  const plain = (packed[0] ?? 0) === 0x78 ? packed : fromText(packed);
  if (plain === undefined || ((plain[0] ?? 0) & 0x0f) !== 8) return 0;
  try {
    const unpacked = inflateSync(plain, { maxOutputLength: guidebookLimits.unpackedBytes, finishFlush: 2 });
    return unpacked.length + (unpacked[0] === 0x78 ? unpackedLength(unpacked, at, depth - 1) : 0);
  } catch (error) {
    if (error instanceof GuidebookError) throw error;
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw bomb(at);
    return 0;
  }
}

/** Bytes written as ASCII85 or hexadecimal digits, or undefined for others. */
function fromText(packed: Buffer): Buffer | undefined {
  const text = packed.toString('latin1').replace(/\s+/g, '');
  if (/^[0-9a-f]{8,}>?$/i.test(text.slice(0, 4_000)) && /^[0-9a-f]+>?/i.test(text)) return Buffer.from(text.replace(/>.*$/s, ''), 'hex');
  const body = text.replace(/^<~/, '').replace(/~>?.*$/s, '');
  if (!/^[!-uz]{5,}$/.test(body)) return undefined;
  const out: number[] = [];
  for (let index = 0; index < body.length; ) {
    if (body[index] === 'z') {
      out.push(0, 0, 0, 0);
      index += 1;
      continue;
    }
    const group = body.slice(index, index + 5);
    let value = 0;
    for (let digit = 0; digit < 5; digit += 1) value = value * 85 + (group.charCodeAt(digit) || 117) - 33;
    for (let byte = 0; byte < Math.min(4, group.length - 1); byte += 1) out.push(Math.floor(value / 256 ** (3 - byte)) % 256);
    index += 5;
  }
  return Buffer.from(out);
}

function bomb(at: number): GuidebookError {
  return new GuidebookError(GuidebookErrorCode.Bomb, `The PDF unpacks to more than ${Math.round(guidebookLimits.unpackedBytes / 1024 / 1024)} MB (the stream at byte ${at + 1}).`);
}

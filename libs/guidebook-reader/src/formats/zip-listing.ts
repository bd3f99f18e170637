import { inflateRawSync } from 'node:zlib';
import { GuidebookError, GuidebookErrorCode } from '../guidebook.error.js';

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const localMark = 0x04034b50;
const mostEntries = 5_000;

/** A file in a ZIP, unpacked. */
export interface ZipEntry {
  name: string;
  bytes: Uint8Array;
}

/**
 * Every file of a ZIP, really unpacked: what its directory says of sizes is not believed.
 * @throws GuidebookError Unreadable, Encrypted, Bomb
 */
export function unpackZip(bytes: Uint8Array, mostBytes: number): ZipEntry[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.readUInt16LE(end + 10);
  let at = view.readUInt32LE(end + 16);
  if (count > mostEntries) throw new GuidebookError(GuidebookErrorCode.Bomb, `The document is made of ${count} files; ${mostEntries.toLocaleString('en-GB')} are taken.`);
  const entries: ZipEntry[] = [];
  let left = mostBytes;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > view.length || view.readUInt32LE(at) !== entryMark) throw broken(at);
    const nameLength = view.readUInt16LE(at + 28);
    const name = view.toString('utf8', at + 46, at + 46 + nameLength);
    if ((view.readUInt16LE(at + 8) & 1) === 1) throw new GuidebookError(GuidebookErrorCode.Encrypted, 'The document is encrypted. Save it without a password and upload it again.');
    const unpacked = unpack(view, { at: view.readUInt32LE(at + 42), method: view.readUInt16LE(at + 10), packed: view.readUInt32LE(at + 20) }, left);
    left -= unpacked.length;
    entries.push({ name, bytes: unpacked });
    at += 46 + nameLength + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  return entries;

  function unpack(source: Buffer, { at: start, method, packed }: { at: number; method: number; packed: number }, most: number): Uint8Array {
    if (start + 30 > source.length || source.readUInt32LE(start) !== localMark) throw broken(start);
    const data = source.subarray(start + 30 + source.readUInt16LE(start + 26) + source.readUInt16LE(start + 28));
    const content = data.subarray(0, packed);
    if (content.length < packed) throw broken(start);
    if (method === 0) {
      if (content.length > most) throw bomb(mostBytes);
      return content;
    }
    if (method !== 8) throw new GuidebookError(GuidebookErrorCode.Unreadable, `The document is packed in a way (${method}) that is not read, at byte ${start + 1}.`);
    try {
      return inflateRawSync(content, { maxOutputLength: Math.max(1, most) });
    } catch (error) {
      throw (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? bomb(mostBytes) : broken(start, error);
    }
  }
}

function findEnd(view: Buffer): number {
  for (let at = view.length - 22; at >= Math.max(0, view.length - 22 - 0xffff); at -= 1) {
    if (view.readUInt32LE(at) === endMark) return at;
  }
  throw new GuidebookError(GuidebookErrorCode.Unreadable, 'The document is cut off: its end is missing.');
}

function broken(at: number, cause?: unknown): GuidebookError {
  return new GuidebookError(GuidebookErrorCode.Unreadable, `The document is broken at byte ${at + 1}.`, { cause });
}

function bomb(mostBytes: number): GuidebookError {
  return new GuidebookError(GuidebookErrorCode.Bomb, `The document unpacks to more than ${Math.round(mostBytes / 1024 / 1024)} MB.`);
}

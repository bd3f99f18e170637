import { Readable, Transform } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { markedEncoding } from '@attest/security-model';
import { IncidentsError, IncidentsErrorCode } from '../domain/incidents.error.js';

/** Largest upload, counted after decompression. */
export const uploadLimitBytes = 200 * 1024 * 1024;

/**
 * The text of an upload as UTF-8, decompressed when it begins like gzip whatever its headers say, and bounded.
 * The stream fails with IncidentsError TooLarge, NotCompressed or UploadIncomplete; nothing is buffered beyond a chunk.
 */
export async function openUpload(body: Readable): Promise<Readable> {
  const iterator = body[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  const first = await iterator.next();
  if (first.done) throw new IncidentsError(IncidentsErrorCode.NothingSent, 'Nothing was sent.');
  const head = Buffer.from(first.value);
  const whole = Readable.from(
    (async function* () {
      yield head;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    })(),
  );
  const compressed = head[0] === 0x1f && head[1] === 0x8b;
  const bounded = new Bounded();
  // Who reads it hears of the error; an upload that breaks off before somebody does must not end the process.
  bounded.on('error', () => undefined);
  if (!compressed) return pass(whole, bounded);
  const gunzip = createGunzip();
  gunzip.on('error', (error) => bounded.destroy(error instanceof IncidentsError ? error : new IncidentsError(IncidentsErrorCode.NotCompressed, 'The upload begins like gzip and cannot be decompressed.')));
  pass(whole, gunzip);
  gunzip.pipe(bounded);
  return bounded;
}

function pass<T extends Transform>(from: Readable, to: T): T {
  from.on('error', (error) => to.destroy(error instanceof IncidentsError ? error : new IncidentsError(IncidentsErrorCode.UploadIncomplete, 'The upload broke off before its end.')));
  from.pipe(to);
  return to;
}

class Bounded extends Transform {
  private bytes = 0;
  private decoder: TextDecoder | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null, data?: Buffer) => void): void {
    if (this.bytes === 0) this.decoder = decoderOf(chunk);
    this.bytes += chunk.length;
    if (this.bytes > uploadLimitBytes) done(new IncidentsError(IncidentsErrorCode.TooLarge, `An upload may hold ${uploadLimitBytes / 1024 / 1024} MB after decompression. Split it and send the parts.`));
    else done(null, this.decoder === undefined ? chunk : Buffer.from(this.decoder.decode(chunk, { stream: true })));
  }
}

/** For text that begins with a mark of its encoding; UTF-8 without one passes as it is. */
function decoderOf(head: Buffer): TextDecoder | undefined {
  const encoding = markedEncoding(head);
  return encoding === undefined ? undefined : new TextDecoder(encoding);
}

import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { markedEncoding } from '@attest/security-model';
import { decodeText } from './decode-text.js';
import { CommandError, ExitCode } from './exit-code.js';
import { fileFault, nameOf } from './file-fault.js';

const limitMb = 200;

/** The text of a file, plain or gzip, UTF-8 or UTF-16 with a mark; `-` is standard input. */
export async function readText(file: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytesOf(file)) chunks.push(chunk);
  return decodeText(Buffer.concat(chunks));
}

/** The lines of such a file, one after the other; the last needs no end. */
export async function* linesOf(file: string): AsyncGenerator<string, void, void> {
  let decoder: TextDecoder | undefined;
  let begun: string[] = [];
  for await (const chunk of bytesOf(file)) {
    decoder ??= new TextDecoder(markedEncoding(chunk) ?? 'utf-8');
    const [first = '', ...lines] = decoder.decode(chunk, { stream: true }).split('\n');
    begun.push(first);
    for (const line of lines) {
      yield begun.join('');
      begun = [line];
    }
  }
  yield begun.join('');
}

/** The bytes of a file, unfolded when they begin like gzip, up to the limit. */
async function* bytesOf(file: string): AsyncGenerator<Buffer, void, void> {
  let bytes = 0;
  try {
    for await (const chunk of unfolded(file === '-' ? process.stdin : createReadStream(file))) {
      bytes += chunk.length;
      if (bytes > limitMb * 1024 * 1024) throw new CommandError(ExitCode.Input, `${nameOf(file)} holds more than ${limitMb} MB.`);
      yield chunk;
    }
  } catch (error) {
    throw fileFault(file, error);
  }
}

async function* unfolded(source: Readable): AsyncGenerator<Buffer, void, void> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done) return;
  const whole = async function* (): AsyncGenerator<Buffer, void, void> {
    yield first.value;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  };
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  yield* isGzip ? (pipeline(whole, createGunzip(), () => undefined) as AsyncIterable<Buffer>) : whole();
}

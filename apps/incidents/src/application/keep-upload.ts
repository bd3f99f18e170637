import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** An upload that has come in whole, to be read once. */
export interface KeptUpload {
  read(): Readable;
  /** Removes it, whether it was read or not. */
  close(): Promise<void>;
}

/**
 * Waits until an upload has come in whole, so that a sender who is slow, or who leaves, holds a file of the temporary
 * folder and no connection to the database. Fails as the upload does, and keeps nothing then.
 */
export async function keepUpload(body: Readable): Promise<KeptUpload> {
  const path = join(tmpdir(), `attest-upload-${randomUUID()}`);
  let source: ReadStream | undefined;
  const remove = async (): Promise<void> => {
    source?.destroy();
    await rm(path, { force: true });
  };
  try {
    await pipeline(body, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    await remove();
    throw error;
  }
  return { read: () => (source = createReadStream(path)), close: remove };
}

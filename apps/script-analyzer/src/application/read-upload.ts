import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ScriptAnalyzerError, ScriptAnalyzerErrorCode, tooLarge } from '../domain/script-analyzer.error.js';

/**
 * The bytes of an upload, as they are: what they mean is for the engine to find out. A body that was compressed for the
 * way is unfolded; never more than the limit is held. When it rejects, the rest of the body is left to the filter that answers.
 * @throws ScriptAnalyzerError TooLarge, UnsupportedBody, UploadIncomplete, BadInput
 */
export async function readUpload(request: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity', 'content-length': length } = request.headers;
  if (/^multipart\//i.test(type)) throw new ScriptAnalyzerError(ScriptAnalyzerErrorCode.UnsupportedBody, 'Send the bytes of the script as the body itself, not as a form.');
  if (/^identity$/i.test(encoding)) {
    if (Number(length) > limitBytes) throw tooLarge(limitBytes, Number(length));
    return collect(request, request, limitBytes);
  }
  if (!/^(?:x-)?gzip$/i.test(encoding)) throw new ScriptAnalyzerError(ScriptAnalyzerErrorCode.UnsupportedBody, 'A script can be sent as it is or with the content encoding gzip.');
  const gunzip = createGunzip();
  request.pipe(gunzip);
  try {
    return await collect(request, gunzip, limitBytes);
  } finally {
    request.unpipe(gunzip);
    gunzip.destroy();
  }
}

/** Listens rather than iterates: leaving an iterator early would destroy the request, and with it the answer. */
function collect(request: IncomingMessage, source: Readable, limitBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (act: () => void): void => {
      source.off('data', take);
      source.off('end', end);
      source.on('error', () => undefined);
      request.off('close', gone);
      source.pause();
      act();
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limitBytes) settle(() => reject(tooLarge(limitBytes)));
      else chunks.push(chunk);
    };
    const end = (): void => settle(() => resolve(new Uint8Array(Buffer.concat(chunks, bytes))));
    const gone = (): void => {
      if (!request.complete) settle(() => reject(new ScriptAnalyzerError(ScriptAnalyzerErrorCode.UploadIncomplete, 'The upload broke off before its end.')));
    };
    source.on('data', take);
    source.on('end', end);
    source.once('error', (error) => settle(() => reject(source === request ? new ScriptAnalyzerError(ScriptAnalyzerErrorCode.UploadIncomplete, 'The upload broke off before its end.', { cause: error }) : new ScriptAnalyzerError(ScriptAnalyzerErrorCode.BadInput, 'The upload says it is gzip and cannot be decompressed.', { cause: error }))));
    request.once('close', gone);
  });
}

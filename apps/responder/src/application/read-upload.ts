import type { IncomingMessage } from 'node:http';
import { badInput, ResponderError, ResponderErrorCode } from '../domain/responder.error.js';

/**
 * The bytes of an upload, as they are; never more than the limit is held. When it rejects, the rest of the body is left to the
 * filter that answers.
 * @throws ResponderError BadInput, UploadIncomplete, and what `tooLarge` makes
 */
export function readUpload(request: IncomingMessage, limitBytes: number, tooLarge: (bytes?: number) => Error): Promise<Uint8Array> {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity', 'content-length': length } = request.headers;
  if (/^multipart\//i.test(type)) throw badInput('Send the bytes of the file as the body itself, not as a form.');
  if (!/^identity$/i.test(encoding)) throw badInput('Send the file without a content encoding.');
  if (Number(length) > limitBytes) throw tooLarge(Number(length));
  // Listens rather than iterates: leaving an iterator early would destroy the request, and with it the answer.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const broken = (): ResponderError => new ResponderError(ResponderErrorCode.UploadIncomplete, 'The upload broke off before its end.');
    const settle = (act: () => void): void => {
      request.off('data', take);
      request.off('end', end);
      request.off('close', gone);
      request.on('error', () => undefined);
      request.pause();
      act();
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limitBytes) settle(() => reject(tooLarge()));
      else chunks.push(chunk);
    };
    const end = (): void => settle(() => resolve(new Uint8Array(Buffer.concat(chunks, bytes))));
    const gone = (): void => {
      if (!request.complete) settle(() => reject(broken()));
    };
    request.on('data', take);
    request.on('end', end);
    request.once('error', () => settle(() => reject(broken())));
    request.once('close', gone);
  });
}

import { sendBytes, type Sending } from '../lib/send-bytes.js';

/** Sends a guide as the file it is; resolves with its id. */
export function sendGuidebook(file: Blob, fileName: string, onProgress: (share: number) => void): Sending<string> {
  return sendBytes(file, {
    url: `/api/guidebooks?${new URLSearchParams({ fileName }).toString()}`,
    read: ({ id }) => (typeof id === 'string' ? id : undefined),
    broken: 'The connection broke before the server answered. Send it again: the same file twice is one guide.',
    onProgress,
  });
}

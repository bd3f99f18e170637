import { sendBytes, type Sending } from '../lib/send-bytes.js';

/** Sends the bytes of a script as they are. */
export function sendScript(bytes: Blob, options: { language?: string; fileName?: string }, onProgress: (share: number) => void): Sending<{ sha256: string }> {
  return sendBytes(bytes, {
    url: `/api/scripts?${new URLSearchParams(Object.entries(options).filter(([, value]) => value)).toString()}`,
    read: ({ sha256 }) => (typeof sha256 === 'string' ? { sha256 } : undefined),
    broken: 'The connection broke before the server answered. Nothing was analysed; send it again.',
    onProgress,
  });
}

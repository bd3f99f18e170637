import { sentenceOf } from '../lib/error-sentence.js';

/** A script on its way. */
export interface Sending {
  /** Rejects with an Error whose message is the sentence to show. */
  done: Promise<{ sha256: string }>;
  cancel(): void;
}

/** Sends the bytes of a script as they are, streamed by the browser. `onProgress` hears the sent share, 0 to 1. */
export function sendScript(bytes: Blob, options: { language?: string; fileName?: string }, onProgress: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  const done = new Promise<{ sha256: string }>((resolve, reject) => {
    const query = new URLSearchParams(Object.entries(options).filter(([, value]) => value));
    request.open('POST', `/api/scripts?${query.toString()}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      const sha256 = hashIn(request.responseText);
      if (request.status >= 200 && request.status < 300 && sha256 !== undefined) resolve({ sha256 });
      else reject(new Error(sentenceOf(request.responseText) ?? `The server answered ${request.status}.`));
    };
    request.onerror = () => reject(new Error('The connection broke before the server answered. Nothing was analysed; send it again.'));
    request.onabort = () => reject(new Error('Sending was cancelled.'));
    request.send(bytes);
  });
  return { done, cancel: () => request.abort() };
}

function hashIn(body: string): string | undefined {
  try {
    const { sha256 } = JSON.parse(body) as { sha256?: unknown };
    return typeof sha256 === 'string' ? sha256 : undefined;
  } catch {
    return undefined;
  }
}

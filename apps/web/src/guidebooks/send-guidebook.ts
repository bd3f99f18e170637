import { sentenceOf } from '../lib/error-sentence.js';

/** A guide on its way. */
export interface SendingGuidebook {
  /** Resolves with its id. Rejects with an Error whose message is the sentence to show. */
  done: Promise<string>;
  cancel(): void;
}

/** Sends a guide as the file it is. `onProgress` hears the sent share, 0 to 1. */
export function sendGuidebook(file: Blob, fileName: string, onProgress: (share: number) => void): SendingGuidebook {
  const request = new XMLHttpRequest();
  const done = new Promise<string>((resolve, reject) => {
    request.open('POST', `/api/guidebooks?${new URLSearchParams({ fileName }).toString()}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      const id = request.status >= 200 && request.status < 300 ? idIn(request.responseText) : undefined;
      if (id === undefined) reject(new Error(sentenceOf(request.responseText) ?? `The server answered ${request.status}.`));
      else resolve(id);
    };
    request.onerror = () => reject(new Error('The connection broke before the server answered. Send it again: the same file twice is one guide.'));
    request.onabort = () => reject(new Error('Sending was cancelled.'));
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

function idIn(body: string): string | undefined {
  try {
    const { id } = JSON.parse(body) as { id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

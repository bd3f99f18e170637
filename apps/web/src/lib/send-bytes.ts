import { sentenceOf } from './error-sentence.js';

/** Bytes on their way. */
export interface Sending<T> {
  /** Rejects with an Error whose message is the sentence to show. */
  done: Promise<T>;
  cancel(): void;
}

interface Order<T> {
  url: string;
  /** What is wanted of the answer; undefined when it is not there. */
  read: (answer: Record<string, unknown>) => T | undefined;
  /** Said when the connection breaks: whether it can be sent again. */
  broken: string;
  /** Hears the sent share, 0 to 1. */
  onProgress: (share: number) => void;
}

/** Sends bytes as they are, streamed by the browser. */
export function sendBytes<T>(bytes: Blob, { url, read, broken, onProgress }: Order<T>): Sending<T> {
  const request = new XMLHttpRequest();
  const done = new Promise<T>((resolve, reject) => {
    request.open('POST', url);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      const result = request.status >= 200 && request.status < 300 ? resultIn(request.responseText, read) : undefined;
      if (result === undefined) reject(new Error(sentenceOf(request.responseText) ?? `The server answered ${request.status}.`));
      else resolve(result);
    };
    request.onerror = () => reject(new Error(broken));
    request.onabort = () => reject(new Error('Sending was cancelled.'));
    request.send(bytes);
  });
  return { done, cancel: () => request.abort() };
}

function resultIn<T>(body: string, read: (answer: Record<string, unknown>) => T | undefined): T | undefined {
  try {
    return read(JSON.parse(body) as Record<string, unknown>);
  } catch {
    return undefined;
  }
}

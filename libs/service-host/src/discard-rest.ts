import type { IncomingMessage } from 'node:http';

/** Bytes of a refused upload that are still taken in, so that its sender gets to read the refusal. */
const patienceBytes = 256 * 1024 * 1024;

/** Lets the rest of a refused upload pass by unread; a connection that goes on and on is ended. */
export function discardRest(request: IncomingMessage): void {
  if (request.complete) return;
  let bytes = 0;
  request.on('error', () => undefined);
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > patienceBytes) request.destroy();
  });
  request.resume();
}

import { parentPort } from 'node:worker_threads';
import { GuidebookError, GuidebookErrorCode } from './guidebook.error.js';
import { readGuidebook } from './read-guidebook.js';

/** One guide, in a thread that can be ended. */
parentPort?.on('message', ({ bytes, fileName }: { bytes: Uint8Array; fileName: string }) => {
  readGuidebook(bytes, fileName).then(
    (guidebook) => parentPort?.postMessage({ guidebook }),
    (error: unknown) => {
      const known = error instanceof GuidebookError ? error : new GuidebookError(GuidebookErrorCode.Unreadable, 'The guide cannot be read.');
      parentPort?.postMessage({ refusal: { code: known.code, message: known.message } });
    },
  );
});

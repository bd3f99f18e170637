import { parentPort } from 'node:worker_threads';

/** The other side of a `JobWorker`, called once in its thread. A job that throws fails with the error's sentence. */
export function serveJobs<I, O>(work: (input: I) => O): void {
  parentPort?.on('message', ({ id, input }: { id: number; input: I }) => {
    try {
      parentPort?.postMessage({ id, result: work(input) });
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
}

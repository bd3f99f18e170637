import { parentPort } from 'node:worker_threads';

/** The other side of a `JobWorker`, called once in its thread. One job at a time; one that throws or rejects fails with the error's sentence. */
export function serveJobs<I, O>(work: (input: I) => O | Promise<O>): void {
  let before: Promise<void> = Promise.resolve();
  parentPort?.on('message', ({ id, input }: { id: number; input: I }) => {
    before = before.then(async () => {
      try {
        parentPort?.postMessage({ id, result: await work(input) });
      } catch (error) {
        parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
      }
    });
  });
}

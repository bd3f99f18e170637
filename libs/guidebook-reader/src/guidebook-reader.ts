import { Worker } from 'node:worker_threads';
import type { Guidebook } from './guidebook.js';
import { GuidebookError, GuidebookErrorCode } from './guidebook.error.js';

/** What reading one guide may take. */
export interface GuidebookReaderOptions {
  /** Default 20 seconds. */
  endAfterMs?: number;
  /** Heap of the thread in MB. Default 512. */
  heapMb?: number;
}

/** Run from source, as tests do, threads take the built file: a thread does not compile. */
const workerFile = new URL(import.meta.url.endsWith('.ts') ? '../dist/guidebook.worker.js' : './guidebook.worker.js', import.meta.url);
/** What the whole process may grow by while a guide is read: buffers are outside the heap of a thread. */
const growthMb = 1_024;
const lookEveryMs = 200;

interface Answer {
  guidebook?: Guidebook;
  refusal?: { code: GuidebookErrorCode; message: string };
}

/** Reads guides one after the other, each in a thread of its own that is ended when it takes too long or too much memory. */
export class GuidebookReader {
  private turn: Promise<unknown> = Promise.resolve();
  private running: Worker | undefined;
  private closed = false;

  constructor(private readonly options: GuidebookReaderOptions = {}) {}

  /**
   * Same as `readGuidebook`, off this thread and within limits.
   * @throws GuidebookError the same, and TooMuchWork
   */
  read(bytes: Uint8Array, fileName: string): Promise<Guidebook> {
    const reading = this.turn.then(() => this.readAlone(bytes, fileName));
    this.turn = reading.catch(() => undefined);
    return reading;
  }

  /** Ends what is under way; it rejects. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running?.terminate();
    await this.turn;
  }

  private async readAlone(bytes: Uint8Array, fileName: string): Promise<Guidebook> {
    if (this.closed) throw new Error('The reader is closed.');
    const { endAfterMs = 20_000, heapMb = 512 } = this.options;
    const worker = new Worker(workerFile, { resourceLimits: { maxOldGenerationSizeMb: heapMb, stackSizeMb: 8 }, stdout: true, stderr: true });
    this.running = worker;
    const before = process.memoryUsage.rss();
    const timers: NodeJS.Timeout[] = [];
    try {
      const { guidebook, refusal } = await new Promise<Answer>((resolve, reject) => {
        const tooMuch = (what: string): void => reject(new GuidebookError(GuidebookErrorCode.TooMuchWork, `Reading the guide takes too much ${what}. Save it in a simpler form and upload it again.`));
        worker.once('message', resolve);
        worker.once('error', (error) => ((error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch('memory') : reject(error instanceof Error ? error : new Error(String(error)))));
        worker.once('exit', () => reject(new Error('The thread that reads guides ended.')));
        timers.push(setTimeout(() => tooMuch('time'), endAfterMs));
        timers.push(setInterval(() => process.memoryUsage.rss() - before > growthMb * 1024 * 1024 && tooMuch('memory'), lookEveryMs));
        worker.postMessage({ bytes, fileName });
      });
      if (guidebook) return guidebook;
      throw new GuidebookError(refusal?.code ?? GuidebookErrorCode.Unreadable, refusal?.message ?? 'The guide cannot be read.');
    } finally {
      for (const timer of timers) clearTimeout(timer);
      await worker.terminate();
      this.running = undefined;
    }
  }
}

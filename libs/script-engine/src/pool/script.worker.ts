import { parentPort } from 'node:worker_threads';
import { analyzeScript, type AnalyzeOptions } from '../analysis/analyze-script.js';

/** One script at a time, in a thread that can be ended. */
parentPort?.on('message', ({ bytes, options }: { bytes: Uint8Array; options: AnalyzeOptions }) => {
  try {
    parentPort?.postMessage({ analysis: analyzeScript(bytes, options) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});

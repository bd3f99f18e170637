import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChatModelConfig } from '@attest/llm';
import type { EvaluationResult } from '@attest/evaluation-runner/files';
import { RunRefusedError, type RunMaker, type RunOrder } from '../application/run-maker.js';
import type { RunInstruction, RunReport } from './run-messages.js';

/** Memory a run may take for its objects; beyond it its process ends, not the service. */
const heapMb = 1024;
const mostComplaint = 2_000;

const file = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../dist/infrastructure/evaluation-run.process.js' : './evaluation-run.process.js', import.meta.url));

/** Makes each run in a process of low priority that ends with it: a service at rest holds nothing of it. */
export class ProcessRunMaker implements RunMaker {
  constructor(private readonly model: ChatModelConfig | undefined) {}

  async make({ sets, candidates, repeat, reviewed }: RunOrder, onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<EvaluationResult> {
    signal.throwIfAborted();
    const child = fork(file, [], { execArgv: [`--max-old-space-size=${heapMb}`], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const kill = (): void => void child.kill('SIGKILL');
    signal.addEventListener('abort', kill, { once: true });
    try {
      const result = resultOf(child, onProgress);
      // A process that is lost while it is told its cases is told by its result.
      result.catch(() => undefined);
      if (reviewed !== undefined) for await (const cases of reviewed) await Promise.race([send(child, { kind: 'cases', cases }), result]);
      await Promise.race([send(child, { kind: 'run', sets, candidates, repeat, model: this.model }), result]);
      return await result;
    } finally {
      signal.removeEventListener('abort', kill);
      kill();
      await ended;
    }
  }
}

function resultOf(child: ChildProcess, onProgress: (done: number, total: number) => void): Promise<EvaluationResult> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-mostComplaint)));
    child.on('message', (message: RunReport) => {
      if (message.kind === 'progress') onProgress(message.done, message.total);
      else if (message.kind === 'done') resolve(message.result);
      else reject(new RunRefusedError(message.sentence));
    });
    child.on('error', reject);
    child.once('close', (code, signal) => reject(new Error(`The process of the run ended with ${signal ?? code}. ${complaint}`.trim())));
  });
}

function send(child: ChildProcess, message: RunInstruction): Promise<void> {
  return new Promise((resolve, reject) => child.send(message, (error) => (error ? reject(error) : resolve())));
}

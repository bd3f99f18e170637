import type { EvaluationResult } from '@attest/evaluation-runner/files';
import { createLogger } from '@attest/observability';
import { RunRefusedError, type RunMaker } from './run-maker.js';
import { RunQueue } from './run-queue.js';
import type { RunStore, TakenRun } from './run-store.js';

const run: TakenRun = { tenant: 't', id: 'r', attempts: 1, sets: ['scripts'], candidates: ['rules'], repeat: 1 };
const result = { summary: true } as EvaluationResult;

/** A store that gives one run and writes down what is said of it. */
class ToldStore {
  readonly told: string[] = [];
  mine = true;
  private waiting: TakenRun | undefined = run;

  async take(): Promise<TakenRun | undefined> {
    const next = this.waiting;
    this.waiting = undefined;
    return next;
  }

  async beat(_run: TakenRun, done: number, total: number): Promise<boolean> {
    this.told.push(`beat ${done} of ${total}`);
    return this.mine;
  }

  finish = async (): Promise<void> => void this.told.push('finish');
  fail = async (_run: TakenRun, problem: string): Promise<void> => void this.told.push(`fail ${problem}`);
  lose = async (): Promise<void> => void this.told.push('lose');
  putBack = async (): Promise<void> => void this.told.push('put back');
}

describe('RunQueue', () => {
  let store: ToldStore;
  beforeEach(() => {
    store = new ToldStore();
  });
  const queue = (make: RunMaker['make']): RunQueue => new RunQueue(store as unknown as RunStore, { make }, async function* () {}, createLogger('test', 'error'));
  const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  /** A run that goes on until it is ended. */
  const endless: RunMaker['make'] = (_order, onProgress, signal) => new Promise((_, reject) => {
    onProgress(2, 9);
    signal.addEventListener('abort', () => reject(new Error('ended')));
  });

  it('keeps a result', async () => {
    await queue(async (_order, onProgress) => (onProgress(9, 9), result)).look();
    await settled();
    expect(store.told).toEqual(['beat 9 of 9', 'finish']);
  });

  it('gives up what is refused, and gives back what was lost with its process', async () => {
    await queue(() => Promise.reject(new RunRefusedError('There is no such set.'))).look();
    await settled();
    expect(store.told).toEqual(['fail There is no such set.']);
    store = new ToldStore();
    await queue(() => Promise.reject(new Error('SIGKILL'))).look();
    await settled();
    expect(store.told).toEqual(['lose']);
  });

  it('ends a run that is no longer its own, says nothing of it, and looks for the next', async () => {
    const ended = queue(endless);
    await ended.look();
    await ended.look();
    store.mine = false;
    await ended.look();
    await settled();
    expect(store.told).toEqual(['beat 2 of 9', 'beat 2 of 9']);
    await ended.look();
    expect(store.told).toHaveLength(2);
  });

  it('puts back what is under way when it closes', async () => {
    const closed = queue(endless);
    await closed.look();
    await closed.close();
    expect(store.told).toEqual(['put back']);
  });
});

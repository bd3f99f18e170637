import type { Logger } from '@attest/observability';
import { reviewedSet } from '../domain/evaluation-run.js';
import { RunRefusedError, type RunMaker } from './run-maker.js';
import type { RunStore, TakenRun } from './run-store.js';

/** The reviewed cases of a tenant, in parts. */
type ReviewedCases = (tenant: string) => AsyncIterable<readonly unknown[]>;

interface RunUnderWay {
  run: TakenRun;
  abort: AbortController;
  done: number;
  total: number;
  ended: Promise<void>;
}

/** Makes the runs that wait, one at a time. */
export class RunQueue {
  private underWay: RunUnderWay | undefined;

  constructor(
    private readonly store: RunStore,
    private readonly maker: RunMaker,
    private readonly reviewed: ReviewedCases,
    private readonly logger: Logger,
  ) {}

  /** Begins the next run, or tells how the one under way does. Short: the run goes on by itself. */
  async look(): Promise<void> {
    const current = this.underWay;
    if (current !== undefined) {
      if (!(await this.store.beat(current.run, current.done, current.total))) current.abort.abort();
      return;
    }
    const run = await this.store.take();
    if (run === undefined) return;
    const begun: RunUnderWay = { run, abort: new AbortController(), done: 0, total: 0, ended: Promise.resolve() };
    this.underWay = begun;
    begun.ended = this.make(begun)
      .catch((err: unknown) => this.logger.warn({ err, run: run.id }, 'how an evaluation run ended could not be written down; it is looked at again'))
      .finally(() => (this.underWay = undefined));
  }

  /** Ends the run under way; it is queued again and waits for the next process. */
  async close(): Promise<void> {
    this.underWay?.abort.abort('stopping');
    await this.underWay?.ended;
  }

  private async make(begun: RunUnderWay): Promise<void> {
    const { run, abort } = begun;
    const { tenant, sets, candidates, repeat } = run;
    try {
      const order = { sets, candidates, repeat, reviewed: sets.includes(reviewedSet) ? this.reviewed(tenant) : undefined };
      const result = await this.maker.make(order, (done, total) => Object.assign(begun, { done, total }), abort.signal);
      await this.store.beat(run, begun.done, begun.total);
      await this.store.finish(run, result);
    } catch (error) {
      if (abort.signal.aborted) return abort.signal.reason === 'stopping' ? this.store.putBack(run) : undefined;
      if (error instanceof RunRefusedError) return this.store.fail(run, error.message);
      this.logger.warn({ err: error, run: run.id, attempts: run.attempts }, 'an evaluation run was lost with its process');
      return this.store.lose(run, 'The process of the run ended before the run did, twice. The log of the service says more.');
    }
  }
}

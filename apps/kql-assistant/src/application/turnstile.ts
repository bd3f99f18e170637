import { HuntError, HuntErrorCode } from '../domain/hunt.error.js';

/** Lets so many hunts of a tenant run at once in this process, and as many again wait. */
export class Turnstile {
  private readonly tenants = new Map<string, { running: number; waiting: (() => void)[] }>();

  constructor(private readonly most: number) {}

  /** Hunts that run now, of all tenants. */
  get running(): number {
    return [...this.tenants.values()].reduce((sum, { running }) => sum + running, 0);
  }

  /**
   * Does the work when its turn comes.
   * @throws HuntError TooManyHunts at once when the queue is full; Cancelled when the signal aborts while it waits
   */
  async pass<T>(tenant: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    if (signal?.aborted === true) throw cancelled();
    const own = this.tenants.get(tenant) ?? { running: 0, waiting: [] };
    this.tenants.set(tenant, own);
    if (own.running >= this.most) {
      if (own.waiting.length >= this.most) throw new HuntError(HuntErrorCode.TooManyHunts, `${own.running} hunts run here and ${own.waiting.length} wait. Stop one, or try again when they have ended.`);
      await new Promise<void>((resolve, reject) => {
        const turn = (): void => {
          signal?.removeEventListener('abort', gone);
          resolve();
        };
        const gone = (): void => {
          own.waiting.splice(own.waiting.indexOf(turn), 1);
          reject(cancelled());
        };
        own.waiting.push(turn);
        signal?.addEventListener('abort', gone, { once: true });
      });
    } else own.running++;
    try {
      return await work();
    } finally {
      const next = own.waiting.shift();
      if (next === undefined) own.running--;
      else next();
      if (own.running === 0) this.tenants.delete(tenant);
    }
  }
}

function cancelled(): HuntError {
  return new HuntError(HuntErrorCode.Cancelled, 'The hunt was stopped before it began.');
}

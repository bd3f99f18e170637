import { IdentityError, IdentityErrorCode } from './identity.error.js';

/** Bounds of {@link createAttemptLimiter}. */
export interface AttemptLimiterOptions {
  /** Failed attempts an address may make within the window. Default 10. */
  limit?: number;
  /** Length of the window in milliseconds. Default 1 min. */
  windowMs?: number;
  /** Milliseconds since 1970; for tests. */
  now?: () => number;
}

/** Counts failed sign-ins per address. One attempt of an address runs at a time, so that a burst cannot slip past. */
export interface AttemptLimiter {
  /**
   * Runs one attempt; it resolves true when the credentials were right.
   * @throws IdentityError TOO_MANY_ATTEMPTS with `retryAfter`, without running it when the address has used up its attempts
   */
  attempt(address: string, work: () => Promise<boolean>): Promise<boolean>;
}

const rememberedAddresses = 10_000;

/** A limiter in memory, with a sliding window. */
export function createAttemptLimiter({ limit = 10, windowMs = 60_000, now = Date.now }: AttemptLimiterOptions = {}): AttemptLimiter {
  const failures = new Map<string, number[]>();
  const running = new Map<string, Promise<unknown>>();
  const recent = (address: string): number[] => (failures.get(address) ?? []).filter((at) => now() - at < windowMs);
  const fail = (address: string): void => {
    const times = [...recent(address), now()];
    failures.delete(address);
    failures.set(address, times);
    const oldest = failures.size > rememberedAddresses ? failures.keys().next().value : undefined;
    if (oldest !== undefined) failures.delete(oldest);
  };
  const next = async (address: string, work: () => Promise<boolean>): Promise<boolean> => {
    const times = recent(address);
    const [first] = times;
    if (first !== undefined && times.length >= limit) throw tooMany(Math.max(1, Math.ceil((first + windowMs - now()) / 1000)));
    const right = await work();
    if (!right) fail(address);
    return right;
  };
  return {
    attempt(address, work) {
      const previous = running.get(address) ?? Promise.resolve();
      const result = previous.then(() => next(address, work));
      const settled = result.catch(() => undefined).then(() => {
        if (running.get(address) === settled) running.delete(address);
      });
      running.set(address, settled);
      return result;
    },
  };
}

function tooMany(seconds: number): IdentityError {
  return new IdentityError(IdentityErrorCode.TooManyAttempts, `Too many failed sign-ins from this address. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`, seconds);
}

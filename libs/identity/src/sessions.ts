import { createHash, randomBytes } from 'node:crypto';
import { IdentityError, IdentityErrorCode } from './identity.error.js';
import type { Identity } from './identity.js';

/** Name of the session cookie. */
export const sessionCookie = 'attest_session';

const lifetimeMs = 8 * 3_600_000;
const windowMs = 60_000;
const attemptsPerWindow = 10;

/** Sessions held by the server: the browser has a random 256-bit id and nothing else. They end after eight quiet hours. */
export class Sessions {
  private readonly byId = new Map<string, { identity: Identity; expires: number }>();
  private readonly attempts = new Map<string, { count: number; until: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** A new session; the returned id goes into the cookie. */
  open(identity: Identity): string {
    const id = randomBytes(32).toString('base64url');
    this.byId.set(digest(id), { identity, expires: this.now() + lifetimeMs });
    return id;
  }

  /** Who a session speaks for, if it is alive; using it keeps it alive. */
  find(id: string | undefined): Identity | undefined {
    if (!id) return undefined;
    const session = this.byId.get(digest(id));
    if (!session) return undefined;
    if (session.expires < this.now()) {
      this.byId.delete(digest(id));
      return undefined;
    }
    session.expires = this.now() + lifetimeMs;
    return session.identity;
  }

  close(id: string | undefined): void {
    if (id) this.byId.delete(digest(id));
  }

  /**
   * Refuses an address whose sign-ins keep failing.
   * @throws IdentityError TOO_MANY_ATTEMPTS beyond ten a minute
   */
  refuseFlood(address: string): void {
    const entry = this.attempts.get(address);
    if (!entry || entry.until < this.now()) return;
    if (entry.count >= attemptsPerWindow) {
      const seconds = Math.ceil((entry.until - this.now()) / 1000);
      throw new IdentityError(IdentityErrorCode.TooManyAttempts, `Too many sign-ins failed from this address. Try again in ${seconds} seconds.`, seconds);
    }
  }

  /** Notes a failed attempt. */
  noteFailure(address: string): void {
    if (this.attempts.size > 10_000) this.attempts.clear();
    const entry = this.attempts.get(address);
    if (!entry || entry.until < this.now()) this.attempts.set(address, { count: 1, until: this.now() + windowMs });
    else entry.count++;
  }
}

/** A copy of the memory must not hand out live sessions. */
function digest(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

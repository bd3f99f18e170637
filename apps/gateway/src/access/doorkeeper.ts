import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import {
  createAttemptLimiter,
  createSessions,
  IdentityError,
  IdentityErrorCode,
  readSessionCookie,
  unauthenticated,
  type AttemptLimiter,
  type Identity,
  type LocalAccount,
  type Sessions,
} from '@attest/identity';
import { GatewayError, GatewayErrorCode } from '../errors/gateway.error.js';

/** Who stands at a door, and the session that says so (none for HTTP Basic). */
export interface Caller {
  identity: Identity;
  sessionId?: string;
}

/** Knows people by their session cookie or by HTTP Basic, the same at every door. */
export class Doorkeeper {
  readonly sessions: Sessions;
  private readonly limiter: AttemptLimiter;

  constructor(
    private readonly account: LocalAccount,
    options: { sessions?: Sessions; limiter?: AttemptLimiter } = {},
  ) {
    this.sessions = options.sessions ?? createSessions();
    this.limiter = options.limiter ?? createAttemptLimiter();
  }

  /**
   * Who sent the request.
   * @throws IdentityError UNAUTHENTICATED, or TOO_MANY_ATTEMPTS after repeated wrong Basic credentials
   */
  async identify(request: IncomingMessage): Promise<Caller> {
    const sessionId = readSessionCookie(request.headers.cookie);
    const known = this.sessions.find(sessionId);
    if (known) return { identity: known, sessionId };
    const basic = readBasic(request.headers.authorization);
    if (!basic) throw unauthenticated();
    return { identity: await this.check(basic.user, basic.password, request) };
  }

  /** Opens a session for right credentials; throws as {@link identify} does, with SIGN_IN_REFUSED for wrong ones. */
  async signIn(user: string, password: string, request: IncomingMessage): Promise<{ identity: Identity; sessionId: string }> {
    const identity = await this.check(user, password, request);
    return { identity, sessionId: this.sessions.open(identity) };
  }

  signOut(request: IncomingMessage): void {
    const sessionId = readSessionCookie(request.headers.cookie);
    if (sessionId !== undefined) this.sessions.close(sessionId);
  }

  private async check(user: string, password: string, request: IncomingMessage): Promise<Identity> {
    let identity: Identity | undefined;
    await this.limiter.attempt(request.socket.remoteAddress ?? 'unknown', async () => {
      identity = await this.account.check(user, password);
      return identity !== undefined;
    });
    if (!identity) throw new IdentityError(IdentityErrorCode.SignInRefused, 'User or password is wrong.');
    return identity;
  }
}

/**
 * Refuses what a page of another site sends: browsers name the page's origin on every such request.
 * @throws GatewayError FOREIGN_ORIGIN
 */
export function requireOwnOrigin(request: IncomingMessage): void {
  const { origin, host } = request.headers;
  if (origin === undefined) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new GatewayError(GatewayErrorCode.ForeignOrigin, 'Requests from pages of other sites are refused.');
}

/** True when the browser reached us by TLS, directly or through a proxy that says so. */
export function isSecure(request: IncomingMessage): boolean {
  return (request.socket as Partial<TLSSocket>).encrypted === true || request.headers['x-forwarded-proto'] === 'https';
}

function readBasic(header: string | undefined): { user: string; password: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=_-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const at = text.indexOf(':');
  return at < 0 ? undefined : { user: text.slice(0, at), password: text.slice(at + 1) };
}

/** Codes of everything this library refuses. */
export enum IdentityErrorCode {
  /** Nobody is signed in. */
  Unauthenticated = 'UNAUTHENTICATED',
  /** User or password is wrong. */
  SignInRefused = 'SIGN_IN_REFUSED',
  /** Too many failed attempts from one address. */
  TooManyAttempts = 'TOO_MANY_ATTEMPTS',
  /** The stored local account cannot be read. */
  AccountUnreadable = 'ACCOUNT_UNREADABLE',
}

/** A known error; its sentence may be shown. It names no secret. */
export class IdentityError extends Error {
  constructor(
    readonly code: IdentityErrorCode,
    message: string,
    /** Seconds after which another attempt is heard, for TOO_MANY_ATTEMPTS. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'IdentityError';
  }
}

/** The refusal of a request that nobody signed in for. */
export function unauthenticated(): IdentityError {
  return new IdentityError(IdentityErrorCode.Unauthenticated, 'Sign in to use Attest.');
}

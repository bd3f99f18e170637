/** What can go wrong with who is asking. */
export enum IdentityErrorCode {
  Unauthenticated = 'UNAUTHENTICATED',
  SignInRefused = 'SIGN_IN_REFUSED',
  TooManyAttempts = 'TOO_MANY_ATTEMPTS',
}

/** A known error; its sentence may be shown. */
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

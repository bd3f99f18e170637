/** Exit codes of `bin/attest`. */
export enum ExitCode {
  Ok = 0,
  /** The command line was not understood. */
  Usage = 2,
  /** A file could not be read, or what is in it was refused; the sentence on standard error says where. */
  Input = 3,
  /** A fault of Attest. */
  Internal = 4,
}

/** Ends the program with a sentence on standard error. */
export class CommandError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
    this.name = 'CommandError';
  }
}

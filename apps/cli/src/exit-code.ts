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

/** Refuses a command line: what is wrong with it in one sentence, then how the command is used. */
export function usageError(error: unknown, usage: string): CommandError {
  return new CommandError(ExitCode.Usage, `${sentenceOf(error)}\nUsage: ${usage}`);
}

/** Node explains at length how its parser of arguments works; its first sentence is what matters. */
function sentenceOf(error: unknown): string {
  const { message, code = '' } = error as NodeJS.ErrnoException;
  if (!code.startsWith('ERR_PARSE_ARGS')) return message;
  const unknown = /^Unknown option '([^']*)'/.exec(message)?.[1];
  return unknown === undefined ? `${(message.split('\n', 1)[0] ?? '').replace(/\. .*$/, '').replace(/\.$/, '')}.` : `There is no option ${unknown}.`;
}

/** What can go wrong in the script analyzer, for people and for programs. */
export enum ScriptAnalyzerErrorCode {
  ScriptUnknown = 'SCRIPT_UNKNOWN',
  EmptyScript = 'EMPTY_SCRIPT',
  TooLarge = 'TOO_LARGE',
  BadInput = 'BAD_INPUT',
}

/** A known error; its sentence may be shown. */
export class ScriptAnalyzerError extends Error {
  /** Lets the code and sentence through the gateway's error funnel. */
  readonly extensions: { code: ScriptAnalyzerErrorCode };

  constructor(
    readonly code: ScriptAnalyzerErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'ScriptAnalyzerError';
    this.extensions = { code };
  }
}

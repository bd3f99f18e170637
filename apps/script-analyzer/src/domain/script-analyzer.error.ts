/** What can go wrong in the script analyzer, for people and for programs. */
export enum ScriptAnalyzerErrorCode {
  ScriptUnknown = 'SCRIPT_UNKNOWN',
  EmptyScript = 'EMPTY_SCRIPT',
  TooLarge = 'TOO_LARGE',
  BadInput = 'BAD_INPUT',
  /** The upload broke off before its end. */
  UploadIncomplete = 'UPLOAD_INCOMPLETE',
  /** The body is in a form that holds no script as it is. */
  UnsupportedBody = 'UNSUPPORTED_BODY',
}

/** A known error; its sentence may be shown. */
export class ScriptAnalyzerError extends Error {
  constructor(
    readonly code: ScriptAnalyzerErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ScriptAnalyzerError';
  }
}

/** The refusal of bytes beyond a limit. */
export function tooLarge(limitBytes: number, bytes?: number): ScriptAnalyzerError {
  const said = bytes === undefined ? '' : `; this one has ${megabytes(bytes)} MB`;
  return new ScriptAnalyzerError(ScriptAnalyzerErrorCode.TooLarge, `A script may have ${megabytes(limitBytes)} MB${said}.`);
}

function megabytes(bytes: number): string {
  return (Math.ceil((bytes / 1024 / 1024) * 10) / 10).toLocaleString('en-GB');
}

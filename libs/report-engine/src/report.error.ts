/** Why a report was refused. */
export enum ReportErrorCode {
  ActionLogInvalid = 'ACTION_LOG_INVALID',
  TemplateInvalid = 'TEMPLATE_INVALID',
  FontMissing = 'FONT_MISSING',
}

/** A report could not be made of what was given. `message` is one clear sentence for the person. */
export class ReportError extends Error {
  override readonly name = 'ReportError';

  constructor(
    readonly code: ReportErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** What can go wrong in the summarizer, for people and for programs. */
export enum SummarizerErrorCode {
  IncidentUnknown = 'INCIDENT_UNKNOWN',
}

/** A known error; its sentence may be shown. */
export class SummarizerError extends Error {
  /** Lets the code and sentence through the gateway's error funnel. */
  readonly extensions: { code: SummarizerErrorCode };

  constructor(
    readonly code: SummarizerErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'SummarizerError';
    this.extensions = { code };
  }
}

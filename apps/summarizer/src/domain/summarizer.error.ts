/** What can go wrong in the summarizer, for people and for programs. */
export enum SummarizerErrorCode {
  IncidentUnknown = 'INCIDENT_UNKNOWN',
}

/** A known error; its sentence may be shown. */
export class SummarizerError extends Error {
  constructor(
    readonly code: SummarizerErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'SummarizerError';
  }
}

/** What can go wrong with incidents, for people and for programs. */
export enum IncidentsErrorCode {
  NotJson = 'NOT_JSON',
  NotAnIncident = 'NOT_AN_INCIDENT',
  TooLarge = 'TOO_LARGE',
  NotCompressed = 'NOT_COMPRESSED',
  NothingSent = 'NOTHING_SENT',
  UploadIncomplete = 'UPLOAD_INCOMPLETE',
  IncidentUnknown = 'INCIDENT_UNKNOWN',
  FieldNotAccepted = 'FIELD_NOT_ACCEPTED',
  RevisionChanged = 'REVISION_CHANGED',
  PageTooLarge = 'PAGE_TOO_LARGE',
  CursorUnreadable = 'CURSOR_UNREADABLE',
}

/** A known error; its sentence may be shown. `position` is a JSON path or a line, where there is one. */
export class IncidentsError extends Error {
  constructor(
    readonly code: IncidentsErrorCode,
    message: string,
    readonly position?: string,
  ) {
    super(message);
    this.name = 'IncidentsError';
  }
}

/** What can go wrong in the reporter, for people and for programs. */
export enum ReporterErrorCode {
  IncidentUnknown = 'INCIDENT_UNKNOWN',
  ReportUnknown = 'REPORT_UNKNOWN',
  /** Nobody has made a report of this incident yet. */
  NoReport = 'NO_REPORT',
  RoleMissing = 'ROLE_MISSING',
  TemplateInvalid = 'TEMPLATE_INVALID',
  BadInput = 'BAD_INPUT',
}

/** A known error; its sentence may be shown. */
export class ReporterError extends Error {
  constructor(
    readonly code: ReporterErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'ReporterError';
  }
}

/** The refusal of an argument. */
export function badInput(sentence: string): ReporterError {
  return new ReporterError(ReporterErrorCode.BadInput, sentence);
}

/** The refusal of an incident that this service never heard of. */
export function unknownIncident(incidentId: string): ReporterError {
  return new ReporterError(ReporterErrorCode.IncidentUnknown, `There is no incident ${incidentId.slice(0, 64)}.`);
}

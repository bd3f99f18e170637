/** Why an input was refused. */
export enum SecurityModelErrorCode {
  /** The value is no JSON object where one must stand. */
  NotAnObject = 'NOT_AN_OBJECT',
  /** An incident without an id. */
  MissingId = 'MISSING_ID',
  /** `alerts` is there and is no list. */
  AlertsNotAList = 'ALERTS_NOT_A_LIST',
  /** More than {@link incidentLimits}.alerts. */
  TooManyAlerts = 'TOO_MANY_ALERTS',
  /** More than {@link incidentLimits}.evidence. */
  TooMuchEvidence = 'TOO_MUCH_EVIDENCE',
  /** A page whose `value` is no list. */
  ValueNotAList = 'VALUE_NOT_A_LIST',
  /** A Sentinel export without a single SecurityIncident row. */
  NoSentinelIncident = 'NO_SENTINEL_INCIDENT',
  /** A value nested deeper than can be digested. */
  TooDeep = 'TOO_DEEP',
}

/** An input that cannot be read at all. `message` is a sentence for the person who sent it; `path` the JSON path of the cause. */
export class SecurityModelError extends Error {
  override readonly name = 'SecurityModelError';

  constructor(
    readonly code: SecurityModelErrorCode,
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/** The most one incident may hold. */
export const incidentLimits = { alerts: 5_000, evidence: 50_000 } as const;

import { KqlError, type KqlPosition } from '@attest/kql-engine';

/** What can go wrong in the KQL assistant beside the query itself, whose refusals have the codes of `KqlErrorCode`. */
export enum HuntErrorCode {
  HuntUnknown = 'HUNT_UNKNOWN',
  RunUnknown = 'RUN_UNKNOWN',
  SavedHuntUnknown = 'SAVED_HUNT_UNKNOWN',
  IncidentUnknown = 'INCIDENT_UNKNOWN',
  /** The run is known, its rows are no longer kept. */
  RowsExpired = 'ROWS_EXPIRED',
  RunNotEnded = 'RUN_NOT_ENDED',
  NameTaken = 'NAME_TAKEN',
  NotYours = 'NOT_YOURS',
  /** The tenant runs as many hunts as it may, and as many wait. */
  TooManyHunts = 'TOO_MANY_HUNTS',
  RoleMissing = 'ROLE_MISSING',
  BadInput = 'BAD_INPUT',
  EmptyQuestion = 'EMPTY_QUESTION',
  Cancelled = 'CANCELLED',
  /** The process that ran the hunt is gone. */
  Interrupted = 'INTERRUPTED',
}

/** A known error; its sentence may be shown. */
export class HuntError extends Error {
  constructor(
    readonly code: HuntErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'HuntError';
  }
}

/** The refusal of an argument. */
export function badInput(sentence: string): HuntError {
  return new HuntError(HuntErrorCode.BadInput, sentence);
}

/** The place of a query error for people, as `line:column`. */
export function placeOf(position: KqlPosition | undefined): string | undefined {
  return position === undefined ? undefined : `${position.line}:${position.column}`;
}

/** Whether an error is one of a query or of this service, whose sentence may be shown. */
export function isKnown(error: unknown): error is KqlError | HuntError {
  return error instanceof KqlError || error instanceof HuntError;
}

/** What can go wrong in the responder, for people and for programs. */
export enum ResponderErrorCode {
  IncidentUnknown = 'INCIDENT_UNKNOWN',
  ActionUnknown = 'ACTION_UNKNOWN',
  /** What was approved is not what would be carried out now. */
  StaleApproval = 'STALE_APPROVAL',
  /** The action is in a state that does not allow it. */
  WrongState = 'WRONG_STATE',
  RoleMissing = 'ROLE_MISSING',
  ReasonMissing = 'REASON_MISSING',
  /** Another person has to approve. */
  SecondPersonNeeded = 'SECOND_PERSON_NEEDED',
  InputMissing = 'INPUT_MISSING',
  NotReversible = 'NOT_REVERSIBLE',
  BadInput = 'BAD_INPUT',
  GuidebookUnknown = 'GUIDEBOOK_UNKNOWN',
  TooManyGuidebooks = 'TOO_MANY_GUIDEBOOKS',
  /** The upload broke off before its end. */
  UploadIncomplete = 'UPLOAD_INCOMPLETE',
}

/** A known error; its sentence may be shown. */
export class ResponderError extends Error {
  constructor(
    readonly code: ResponderErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'ResponderError';
  }
}

/** The refusal of an argument. */
export function badInput(sentence: string): ResponderError {
  return new ResponderError(ResponderErrorCode.BadInput, sentence);
}

/** What can go wrong in the evaluator, for people and for programs. */
export enum EvaluatorErrorCode {
  /** No card with this id was heard of, or it is no longer kept. */
  CardUnknown = 'CARD_UNKNOWN',
  /** Feedback was refused; the sentence says what and where. */
  BadFeedback = 'BAD_FEEDBACK',
  BadInput = 'BAD_INPUT',
  RoleMissing = 'ROLE_MISSING',
  LessonUnknown = 'LESSON_UNKNOWN',
  CaseUnknown = 'CASE_UNKNOWN',
  /** A case needs feedback to be made from. */
  NoFeedback = 'NO_FEEDBACK',
  WrongState = 'WRONG_STATE',
  ReasonMissing = 'REASON_MISSING',
  /** Nobody reviews what they proposed. */
  OwnLesson = 'OWN_LESSON',
  TooMany = 'TOO_MANY',
  RunUnknown = 'RUN_UNKNOWN',
  /** It was changed since it was read. */
  Stale = 'STALE',
  NoModel = 'NO_MODEL',
}

/** A known error; its sentence may be shown. */
export class EvaluatorError extends Error {
  constructor(
    readonly code: EvaluatorErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'EvaluatorError';
  }
}

/** The refusal of an argument. */
export function badInput(sentence: string): EvaluatorError {
  return new EvaluatorError(EvaluatorErrorCode.BadInput, sentence);
}

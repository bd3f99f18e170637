/** Why a model gave no usable answer. */
export enum LlmErrorCode {
  BadAddress = 'LLM_BAD_ADDRESS',
  Unauthorized = 'LLM_UNAUTHORIZED',
  NotFound = 'LLM_NOT_FOUND',
  BadRequest = 'LLM_BAD_REQUEST',
  RateLimited = 'LLM_RATE_LIMITED',
  Unavailable = 'LLM_UNAVAILABLE',
  Unreachable = 'LLM_UNREACHABLE',
  TimedOut = 'LLM_TIMED_OUT',
  Stalled = 'LLM_STALLED',
  TooSlow = 'LLM_TOO_SLOW',
  TooLarge = 'LLM_TOO_LARGE',
  CutOff = 'LLM_CUT_OFF',
  TooLong = 'LLM_TOO_LONG',
  Refused = 'LLM_REFUSED',
  NotAnApi = 'LLM_NOT_AN_API',
  Empty = 'LLM_EMPTY',
  BadReply = 'LLM_BAD_REPLY',
  CircuitOpen = 'LLM_CIRCUIT_OPEN',
  Cancelled = 'LLM_CANCELLED',
  NotConfigured = 'LLM_NOT_CONFIGURED',
}

const SENTENCES: Readonly<Record<LlmErrorCode, string>> = {
  [LlmErrorCode.BadAddress]: 'The address of the model is not an http or https address',
  [LlmErrorCode.Unauthorized]: 'The model endpoint refused the key',
  [LlmErrorCode.NotFound]: 'The model endpoint does not know the model or the path',
  [LlmErrorCode.BadRequest]: 'The model endpoint refused the request',
  [LlmErrorCode.RateLimited]: 'The model endpoint asked to wait longer than allowed',
  [LlmErrorCode.Unavailable]: 'The model endpoint failed',
  [LlmErrorCode.Unreachable]: 'The model endpoint could not be reached',
  [LlmErrorCode.TimedOut]: 'The model did not finish in time',
  [LlmErrorCode.Stalled]: 'The model stopped in the middle of its answer',
  [LlmErrorCode.TooSlow]: 'The model answered too slowly',
  [LlmErrorCode.TooLarge]: 'The answer of the model was too large',
  [LlmErrorCode.CutOff]: 'The answer of the model was cut off',
  [LlmErrorCode.TooLong]: 'The model used up its tokens before it finished',
  [LlmErrorCode.Refused]: 'The model refused to answer',
  [LlmErrorCode.NotAnApi]: 'The model endpoint answered with something other than its API, such as a web page',
  [LlmErrorCode.Empty]: 'The model answered with nothing',
  [LlmErrorCode.BadReply]: 'The answer of the model did not have the required form, even after it was asked again',
  [LlmErrorCode.CircuitOpen]: 'The model failed several times in a row and is left alone for a while',
  [LlmErrorCode.Cancelled]: 'The request to the model was cancelled',
  [LlmErrorCode.NotConfigured]: 'A model is set to write this, but none is configured for the service',
};

/** Tokens a model counted. */
export interface TokenUsage {
  prompt: number;
  completion: number;
}

/**
 * A model gave no usable answer. `message` is one fixed sentence for a person, without the full stop; it never holds the key,
 * the address or anything the model or endpoint said.
 */
export class LlmError extends Error {
  override readonly name = 'LlmError';

  constructor(
    readonly code: LlmErrorCode,
    /** What was spent before it failed. */
    readonly usage?: TokenUsage,
  ) {
    super(SENTENCES[code]);
  }
}

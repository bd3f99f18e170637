/** Why a query was refused or stopped. Codes are stable: programs may rely on them. */
export enum KqlErrorCode {
  /** The text is no KQL, or names what does not exist. */
  Invalid = 'KQL_INVALID',
  /** Valid KQL that this engine does not translate; the message names the operator or function. */
  Unsupported = 'KQL_UNSUPPORTED',
  /** Valid KQL that no backend may run: commands, external data, network plug-ins, other clusters. */
  Forbidden = 'KQL_FORBIDDEN',
  /** The query is larger or nested deeper than the limits allow. */
  TooLarge = 'KQL_TOO_LARGE',
  /** Stopped at the time limit. */
  Timeout = 'KQL_TIMEOUT',
  /** Stopped at the memory limit. */
  Memory = 'KQL_MEMORY',
  /** The query failed while it ran, for a reason in the query or its data. */
  Runtime = 'KQL_RUNTIME',
  /** The backend cannot be reached, refuses the sign-in, or is out of quota. */
  Backend = 'KQL_BACKEND',
}

/** A place in a query: `offset` and `length` in UTF-16 units from 0, `line` and `column` from 1. */
export interface KqlPosition {
  offset: number;
  length: number;
  line: number;
  column: number;
}

/** A query was refused or stopped: a code, one sentence for the person, and the place in the query where there is one. */
export class KqlError extends Error {
  constructor(
    readonly code: KqlErrorCode,
    message: string,
    readonly position?: KqlPosition,
  ) {
    super(message);
    this.name = 'KqlError';
  }
}

/** The place of `offset` in `text`. */
export function positionOf(text: string, offset: number, length = 0): KqlPosition {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) line += 1;
  return { offset, length, line, column: offset - lineStart + 1 };
}

import { KqlError, KqlErrorCode } from '@attest/kql-engine';
import { HuntError, HuntErrorCode } from '../domain/hunt.error.js';
import type { HuntProblem } from '../domain/hunt.js';

/** What hunts of this installation may take. */
export interface HuntLimits {
  maxRows: number;
  timeoutMs: number;
  keepHours: number;
  /** UTF-16 units of a query. */
  queryLength: number;
}

/** UTF-16 units of a query; the engine's own limit is in bytes, beyond what any client sends. */
export const longestQuery = 200_000;

/** Units of a question. */
export const longestQuestion = 2_000;

/**
 * The query as it is run.
 * @throws KqlError Invalid, TooLarge
 */
export function queryIn(kql: string): string {
  if (kql.trim() === '') throw new KqlError(KqlErrorCode.Invalid, 'There is no query in this: it is empty.');
  if (kql.length > longestQuery) throw new KqlError(KqlErrorCode.TooLarge, `A query may have ${longestQuery.toLocaleString('en-GB')} characters; this one has ${kql.length.toLocaleString('en-GB')}.`);
  if (kql.includes('\0')) throw new KqlError(KqlErrorCode.Invalid, 'A query holds no NUL characters.', undefined);
  return kql;
}

/** What is wrong with a query or why it was stopped, as it is kept. Throws what is neither. */
export function problemOf(error: unknown): HuntProblem {
  if (error instanceof HuntError) return { code: error.code, message: error.message };
  if (!(error instanceof KqlError)) throw error;
  const { line, column, offset, length } = error.position ?? {};
  return { code: error.code, message: error.message, ...(line === undefined ? {} : { line, column, start: offset, length }) };
}

/** The sentence for a hunt that a person or their going away stopped. */
export function cancelledProblem(): HuntProblem {
  return { code: HuntErrorCode.Cancelled, message: 'The hunt was stopped.' };
}

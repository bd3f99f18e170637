import type { KqlPosition } from '../kql.error.js';

/** One thing to say about a query, and where. */
export interface KqlDiagnostic extends KqlPosition {
  /** `KS...` of the language service, or a `KqlErrorCode`. */
  code: string;
  /** Only an `error` keeps a query from being valid. */
  severity: 'error' | 'warning' | 'hint';
  message: string;
}

import type { KqlErrorCode, KqlPosition } from '../kql.error.js';
import type { KqlLimits } from '../safety/limits.js';
import type { HuntingSchema } from '../schema/hunting-schema.js';

/** What the thread of a checker is asked. */
export type CheckerCall =
  | { kind: 'check'; text: string; hints: boolean }
  | { kind: 'complete'; text: string; offset: number }
  | { kind: 'columns'; text: string; offset: number }
  | { kind: 'repair'; text: string };

/** One message to the thread: a call, or another schema. */
export interface CheckerRequest {
  call?: CheckerCall;
  schema?: HuntingSchema;
}

/** What the thread starts with. */
export interface CheckerStart {
  schema: HuntingSchema;
  limits: KqlLimits;
}

/** One message from the thread: it is warm, or it answers the call. */
export interface CheckerAnswer {
  ready?: true;
  value?: unknown;
  error?: { code: KqlErrorCode; message: string; position?: KqlPosition };
}

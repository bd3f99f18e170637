import { prepareKql } from '../checker/analyze.js';
import { shippedSchema, type HuntingSchema } from '../schema/hunting-schema.js';
import type { HuntRequest } from './hunt-backend.js';

/**
 * Checks a query and holds it to the allow-list, in this thread or another; gives the text to send.
 * @throws KqlError saying why the query may not run.
 */
export type Admission = (kql: string, signal?: AbortSignal) => Promise<string>;

/** The one door of the remote backends: what it does not let through is never sent. */
export async function admitted({ kql, signal }: HuntRequest, { admit, schema = shippedSchema }: { admit?: Admission; schema?: () => HuntingSchema }): Promise<string> {
  return admit === undefined ? prepareKql(kql, schema()).text : admit(kql, signal);
}

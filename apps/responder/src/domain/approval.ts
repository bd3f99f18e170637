import { createHash } from 'node:crypto';
import { canonicalJson } from '@attest/identity/audit';
import type { ExactAction } from './action.js';

/**
 * What an approval is bound to: SHA-256 (hex) over the exact action, target, parameters and the revision of the incident they
 * were recommended for. Any change of them is another hash.
 */
export function approvalHash({ incidentId, incidentRevision, action, reverse, target, parameters, context }: ExactAction): string {
  const { type, id, name } = target;
  return createHash('sha256').update(`attest approval v1\n${canonicalJson({ incidentId, incidentRevision, action, reverse, target: { type, id, name }, parameters, context })}`).digest('hex');
}

import { createHash } from 'node:crypto';
import type { CompositionArm, CompositionChanged } from '@attest/contracts';

/** What of `composition.changed.v1` decides who composes. */
export type CompositionSetting = Pick<CompositionChanged, 'kind' | 'revision' | 'current' | 'canary'>;

/**
 * The arm of a subject: the canary for `share` percent of subjects, else the current one. SHA-256 over tenant, kind, revision
 * and subject decides, so a subject stays with its arm for as long as the setting stands, in every process.
 */
export function chosenArm({ kind, revision, current, canary }: CompositionSetting, tenant: string, subjectId: string): CompositionArm | null {
  if (canary === null) return current;
  const drawn = createHash('sha256').update(JSON.stringify([tenant, kind, revision, subjectId])).digest().readUIntBE(0, 6) % 100;
  return drawn < canary.share ? canary.arm : current;
}

import { createHash } from 'node:crypto';
import type { VerifiedCard } from '../card.js';

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => (item === undefined ? 'null' : canonicalJson(item))).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/**
 * SHA-256 (hex) over the canonical JSON of a verified card, keys sorted, without `provenance.ms`: two runs of the rules
 * over the same input have the same digest.
 */
export function cardDigest(card: VerifiedCard): string {
  const { ms, ...provenance } = card.provenance;
  void ms;
  return createHash('sha256').update(canonicalJson({ ...card, provenance })).digest('hex');
}

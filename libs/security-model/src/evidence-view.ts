import { unknownEvidenceType, type Evidence } from './graph/evidence.js';
import { isRecord } from './parse/raw-copy.js';

/** Short name of the evidence's type, such as `deviceEvidence`; of an unknown type the last part of its name, or `unknownEvidence`. */
export function evidenceTypeOf(evidence: Evidence): string {
  const name = evidence['@odata.type'] === unknownEvidenceType ? evidence.originalType : evidence['@odata.type'];
  return name.split('.').at(-1)?.replace(/^#/, '') || 'unknownEvidence';
}

/**
 * The parsed incident, alert or evidence as Microsoft Graph would send it: fields of `unmapped` back under their own name,
 * evidence of an unknown type as it came. Unlike the input it has no nulls, and enumeration values in Graph's spelling.
 */
export function toGraphJson(value: object): Record<string, unknown> {
  const json = restore(value);
  return isRecord(json) ? json : {};
}

function restore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restore);
  if (!isRecord(value)) return value;
  if (value['@odata.type'] === unknownEvidenceType && isRecord(value['raw'])) return value['raw'];
  const { unmapped, ...fields } = value;
  const restored = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, restore(field)]));
  return isRecord(unmapped) ? { ...unmapped, ...restored } : restored;
}

import { createHash } from 'node:crypto';

/** Who did it: a person or program by its identity, or Attest itself. */
export interface AuditActor {
  kind: 'person' | 'machine';
  subject: string;
  name: string;
}

/** What is written down of one change. */
export interface AuditEntry {
  actor: AuditActor;
  /** What was done, as `<noun>.<past verb>`: `action.approved`. */
  operation: string;
  /** Id of what was changed. */
  subjectId: string;
  incidentId?: string;
  /** Everything needed to see what exactly was done; holds no secret. */
  details: Record<string, unknown>;
}

/** One row of a tenant's audit log. `sequence` counts from 1 without gaps; `at` is ISO 8601 UTC. */
export interface AuditRow extends AuditEntry {
  tenant: string;
  sequence: number;
  at: string;
  /** `hash` of the row before; zeros for the first. */
  previous: string;
  /** SHA-256 (hex) over `previous` and the canonical JSON of everything else. */
  hash: string;
}

/** `previous` of the first row of a tenant. */
export const firstLink = '0'.repeat(64);

/** The hash a row must have: SHA-256 (hex) of its `previous`, a line feed, and its content as canonical JSON. */
export function auditHash({ hash: _hash, previous, ...content }: Omit<AuditRow, 'hash'> & { hash?: string }): string {
  return createHash('sha256').update(`${previous}\n${canonicalJson(content)}`).digest('hex');
}

/** JSON with sorted keys and without what is undefined: equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => (each === undefined ? 'null' : canonicalJson(each))).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** `value` as it comes back from PostgreSQL's jsonb, which holds neither NUL nor half a surrogate pair. */
export function storableJson<T>(value: T): T {
  const text = (each: string): string => each.replaceAll('\0', '\ufffd').replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
  const clean = (each: unknown): unknown => {
    if (typeof each === 'string') return text(each);
    if (Array.isArray(each)) return each.map(clean);
    if (each !== null && typeof each === 'object') return Object.fromEntries(Object.entries(each).map(([key, inner]) => [text(key), clean(inner)]));
    return each;
  };
  return clean(JSON.parse(JSON.stringify(value))) as T;
}

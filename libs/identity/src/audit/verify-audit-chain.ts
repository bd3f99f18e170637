import { z } from 'zod';
import { auditHash, firstLink, type AuditRow } from './audit-row.js';

/** What is wrong with a row of an audit log. */
export type AuditProblem = 'unreadable' | 'altered' | 'missing' | 'misplaced' | 'unlinked' | 'truncated';

/** The last row of a tenant's log. */
export interface AuditHead {
  tenant: string;
  sequence: number;
  hash: string;
}

/** Outcome of {@link verifyAuditChain}. `row` counts rows of the input from 1. */
export type AuditVerification =
  | { ok: true; rows: number; heads: AuditHead[] }
  | { ok: false; rows: number; row: number; tenant: string | undefined; sequence: number | undefined; problem: AuditProblem; sentence: string };

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const rowSchema = z.strictObject({
  tenant: z.string().min(1),
  sequence: z.number().int().positive(),
  at: z.iso.datetime(),
  actor: z.strictObject({ kind: z.enum(['person', 'machine']), subject: z.string(), name: z.string() }),
  operation: z.string().min(1),
  subjectId: z.string(),
  incidentId: z.string().optional(),
  details: z.record(z.string(), z.unknown()),
  previous: hex,
  hash: hex,
});

/**
 * Checks an exported audit log: every row's content has its hash, and each row of a tenant follows the one before without a
 * gap. The first row that does not is named. Rows cut off at the end show only against `heads` kept elsewhere.
 * `rows` are parsed JSON values of any shape.
 */
export function verifyAuditChain(rows: Iterable<unknown>, heads: readonly AuditHead[] = []): AuditVerification {
  const last = new Map<string, AuditHead>();
  let row = 0;
  for (const value of rows) {
    row += 1;
    const parsed = rowSchema.safeParse(value);
    if (!parsed.success) {
      const { tenant, sequence } = (value ?? {}) as { tenant?: unknown; sequence?: unknown };
      return bad(row, typeof tenant === 'string' ? tenant : undefined, typeof sequence === 'number' ? sequence : undefined, 'unreadable', `Row ${row} is not a row of an audit log.`);
    }
    const problem = check(parsed.data, row, last.get(parsed.data.tenant), heads);
    if (problem) return problem;
    const { tenant, sequence, hash } = parsed.data;
    last.set(tenant, { tenant, sequence, hash });
  }
  for (const head of heads) {
    const reached = last.get(head.tenant)?.sequence ?? 0;
    if (reached < head.sequence) return bad(row + 1, head.tenant, reached + 1, 'truncated', `The log of tenant ${head.tenant} ends at ${reached}, but it reached ${head.sequence} before: rows were cut off.`);
  }
  return { ok: true, rows: row, heads: [...last.values()] };
}

function check(content: AuditRow, row: number, before: AuditHead | undefined, heads: readonly AuditHead[]): AuditVerification | undefined {
  const { tenant, sequence } = content;
  const expected = (before?.sequence ?? 0) + 1;
  const named = `Row ${row} (tenant ${tenant}, sequence ${sequence})`;
  const wrong = (problem: AuditProblem, sentence: string): AuditVerification => bad(row, tenant, sequence, problem, `${named} ${sentence}`);
  if (auditHash(content) !== content.hash) return wrong('altered', 'was altered: its content does not have its hash.');
  if (sequence > expected) return wrong('missing', `follows a gap: sequence ${expected}${sequence - expected > 1 ? ` to ${sequence - 1}` : ''} is missing.`);
  if (sequence < expected) return wrong('misplaced', `stands in the wrong place: sequence ${expected} should be here.`);
  if (content.previous !== (before?.hash ?? firstLink)) return wrong('unlinked', `does not follow the row before it: sequence ${sequence - 1} was replaced, or this one was.`);
  const head = heads.find((each) => each.tenant === tenant && each.sequence === sequence);
  if (head && head.hash !== content.hash) return wrong('altered', 'is not the row that was there when its hash was noted.');
  return undefined;
}

function bad(row: number, tenant: string | undefined, sequence: number | undefined, problem: AuditProblem, sentence: string): AuditVerification {
  return { ok: false, rows: row, row, tenant, sequence, problem, sentence };
}

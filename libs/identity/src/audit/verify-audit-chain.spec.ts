import fc from 'fast-check';
import { auditHash, firstLink, storableJson, type AuditRow } from './audit-row.js';
import { verifyAuditChain } from './verify-audit-chain.js';

/** An honest log of one tenant. */
function chain(tenant: string, contents: readonly Record<string, unknown>[]): AuditRow[] {
  let previous = firstLink;
  return contents.map((details, at) => {
    const row = storableJson({ tenant, sequence: at + 1, at: new Date(1_700_000_000_000 + at).toISOString(), actor: { kind: 'person' as const, subject: 's', name: 'Ana' }, operation: 'action.approved', subjectId: `a-${at}`, details, previous });
    const hash = auditHash(row);
    previous = hash;
    return { ...row, hash };
  });
}

const contents = fc.array(fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 })), { minLength: 2, maxLength: 25 });
const withPlace = contents.chain((each) => fc.tuple(fc.constant(each), fc.nat({ max: each.length - 1 })));
/** As a file brings it back. */
const throughText = (rows: readonly unknown[]): unknown[] => rows.map((row) => JSON.parse(JSON.stringify(row)) as unknown);
/** A hash that fits what a row says: for a forger who knows how. */
const sealed = (row: AuditRow): AuditRow => ({ ...row, hash: auditHash(row) });

describe('an audit log', () => {
  it('is whole as it was written, of several tenants at once', () => {
    fc.assert(
      fc.property(contents, contents, (one, other) => {
        const rows = [chain('one', one), chain('other', other)];
        const mixed = one.flatMap((_, at) => [rows[0]![at]!, ...(rows[1]![at] ? [rows[1]![at]!] : [])]);
        const rest = rows[1]!.slice(one.length);
        expect(verifyAuditChain(throughText([...mixed, ...rest]))).toMatchObject({ ok: true, rows: one.length + other.length });
      }),
    );
  });

  it('names the row whose content was altered', () => {
    fc.assert(
      fc.property(withPlace, ([each, at]) => {
        const rows = chain('t', each);
        const altered = rows.map((row, index) => (index === at ? { ...row, operation: 'action.declined' } : row));
        expect(verifyAuditChain(throughText(altered))).toMatchObject({ ok: false, row: at + 1, sequence: at + 1, problem: 'altered' });
      }),
    );
  });

  it('names the row after one that was replaced with a hash of its own', () => {
    fc.assert(
      fc.property(withPlace, ([each, at]) => {
        fc.pre(at < each.length - 1);
        const rows = chain('t', each);
        const forged = rows.map((row, index) => (index === at ? sealed({ ...row, operation: 'action.declined' }) : row));
        expect(verifyAuditChain(throughText(forged))).toMatchObject({ ok: false, row: at + 2, problem: 'unlinked' });
      }),
    );
  });

  it('names the row after a gap, one that was put in, and one in the wrong place', () => {
    fc.assert(
      fc.property(withPlace, ([each, at]) => {
        const rows = chain('t', each);
        if (at < rows.length - 1) {
          expect(verifyAuditChain(throughText(rows.filter((_, index) => index !== at)))).toMatchObject({ ok: false, row: at + 1, problem: 'missing' });
          const swapped = rows.map((row, index) => (index === at ? rows[at + 1] : index === at + 1 ? rows[at] : row));
          expect(verifyAuditChain(throughText(swapped))).toMatchObject({ ok: false, row: at + 1, problem: 'missing' });
        }
        const inserted = [...rows.slice(0, at + 1), sealed({ ...rows[at]!, operation: 'action.confirmed' }), ...rows.slice(at + 1)];
        expect(verifyAuditChain(throughText(inserted))).toMatchObject({ ok: false, row: at + 2, problem: 'misplaced' });
      }),
    );
  });

  it('shows rows cut off at the end against a head that was kept', () => {
    fc.assert(
      fc.property(withPlace, ([each, at]) => {
        const rows = chain('t', each);
        const last = rows.at(-1)!;
        const head = { tenant: 't', sequence: last.sequence, hash: last.hash };
        expect(verifyAuditChain(throughText(rows), [head])).toMatchObject({ ok: true });
        if (at < rows.length - 1) {
          expect(verifyAuditChain(throughText(rows.slice(0, at + 1)))).toMatchObject({ ok: true });
          expect(verifyAuditChain(throughText(rows.slice(0, at + 1)), [head])).toMatchObject({ ok: false, row: at + 2, problem: 'truncated' });
        }
      }),
    );
  });

  it('takes nothing for a row that is none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(verifyAuditChain([value])).toMatchObject({ ok: false, row: 1, problem: 'unreadable' });
      }),
    );
  });

  it('keeps its hash through NUL and half surrogate pairs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [row] = chain('t', [{ text: `${text}\0\ud800` }]);
        expect(JSON.stringify(row)).not.toMatch(/\\u0000|\\ud800/);
        expect(verifyAuditChain(throughText([row]))).toMatchObject({ ok: true });
      }),
    );
  });
});

import { auditLinks, type AuditLink } from './audit-links.js';

const rows: AuditLink[] = [1, 2, 3, 4].map((sequence) => ({ sequence, previous: `hash ${sequence - 1}`, hash: `hash ${sequence}` }));

describe('links of the audit log', () => {
  test('hold when each row names the hash of the one before, in any order', () => {
    expect(auditLinks([...rows].reverse())).toEqual({ from: 1, to: 4 });
    expect(auditLinks([])).toBeUndefined();
  });

  test('name the first row that does not follow', () => {
    expect(auditLinks(rows.map((row) => (row.sequence === 3 ? { ...row, previous: 'another' } : row)))).toEqual({ from: 1, to: 4, broken: 3 });
    expect(auditLinks(rows.filter(({ sequence }) => sequence !== 2))).toEqual({ from: 1, to: 4, broken: 3 });
    expect(auditLinks(rows.map((row) => (row.sequence === 2 ? { ...row, hash: 'changed' } : row)))?.broken).toBe(3);
  });
});

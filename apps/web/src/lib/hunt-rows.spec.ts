import fc from 'fast-check';
import { withBatch, type RowBatch } from './hunt-rows.js';

describe('rows that arrive in batches', () => {
  it('grow by what is new, whichever batches come again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 30 }), fc.array(fc.tuple(fc.nat(30), fc.nat(10)), { maxLength: 12 }), (values, cuts) => {
        const all = values.map((value) => [value]);
        let rows = withBatch([], { from: 0, rows: all.slice(0, 1) }) ?? [];
        for (const [from, length] of cuts) {
          const before = rows;
          const next = withBatch(rows, { from, rows: all.slice(from, from + length) });
          if (from > before.length) expect(next).toBeUndefined();
          else rows = next ?? [];
          expect(rows).toEqual(all.slice(0, rows.length));
          expect(rows.length).toBeGreaterThanOrEqual(before.length);
        }
      }),
    );
  });

  it('keeps the same rows when nothing is new', () => {
    const rows = [[1], [2]];
    expect(withBatch(rows, { from: 0, rows: [[1], [2]] })).toBe(rows);
    expect(withBatch(rows, { from: 2, rows: [] } satisfies RowBatch)).toBe(rows);
    expect(withBatch(rows, { from: 3, rows: [[4]] })).toBeUndefined();
    expect(withBatch([], { from: 0, rows: ['odd'] })).toEqual([['odd']]);
  });
});

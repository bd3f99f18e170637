import fc from 'fast-check';
import { nextSort, plainView, rowsInView, withFilter, type GridView } from './grid-rows.js';

const columns = [
  { name: 'Name', type: 'string' },
  { name: 'Count', type: 'long' },
  { name: 'Span', type: 'timespan' },
  { name: 'Extra', type: 'dynamic' },
];
const rows = [
  ['beta', 10, '1.00:00:00', { user: 'Ana' }],
  ['Alpha', 9, '02:00:00', null],
  ['', null, null, ['x']],
  ['alpha', '9223372036854775807', '-00:00:01', 'Beta'],
];
const seen = (view: Partial<GridView>): number[] => rowsInView(rows, columns, { ...plainView, ...view });

describe('the rows in view', () => {
  it('sorts by the type of the column, with empty cells last both ways', () => {
    expect(seen({ sort: { column: 0, descending: false } })).toEqual([1, 3, 0, 2]);
    expect(seen({ sort: { column: 0, descending: true } })).toEqual([0, 1, 3, 2]);
    expect(seen({ sort: { column: 1, descending: false } })).toEqual([1, 0, 3, 2]);
    expect(seen({ sort: { column: 2, descending: true } })).toEqual([0, 1, 3, 2]);
    expect(seen({ sort: { column: 9, descending: true } })).toEqual([0, 1, 2, 3]);
  });

  it('finds text in any cell, also inside dynamic ones', () => {
    expect(seen({ text: ' BETA ' })).toEqual([0, 3]);
    expect(seen({ text: 'ana' })).toEqual([0]);
    expect(seen({ text: 'nowhere' })).toEqual([]);
  });

  it('keeps and excludes values exactly', () => {
    expect(seen({ filters: [{ column: 0, op: 'is', text: 'alpha' }] })).toEqual([3]);
    expect(seen({ filters: [{ column: 0, op: 'isNot', text: '' }], sort: { column: 1, descending: true } })).toEqual([3, 0, 1]);
    expect(seen({ filters: [{ column: 0, op: 'contains', text: 'PHA' }] })).toEqual([1, 3]);
  });

  it('turns through the three orders', () => {
    const first = nextSort(undefined, 2);
    const second = nextSort(first, 2);
    expect([first, second, nextSort(second, 2), nextSort(second, 1)]).toEqual([{ column: 2, descending: false }, { column: 2, descending: true }, undefined, { column: 1, descending: false }]);
  });

  it('replaces what contradicts and gathers what excludes', () => {
    const is = withFilter(plainView, { column: 0, op: 'is', text: 'a' });
    expect(withFilter(is, { column: 0, op: 'is', text: 'b' }).filters).toEqual([{ column: 0, op: 'is', text: 'b' }]);
    const not = withFilter(withFilter(plainView, { column: 0, op: 'isNot', text: 'a' }), { column: 0, op: 'isNot', text: 'b' });
    expect(not.filters.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(withFilter(not, { column: 0, op: 'isNot', text: 'b' }).filters).toHaveLength(2);
    expect(withFilter(withFilter(plainView, { column: 0, op: 'contains', text: 'a' }), { column: 0, op: 'contains', text: '' }).filters).toEqual([]);
    expect(withFilter(is, { column: 1, op: 'is', text: 'b' }).filters).toHaveLength(2);
  });

  it('always gives a sorted selection of the rows, each once', () => {
    const cell = fc.oneof(fc.string({ maxLength: 4 }), fc.integer(), fc.constant(null), fc.boolean(), fc.double());
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 30 }), fc.constantFrom('string', 'long', 'real', 'datetime', 'timespan'), fc.boolean(), (some, type, descending) => {
        const view = rowsInView(some, [{ name: 'a', type }, { name: 'b', type: 'string' }], { ...plainView, sort: { column: 0, descending } });
        expect([...view].sort((a, b) => a - b)).toEqual(some.map((_, index) => index));
      }),
    );
  });
});

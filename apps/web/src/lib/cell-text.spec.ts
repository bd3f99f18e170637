import { asTabText, cellShown, cellText, isNumeric, numberOf } from './cell-text.js';

describe('a cell of a result', () => {
  it('is copied whole', () => {
    expect([null, 'a', 5, true, { a: [1] }, ['x'], '9223372036854775807'].map(cellText)).toEqual(['', 'a', '5', 'true', '{"a":[1]}', '["x"]', '9223372036854775807']);
  });

  it('is read in the chosen clock', () => {
    expect(cellShown('2024-07-17T10:49:35.1234567Z', 'datetime', 'utc')).toBe('17 Jul 2024 10:49:35.123');
    expect(cellShown('2024-07-17T10:49:35.0000000Z', 'datetime', 'utc')).toBe('17 Jul 2024 10:49:35');
    expect(cellShown('2024-07-17T10:49:35.1000000Z', 'datetime', 'utc')).toBe('17 Jul 2024 10:49:35.100');
    expect(cellShown('not a time', 'datetime', 'utc')).toBe('not a time');
    expect(cellShown(null, 'datetime', 'utc')).toBe('');
  });

  it('shows numbers with separators and texts of digits as they are', () => {
    expect(cellShown(1234567, 'long', 'utc')).toBe('1,234,567');
    expect(cellShown(0.12345678, 'real', 'utc')).toBe('0.1235');
    expect(cellShown(0.00001234, 'real', 'utc')).toBe('0.00001234');
    expect(cellShown('1234567', 'string', 'utc')).toBe('1234567');
    expect(cellShown('9223372036854775807', 'long', 'utc')).toBe('9223372036854775807');
  });

  it('knows what is a number', () => {
    expect(['int', 'long', 'real', 'decimal', 'string', 'datetime'].map(isNumeric)).toEqual([true, true, true, true, false, false]);
    expect([5, '12.5', '', ' ', 'x', null, Number.NaN, true].map(numberOf)).toEqual([5, 12.5, undefined, undefined, undefined, undefined, undefined, 1]);
  });

  it('goes to a spreadsheet as one row a line, and never as a formula', () => {
    const columns = [
      { name: 'A', type: 'string' },
      { name: 'B', type: 'long' },
    ];
    expect(asTabText(columns, [['a\tb\nc', 1], ['=cmd()', -2], ['-1.5', null], ['@x', 0]], true)).toBe("A\tB\na b c\t1\n'=cmd()\t-2\n-1.5\t\n'@x\t0");
    expect(asTabText(columns, [['a', 1]], false)).toBe('a\t1');
  });
});

import { barData, chartWords, othersName, suggestChart, usableSpec, xyData, type ChartSpec } from './chart-data.js';

const columns = [
  { name: 'Timestamp', type: 'datetime' },
  { name: 'Device', type: 'string' },
  { name: 'Count', type: 'long' },
];
const rows = [
  ['2024-07-02T00:00:00.0000000Z', 'b', 2],
  ['2024-07-01T00:00:00.0000000Z', 'a', 5],
  ['2024-07-01T00:00:00.0000000Z', 'b', 1],
  [null, 'a', 1],
];
const line: ChartSpec = { kind: 'line', x: 'Timestamp', y: ['Count'], series: 'Device' };

describe('the chart that suits rows', () => {
  it('is a line for amounts over time, one for each of a few words', () => {
    expect(suggestChart(columns, rows)).toEqual(line);
    expect(suggestChart([columns[0], columns[2]].filter((each) => each !== undefined), [['t', 1], ['u', 2]])).toEqual({ kind: 'line', x: 'Timestamp', y: ['Count'] });
  });

  it('is bars for amounts by word, points for two amounts, a card for one row', () => {
    const word = { name: 'User', type: 'string' };
    const amount = { name: 'Count', type: 'long' };
    const other = { name: 'Bytes', type: 'real' };
    expect(suggestChart([word, amount], [['a', 1], ['b', 2]])).toEqual({ kind: 'bar', x: 'User', y: ['Count'] });
    expect(suggestChart([amount, other], [[1, 2], [3, 4]])).toEqual({ kind: 'scatter', x: 'Count', y: ['Bytes'] });
    expect(suggestChart([amount, other], [[1, 2]])).toEqual({ kind: 'card', x: 'Count', y: ['Count', 'Bytes'] });
  });

  it('is none for rows of events or without amounts', () => {
    expect(suggestChart([{ name: 'a', type: 'string' }], [['x'], ['y']])).toBeUndefined();
    expect(suggestChart([...columns, ...['c', 'd', 'e'].map((name) => ({ name, type: 'string' }))], [[], []])).toBeUndefined();
    expect(suggestChart(columns, [])).toBeUndefined();
  });

  it('does without columns that are not there', () => {
    expect(usableSpec({ ...line, y: ['Count', 'Gone', 'Device'], series: 'Gone' }, columns)).toEqual({ kind: 'line', x: 'Timestamp', y: ['Count'] });
    expect(usableSpec({ kind: 'line', x: 'Device', y: ['Count'] }, columns)?.kind).toBe('column');
    expect(usableSpec({ ...line, y: ['Device'] }, columns)).toBeUndefined();
    expect(usableSpec({ ...line, x: 'Gone' }, columns)).toBeUndefined();
  });
});

describe('the data of a chart', () => {
  it('are points in the order of time, by word; what has no place is counted', () => {
    const data = xyData(line, columns, rows);
    expect(data).toEqual({
      axis: 'time',
      skipped: 1,
      series: [
        { name: 'b', points: [{ x: Date.UTC(2024, 6, 1), y: 1 }, { x: Date.UTC(2024, 6, 2), y: 2 }] },
        { name: 'a', points: [{ x: Date.UTC(2024, 6, 1), y: 5 }] },
      ],
    });
    expect(chartWords(line, data)).toBe('Count by Timestamp: 2 lines, 3 points, from 1 to 5.');
  });

  it('adds bars of the same word and puts the largest first', () => {
    const spec: ChartSpec = { kind: 'bar', x: 'Device', y: ['Count'] };
    const data = barData(spec, columns, rows);
    expect(data).toEqual({ series: ['Count'], more: 0, categories: [{ label: 'a', values: [6], total: 6 }, { label: 'b', values: [3], total: 3 }] });
    expect(chartWords(spec, data)).toBe('Count by Device: 2 bars. First: a 6; b 3.');
  });

  it('gathers what is beyond the colours, and loses no amount', () => {
    const many = Array.from({ length: 30 }, (_, index) => ['2024-07-01T00:00:00Z', `d${index}`, index + 1]);
    const total = (30 * 31) / 2;
    const lines = xyData(line, columns, many).series;
    expect(lines).toHaveLength(8);
    expect(lines.at(-1)?.name).toBe(othersName);
    expect(lines.flatMap(({ points }) => points).reduce((sum, { y }) => sum + y, 0)).toBe(total);
    const bars = barData({ kind: 'bar', x: 'Timestamp', y: ['Count'], series: 'Device' }, columns, many);
    expect(bars.series).toHaveLength(8);
    expect(bars.categories[0]?.total).toBe(total);
    const cut = barData({ kind: 'bar', x: 'Device', y: ['Count'] }, columns, Array.from({ length: 100 }, (_, index) => [null, `d${index}`, 1]));
    expect([cut.categories.length, cut.more]).toEqual([40, 60]);
  });

  it('keeps the order of times and numbers', () => {
    expect(barData({ kind: 'column', x: 'Timestamp', y: ['Count'] }, columns, rows.slice(0, 3)).categories.map(({ total }) => total)).toEqual([6, 2]);
    expect(barData({ kind: 'column', x: 'n', y: ['Count'] }, [{ name: 'n', type: 'int' }, columns[2] ?? { name: '', type: '' }], [[10, 1], [9, 5]]).categories.map(({ label }) => label)).toEqual(['9', '10']);
  });
});

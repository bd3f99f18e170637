import { chartOf, literalPlace } from './hunt-words.js';

describe('what the server says of a hunt', () => {
  it('becomes a chart where there is one to draw', () => {
    expect(chartOf({ kind: 'TIME', x: 'Timestamp', y: ['Count'], series: 'Device' })).toEqual({ kind: 'line', x: 'Timestamp', y: ['Count'], series: 'Device' });
    expect(chartOf({ kind: 'PIE', x: 'User', y: ['Count'], series: null })).toEqual({ kind: 'bar', x: 'User', y: ['Count'] });
    expect(chartOf({ kind: 'TABLE', x: 'User', y: ['Count'], series: null })).toBeUndefined();
    expect(chartOf({ kind: 'BAR', x: 'User', y: [], series: null })).toBeUndefined();
    expect(chartOf(null)).toBeUndefined();
  });

  it.each([
    ['where A == "x.exe"', 'x.exe', '"x.exe"'],
    ["where A == 'x'", 'x', "'x'"],
    ['where P == "C:\\\\x"', 'C:\\x', '"C:\\\\x"'],
    ['where T > ago(7d) and N > 17', '7d', '7d'],
    ['where N > 17 and M == 7', '7', '7'],
  ])('finds in %p the literal %p', (kql, value, expected) => {
    const place = literalPlace(kql, value);
    expect(place && kql.slice(place.start, place.end)).toBe(expected);
  });

  it('does not find what is not there', () => {
    expect(literalPlace('where N > 17', '7')).toBeUndefined();
    expect(literalPlace('anything', '')).toBeUndefined();
    expect(literalPlace('a', '[(')).toBeUndefined();
  });
});

import { formatAge, formatClock, formatDuration, formatFull, formatShort, parseTime, zoneName } from './time.js';

const moment = Date.UTC(2024, 6, 17, 10, 49, 5, 108);

describe('time', () => {
  it('reads Graph times, with and without a zone', () => {
    expect(parseTime('2024-07-17T10:49:05.1080800Z')).toBe(moment);
    expect(parseTime('2024-07-17T10:49:05.108')).toBe(moment);
    expect(parseTime('2024-07-17T12:49:05.108+02:00')).toBe(moment);
  });

  it.each([null, undefined, '', 'soon'])('knows that %s is no time', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  it('writes UTC with its name', () => {
    expect(formatFull(moment, 'utc')).toBe('17 Jul 2024 10:49:05 UTC');
    expect(formatShort(moment, 'utc')).toBe('17 Jul 2024 10:49');
    expect(formatClock(moment, 'utc')).toBe('10:49:05');
  });

  it('names the offset of a local time', () => {
    const expected = -new Date(moment).getTimezoneOffset();
    expect(zoneName(moment, 'local')).toMatch(expected === 0 ? /^UTC$/ : /^UTC[+−]\d/);
  });

  it.each([
    [0, '0 s'],
    [3_000, '3 s'],
    [843_000, '14 min 3 s'],
    [3_600_000, '1 h'],
    [187_500_000, '2 d 4 h'],
    [-5, '0 s'],
  ])('writes %d ms as %s', (length, text) => {
    expect(formatDuration(length)).toBe(text);
  });

  it.each([
    [10_000, 'just now'],
    [-10_000, 'just now'],
    [60_000, '1 min ago'],
    [7_200_000, '2 h ago'],
    [864_000_000, '10 d ago'],
  ])('writes an age of %d ms as %s', (age, text) => {
    expect(formatAge(moment, moment + age)).toBe(text);
  });
});

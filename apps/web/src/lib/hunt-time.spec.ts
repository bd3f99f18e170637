import fc from 'fast-check';
import { anyTime, aroundIncident, fromField, huntTimeInput, huntTimeName, rangeProblem, readHuntTime, sameHuntTime, toField, type HuntTime } from './hunt-time.js';

describe('the time range of a hunt', () => {
  it('comes back from what the server and links say', () => {
    const ranges: HuntTime[] = [anyTime, { kind: 'last', last: '24h' }, { kind: 'between', from: '2024-07-17T10:00:00.000Z' }, { kind: 'between', from: '2024-07-17T10:00:00.000Z', to: '2024-07-18T10:00:00.000Z' }];
    for (const range of ranges) expect(readHuntTime(huntTimeInput(range) ?? null)).toEqual(range);
    expect(sameHuntTime({ kind: 'last', last: '7d' }, readHuntTime({ from: null, to: null, last: '7d' }))).toBe(true);
  });

  it('believes nothing that is no range', () => {
    for (const odd of [undefined, null, 7, 'x', {}, { last: '7d) | x' }, { last: 5 }, { from: 'yesterday' }, { from: `${'9'.repeat(80)}` }]) expect(readHuntTime(odd)).toEqual(anyTime);
  });

  it('says itself in words', () => {
    expect(huntTimeName({ kind: 'last', last: '7d' }, 'utc')).toBe('Last 7 days');
    expect(huntTimeName({ kind: 'last', last: '36h' }, 'utc')).toBe('Last 36h');
    expect(huntTimeName({ kind: 'between', from: '2024-07-17T10:00:00Z', to: '2024-07-18T11:30:00Z' }, 'utc')).toBe('17 Jul 2024 10:00 to 18 Jul 2024 11:30 UTC');
    expect(huntTimeName({ kind: 'between', to: '2024-07-18T11:30:00Z' }, 'utc')).toBe('Before 18 Jul 2024 11:30 UTC');
    expect(huntTimeName({ kind: 'between', from: '2024-07-18T11:30:00Z' }, 'utc')).toBe('Since 18 Jul 2024 11:30 UTC');
  });

  it('reads and writes date fields in either clock', () => {
    expect(fromField('2024-07-17T10:49', 'utc')).toBe('2024-07-17T10:49:00.000Z');
    expect(fromField('17.7.2024', 'utc')).toBeUndefined();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000_000 }), fc.constantFrom('utc' as const, 'local' as const), (minute, zone) => {
        const iso = new Date(minute * 60_000).toISOString();
        expect(fromField(toField(iso, zone), zone)).toBe(iso);
      }),
    );
  });

  it('refuses a range that holds no moment', () => {
    expect(rangeProblem('', '', 'utc')).toBe('Give a beginning, an end or both.');
    expect(rangeProblem('2024-07-18T10:00', '2024-07-17T10:00', 'utc')).toBe('The end must lie after the beginning.');
    expect(rangeProblem('2024-07-17T10:00', '', 'utc')).toBeUndefined();
  });

  it('widens the time of an incident by a day', () => {
    expect(aroundIncident('2024-07-17T10:00:00Z', '2024-07-18T10:00:00Z')).toEqual({ kind: 'between', from: '2024-07-16T10:00:00.000Z', to: '2024-07-19T10:00:00.000Z' });
    expect(aroundIncident(null, null)).toBeUndefined();
  });
});

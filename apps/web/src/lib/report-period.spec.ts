import fc from 'fast-check';
import { periodMoments, periodPath, periodProblem, readPeriod } from './report-period.js';

const now = Date.UTC(2026, 11, 1, 4, 30);
const read = (query: string) => readPeriod(new URLSearchParams(query), now);

describe('the time of a report', () => {
  test('is the last 30 days unless the address says otherwise', () => {
    expect(read('')).toEqual({ period: { from: '2026-11-02', to: '2026-12-01' }, days: 30 });
    expect(read('days=7')).toEqual({ period: { from: '2026-11-25', to: '2026-12-01' }, days: 7 });
    expect(read('days=8').days).toBe(30);
    expect(read('from=2026-01-01&to=2026-01-31')).toEqual({ period: { from: '2026-01-01', to: '2026-01-31' }, days: undefined });
    expect(read('from=2026-02-01&to=2026-01-31').days).toBe(30);
    expect(read('from=2026-02-30&to=2026-03-31').days).toBe(30);
  });

  test('ends with the last moment of its last day', () => {
    expect(periodMoments({ from: '2026-02-01', to: '2026-02-28' })).toEqual({ from: '2026-02-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' });
    expect(periodPath({ from: '2026-02-01', to: '2026-02-01' }, 'pdf')).toBe('/api/reports/period.pdf?from=2026-02-01T00%3A00%3A00.000Z&to=2026-02-02T00%3A00%3A00.000Z');
  });

  test('is refused with a reason', () => {
    expect(periodProblem({ from: '', to: '2026-01-01' })).toBe('Give the first day.');
    expect(periodProblem({ from: '2026-01-01', to: 'soon' })).toBe('Give the last day.');
    expect(periodProblem({ from: '2026-01-02', to: '2026-01-01' })).toBe('The first day comes after the last one.');
    expect(periodProblem({ from: '2025-01-01', to: '2026-02-04' })).toBeUndefined();
    expect(periodProblem({ from: '2025-01-01', to: '2026-02-05' })).toBe('A period has at most 400 days.');
    expect(periodProblem({ from: '2026-01-01', to: '2026-01-01' })).toBeUndefined();
  });

  test('of any address is one that can be reported on', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (days, from, to) => {
        const { period } = readPeriod(new URLSearchParams({ days, from, to }), now);
        expect(periodProblem(period)).toBeUndefined();
      }),
    );
  });
});

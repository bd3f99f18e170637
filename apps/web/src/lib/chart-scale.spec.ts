import fc from 'fast-check';
import { amountText, numberTicks, scale, timeTicks, timeTickText } from './chart-scale.js';

describe('the axes of a chart', () => {
  it('has round marks around the amounts', () => {
    expect(numberTicks(0, 93, 5)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(numberTicks(3, 3, 4)).toEqual([0, 1, 2, 3]);
    expect(numberTicks(-5, 5, 4)).toEqual([-5, 0, 5]);
    expect(numberTicks(0, 0, 4).length).toBeGreaterThan(1);
  });

  it('always encloses the amounts with few marks', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (least, span) => {
        const ticks = numberTicks(least, least + span, 5);
        expect(ticks.length).toBeLessThan(12);
        expect(ticks[0]).toBeLessThanOrEqual(Math.min(0, least) + Math.abs(least) * 1e-9 + 1e-9);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(least + span - Math.abs(least + span) * 1e-9 - 1e-6);
      }),
    );
  });

  it('marks whole hours and days', () => {
    const start = Date.UTC(2024, 6, 17, 10, 7);
    expect(timeTicks(start, start + 6 * 3_600_000, 8, 'utc').map((tick) => timeTickText(tick, 6 * 3_600_000, 'utc'))).toEqual(['11:00', '12:00', '13:00', '14:00', '15:00', '16:00']);
    expect(timeTicks(start, start + 4 * 86_400_000, 8, 'utc').map((tick) => timeTickText(tick, 4 * 86_400_000, 'utc')).slice(0, 3)).toEqual(['17 Jul 12:00', '18 Jul', '18 Jul 12:00']);
    expect(timeTicks(start, start + 4_000 * 86_400_000, 8, 'utc').length).toBeLessThanOrEqual(12);
    expect(timeTicks(start, start, 8, 'utc')).toEqual([start]);
  });

  it('writes amounts short', () => {
    expect([0, 12, 999.5, 1_200, 3_500_000, -2e9, 0.25].map(amountText)).toEqual(['0', '12', '999.5', '1.2k', '3.5M', '-2G', '0.25']);
  });

  it('places values straight, and a range without length in the middle', () => {
    expect(scale(0, 10, 100, 0).place(2.5)).toBe(75);
    expect(scale(4, 4, 0, 100).place(4)).toBe(50);
  });
});

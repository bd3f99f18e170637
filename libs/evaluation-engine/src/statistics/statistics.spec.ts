import fc from 'fast-check';
import { cusumAlarm, editDistance, mcnemarExact, pairedBootstrap, seedFrom, seededRandom, shuffledBy, wilsonInterval } from '../index.js';

describe('wilsonInterval', () => {
  it.each([
    [0, 10, 0, 0.27754], [1, 10, 0.01788, 0.40415], [5, 10, 0.23659, 0.76341], [10, 10, 0.72246, 1], [81, 263, 0.25527, 0.36621],
  ])('%d of %d lies between the published bounds', (successes, n, low, high) => {
    const interval = wilsonInterval(successes, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('bounds the shares whose score test does not refuse them', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 500 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n))), ([successes, n]) => {
      const { share, low, high } = wilsonInterval(successes, n);
      expect(low).toBeLessThanOrEqual(share ?? -1);
      expect(high).toBeGreaterThanOrEqual(share ?? 2);
      const score = (p: number): number => Math.abs(successes / n - p) / Math.sqrt((p * (1 - p)) / n);
      for (const p of [low, high]) if (p > 1e-9 && p < 1 - 1e-9) expect(score(p)).toBeCloseTo(1.96, 5);
    }));
  });

  it('knows nothing of nothing, and refuses what cannot be', () => {
    expect(wilsonInterval(0, 0)).toEqual({ share: null, low: 0, high: 1 });
    for (const [successes, n] of [[2, 1], [-1, 1], [0.5, 1], [Number.NaN, 1]] as const) expect(() => wilsonInterval(successes, n)).toThrow(RangeError);
  });
});

const date = (index: number): string => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
const draw = (random: () => number, n: number, p: number): number => Array.from({ length: n }, () => (random() < p ? 1 : 0) as number).reduce((a, b) => a + b, 0);

describe('cusumAlarm', () => {
  it('is the largest log likelihood ratio over all starts of the change', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 12 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n))), { maxLength: 40 });
    fc.assert(fc.property(counts, fc.constantFrom('up', 'down'), (days, direction) => {
      const series = days.map(([successes, n], index) => ({ day: date(index), successes, n }));
      const options = { baseline: 0.2, direction, falseAlarmEvery: 1e12 } as const;
      const { path, changed } = cusumAlarm(series, options);
      for (const [end, { statistic }] of path.entries()) {
        let best = 0;
        for (let start = 0; start <= end; start++) {
          const ratio = series.slice(start, end + 1).reduce((sum, { successes, n }) => sum + successes * Math.log((changed ?? 0) / 0.2) + (n - successes) * Math.log((1 - (changed ?? 0)) / 0.8), 0);
          best = Math.max(best, ratio);
        }
        expect(statistic).toBeCloseTo(best, 6);
      }
    }));
  });

  it('gives no more false alarms than it promises', () => {
    const random = seededRandom(11);
    const days = 12_000;
    const series = Array.from({ length: days }, (_, index) => ({ day: `d${String(index).padStart(6, '0')}`, successes: draw(random, 8, 0.1), n: 8 }));
    const { alarms } = cusumAlarm(series, { baseline: 0.1, falseAlarmEvery: 100 });
    expect(alarms.length).toBeLessThanOrEqual(days / 100);
    expect(alarms.length).toBeGreaterThan(0);
  });

  it('finds a share that doubled within two weeks, and says since when', () => {
    const random = seededRandom(5);
    const series = Array.from({ length: 60 }, (_, index) => ({ day: date(index), n: 15, successes: draw(random, 15, index < 40 ? 0.1 : 0.3) }));
    const { alarms } = cusumAlarm(series, { baseline: 0.1 });
    expect(alarms[0]?.since.localeCompare(date(38))).toBeGreaterThanOrEqual(0);
    expect(alarms[0]?.day.localeCompare(date(54))).toBeLessThanOrEqual(0);
  });

  it('learns the baseline from the first votes, takes days in their order, and is silent before', () => {
    const series = [{ day: date(2), successes: 9, n: 10 }, { day: date(0), successes: 1, n: 10 }, { day: date(1), successes: 0, n: 10 }];
    const result = cusumAlarm(series);
    expect(result.baseline).toBeCloseTo(2 / 22, 10);
    expect(result.path.map(({ day }) => day)).toEqual([date(2)]);
    expect(result.alarms).toEqual([{ day: date(2), since: date(2), successes: 9, n: 10, statistic: result.path[0]?.statistic }]);
    expect(cusumAlarm(series.slice(1, 2))).toMatchObject({ baseline: null, alarms: [], path: [] });
    expect(() => cusumAlarm([{ day: date(0), successes: 2, n: 1 }])).toThrow(RangeError);
    expect(() => cusumAlarm([{ day: date(0), successes: 0, n: 1 }, { day: date(0), successes: 0, n: 1 }])).toThrow('twice');
  });
});

function slowDistance(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  const rest = slowDistance(a.slice(1), b.slice(1));
  if (a[0] === b[0]) return rest;
  return 1 + Math.min(rest, slowDistance(a.slice(1), b), slowDistance(a, b.slice(1)));
}

describe('editDistance', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });

  it('is the fewest edits there are', () => {
    fc.assert(fc.property(words, words, (a, b) => {
      const { distance, normalised } = editDistance(a.join(' '), b.join('  \n'));
      expect(distance).toBe(slowDistance(a, b));
      expect(normalised).toBe(Math.max(a.length, b.length) === 0 ? 0 : distance / Math.max(a.length, b.length));
      expect(editDistance(b.join(' '), a.join(' ')).distance).toBe(distance);
    }));
  });

  it('compares the beginning of what is too long, and says so', () => {
    expect(editDistance('x '.repeat(50), 'y', 10)).toEqual({ distance: 10, normalised: 1, cut: true });
  });
});

describe('pairedBootstrap', () => {
  it('holds the mean, depends on the seed alone and turns with the sides', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true })), { minLength: 1, maxLength: 30 }), fc.nat(), (pairs, seed) => {
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
      const one = pairedBootstrap(a, b, { seed, resamples: 200 });
      expect(pairedBootstrap(a, b, { seed, resamples: 200 })).toEqual(one);
      const other = pairedBootstrap(b, a, { seed, resamples: 200 });
      expect(other.mean).toBeCloseTo(-one.mean, 9);
      const differences = a.map((x, index) => x - (b[index] as number));
      expect(one.low).toBeGreaterThanOrEqual(Math.min(...differences) - 1e-9);
      expect(one.high).toBeLessThanOrEqual(Math.max(...differences) + 1e-9);
    }), { numRuns: 50 });
  });

  it('covers the true difference about as often as it says', () => {
    const random = seededRandom(3);
    let covered = 0;
    for (let round = 0; round < 100; round++) {
      const a = Array.from({ length: 40 }, () => random() + random());
      const { low, high } = pairedBootstrap(a, a.map(() => 0), { seed: round, resamples: 200 });
      if (low <= 1 && high >= 1) covered++;
    }
    expect(covered / 100).toBeGreaterThan(0.86);
    expect(covered / 100).toBeLessThan(1);
  });

  it('refuses lists that are no pairs', () => {
    expect(() => pairedBootstrap([], [], { seed: 1 })).toThrow(RangeError);
    expect(() => pairedBootstrap([1], [1, 2], { seed: 1 })).toThrow(RangeError);
  });
});

describe('mcnemarExact', () => {
  it('counts the splits that are at least as uneven', () => {
    fc.assert(fc.property(fc.nat({ max: 9 }), fc.nat({ max: 9 }), (first, second) => {
      const n = first + second;
      let uneven = 0;
      for (let split = 0; split < 2 ** n; split++) {
        const ones = split.toString(2).replaceAll('0', '').length;
        if (Math.min(ones, n - ones) <= Math.min(first, second)) uneven++;
      }
      expect(mcnemarExact(first, second)).toBeCloseTo(uneven / 2 ** n, 9);
    }), { numRuns: 20 });
  });

  it('knows the ends and does not underflow', () => {
    expect(mcnemarExact(0, 0)).toBe(1);
    expect(mcnemarExact(0, 5)).toBeCloseTo(0.0625, 10);
    expect(mcnemarExact(1_500, 1_500)).toBe(1);
    expect(() => mcnemarExact(-1, 2)).toThrow(RangeError);
  });
});

describe('seeded randomness', () => {
  it('is a function of the seed, in [0, 1), and shuffles without loss', () => {
    fc.assert(fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
      const [one, other] = [seededRandom(seed), seededRandom(seed)];
      for (let at = 0; at < 20; at++) {
        const value = one();
        expect(value).toBe(other());
        expect(value >= 0 && value < 1).toBe(true);
      }
      expect(shuffledBy(items, one).sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
    }));
    expect(seedFrom('a', 1)).not.toBe(seedFrom('a', 2));
  });
});

import fc from 'fast-check';
import { evaluate, trendOf, votesOf } from './evaluation.js';
import { noCounts, type Counters, type FigureRow } from './figures.js';
import { latencyBucket, latencyEdges, latencyQuantile } from './latency.js';

const row = (day: string, counters: Partial<Counters>, key: Partial<FigureRow['key']> = {}): FigureRow => ({ key: { day, kind: 'incidentSummary', composer: 'model', model: 'gpt-5', promptHash: 'p', engine: 'e', ...key }, counters: { ...noCounts(), ...counters } });

describe('latency', () => {
  it('falls into the first bucket whose edge it does not pass, and edges grow by a quarter', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ms) => {
      const at = latencyBucket(ms);
      expect(at === latencyEdges.length || ms <= latencyEdges[at]!).toBe(true);
      expect(at === 0 || ms > latencyEdges[at - 1]!).toBe(true);
    }));
    for (let at = 1; at < latencyEdges.length; at++) expect(latencyEdges[at]).toBeGreaterThan(latencyEdges[at - 1]!);
  });

  it('has quantiles no lower than the true ones, and no more than a bucket above', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 20, max: 600_000 }), { minLength: 1, maxLength: 60 }), fc.constantFrom(0.5, 0.95), (times, share) => {
      const counts = noCounts().latency;
      for (const ms of times) counts[latencyBucket(ms)]! += 1;
      const sorted = [...times].sort((a, b) => a - b);
      const exact = sorted[Math.ceil(share * sorted.length) - 1]!;
      const told = latencyQuantile(counts, share)!;
      expect(told).toBeGreaterThanOrEqual(exact);
      expect(told).toBeLessThanOrEqual(exact * 1.3);
    }));
    expect(latencyQuantile(noCounts().latency, 0.5)).toBeNull();
  });
});

describe('evaluation', () => {
  it('sums days, and tells cost only where there is a price', () => {
    const rows = [row('2026-11-20', { cards: 2, confirmed: 3, statements: 6, dropped: 2, promptTokens: 500_000, completionTokens: 100_000 }), row('2026-11-21', { cards: 1, harmful: 1, edits: 2, words: 8 }), row('2026-11-21', { cards: 9 }, { model: 'constructor' })];
    const [first, second] = evaluate(rows, { 'gpt-5': { prompt: 2, completion: 10 } });
    expect(first).toMatchObject({ key: { model: 'gpt-5' }, votes: 4, confirmed: { share: 0.75 }, harmful: { share: 0.25 }, droppedShare: 0.25, cost: 2, editDistance: 0.25, counters: { cards: 3 } });
    expect(second).toMatchObject({ key: { model: 'constructor' }, votes: 0, confirmed: { share: null, low: 0, high: 1 }, droppedShare: null, cost: null, editDistance: null });
    expect(trendOf(rows).map(({ day, counters }) => [day, counters.cards, votesOf(counters)])).toEqual([['2026-11-20', 2, 3], ['2026-11-21', 10, 1]]);
  });
});

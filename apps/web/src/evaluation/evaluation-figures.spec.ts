import fc from 'fast-check';
import { byKind, candidateName, cardPath, compareRows, intervalText, latencyText, rowKey, shareText, tokensText, trendSeries, type FigureRow, type Share } from './evaluation-figures.js';

const share = (count: number, of: number, low: number, high: number): Share => ({ count, share: of === 0 ? null : count / of, low, high });
const row = (more: Partial<FigureRow>): FigureRow => ({
  kind: 'incidentSummary',
  composer: 'rules',
  model: null,
  promptHash: null,
  engine: 'cards 1',
  cards: 10,
  votes: 10,
  confirmed: share(9, 10, 0.6, 0.98),
  offTarget: share(1, 10, 0.02, 0.4),
  harmful: share(0, 10, 0, 0.28),
  statements: 100,
  dropped: 0,
  fallback: 0,
  repaired: 0,
  p50Ms: 40,
  p95Ms: 90,
  promptTokens: 0,
  completionTokens: 0,
  cost: null,
  editDistance: null,
  ...more,
});
const outcomeOf = (a: FigureRow, b: FigureRow, name: string) => compareRows(a, b).find((line) => line.name === name)?.outcome;

describe('the figures of the evaluation', () => {
  test('a share is called better only when the two ranges do not touch', () => {
    const good = row({ confirmed: share(90, 100, 0.82, 0.95) });
    const bad = row({ confirmed: share(40, 100, 0.31, 0.5) });
    expect([outcomeOf(good, bad, 'Confirmed'), outcomeOf(bad, good, 'Confirmed'), outcomeOf(good, row({ confirmed: share(8, 10, 0.49, 0.94) }), 'Confirmed'), outcomeOf(good, good, 'Confirmed')]).toEqual(['a', 'b', 'unclear', 'same']);
    const harmless = row({ harmful: share(0, 100, 0, 0.03) });
    const harmful = row({ harmful: share(20, 100, 0.13, 0.29) });
    expect(outcomeOf(harmful, harmless, 'Harmful')).toBe('b');
    expect(outcomeOf(row({ confirmed: share(0, 0, 0, 1) }), good, 'Confirmed')).toBe('unclear');
  });

  test('turning a comparison round turns every outcome round', () => {
    const amount = fc.integer({ min: 0, max: 1_000 });
    const wild = fc.record({ dropped: amount, p50Ms: fc.option(amount), cost: fc.option(fc.double({ min: 0, max: 9, noNaN: true })), promptTokens: amount }).map((more) => row(more));
    const turned = { a: 'b', b: 'a', differs: 'differs', same: 'same', unclear: 'unclear', none: 'none' } as const;
    fc.assert(fc.property(wild, wild, (a, b) => expect(compareRows(b, a).map(({ outcome }) => outcome)).toEqual(compareRows(a, b).map(({ outcome }) => turned[outcome]))));
  });

  test('a share that is something never reads as nothing', () => {
    expect([shareText(null), shareText(0), shareText(0.004), shareText(0.725), shareText(1)]).toEqual(['–', '0 %', '0.4 %', '73 %', '100 %']);
    expect([intervalText(share(1, 2, 0.094, 0.905)), intervalText(share(0, 0, 0, 1))]).toEqual(['9 to 91 %', '']);
  });

  test('times and tokens are short, and a dash where nothing was measured', () => {
    expect([latencyText(null), latencyText(84), latencyText(5_400), latencyText(12_200)]).toEqual(['–', '84 ms', '5.4 s', '12 s']);
    expect([tokensText({ promptTokens: 0, completionTokens: 0 }), tokensText({ promptTokens: 812_345, completionTokens: 960 })]).toEqual(['–', '812k in, 960 out']);
  });

  test('rows stand under their kind, the most used first, and none is lost', () => {
    const rows = [row({ cards: 1 }), row({ cards: 5, composer: 'model', model: 'm' }), row({ kind: 'guidedResponse', cards: 90 })];
    expect(byKind(rows).map(({ kind, cards, rows: list }) => [kind, cards, list.map(candidateName)])).toEqual([['guidedResponse', 90, ['Rules']], ['incidentSummary', 6, ['m', 'Rules']]]);
  });

  test('rows that differ in anything a composer is known by have keys of their own', () => {
    const rows = [row({}), row({ engine: 'cards 2' }), row({ composer: 'model', model: 'm' }), row({ composer: 'model', model: 'm', promptHash: 'aa' }), row({ kind: 'kqlAnswer' })];
    expect(new Set(rows.map(rowKey)).size).toBe(rows.length);
  });

  test('each day of a trend stands for the votes of the seven days up to it', () => {
    const day = (text: string, confirmed: number, offTarget: number) => ({ day: text, kind: 'incidentSummary', votes: confirmed + offTarget, confirmed, offTarget, harmful: 0 });
    const [confirmed, offTarget] = trendSeries([day('2026-11-01', 3, 1), day('2026-11-08', 0, 2), { ...day('2026-11-03', 9, 9), kind: 'guidedResponse' }], 'incidentSummary');
    expect(confirmed?.points.map(({ y }) => y)).toEqual([75, 75, 75, 75, 75, 75, 75, 0]);
    expect(offTarget?.points.at(-1)).toEqual({ x: Date.parse('2026-11-08'), y: 100 });
    expect(trendSeries([day('2026-11-01', 1, 0), day('2026-11-20', 1, 0)], 'incidentSummary')[0]?.points).toHaveLength(8);
    expect(trendSeries([], 'incidentSummary')).toEqual([]);
  });

  test('a card leads to its page, whatever is in its id', () => {
    expect(cardPath('guidedResponse', '../a b')).toBe('/incidents/..%2Fa%20b/response');
    expect(cardPath('scriptAnalysis', 'ff')).toBe('/scripts/ff');
    expect(cardPath('kqlAnswer', '1')).toBeUndefined();
  });
});

import { brokenLimits, differenceOutcome, limitText, metricInSentence, metricWords, rangeText, runSeries, shortCommit, tablesOf, valueText, type RunFigures, type RunMetric } from './run-figures.js';

const metric = (name: string, value: number, more: Partial<RunMetric> = {}): RunMetric => ({ name, value, low: null, high: null, better: 'HIGHER', opinion: false, limits: [], ...more });
const figures = (candidate: string, kind: string, ...metrics: RunMetric[]): RunFigures => ({ candidate, kind, cases: 3, skipped: 0, byModel: 0, fellBack: 0, repeatable: null, p50Ms: 1, p95Ms: 2, metrics });

describe('figures of a run', () => {
  test('are said in words and numbers as the command line prints them', () => {
    expect([metricWords('entityRecall'), metricWords('ndcg5'), metricWords('citationPrecision'), metricWords('constructor')]).toEqual(['Entity recall', 'nDCG@5', 'Citation precision', 'Constructor']);
    expect([metricInSentence('actionF1'), metricInSentence('ndcg5')]).toEqual(['action F1', 'nDCG@5']);
    expect([valueText(0.98765), valueText(12), valueText(1)]).toEqual(['0.988', '12', '1']);
    expect([rangeText({ low: 0.5, high: 1 }), rangeText({ low: null, high: null })]).toEqual(['0.5 to 1', '']);
    expect([limitText({ most: 0, least: null }), limitText({ most: null, least: 0.9 })]).toEqual(['at most 0', 'at least 0.9']);
    expect([shortCommit('a'.repeat(40)), shortCommit(null)]).toEqual(['aaaaaaa', '']);
  });

  test('stand in one table for each capability, with a place for what a candidate does not have', () => {
    const tables = tablesOf(['rules', 'm'], [figures('rules', 'guidedResponse', metric('harm', 0)), figures('m', 'guidedResponse', metric('harm', 1), metric('actionF1', 0.5)), figures('m', 'kqlAnswer', metric('runs', 1))]);
    expect(tables.map(({ kind, lines }) => [kind, lines.map(({ name, cells }) => [name, ...cells.map((cell) => cell?.value)])])).toEqual([
      ['guidedResponse', [['harm', 0, 1], ['actionF1', undefined, 0.5]]],
      ['kqlAnswer', [['runs', undefined, 1]]],
    ]);
  });

  test('name broken limits, the hard ones first', () => {
    const broken = (hard: boolean) => ({ most: 0, least: null, hard, verdict: 'BROKEN' as const, value: 1 });
    const all = [figures('rules', 'guidedResponse', metric('contained', 0, { limits: [{ ...broken(true), verdict: 'KEPT' }] }), metric('metamorphicBroken', 1, { limits: [broken(false)] }), metric('harm', 1, { limits: [broken(true)] }))];
    expect(brokenLimits(all).map((each) => each.metric)).toEqual(['harm', 'metamorphicBroken']);
  });

  test('a difference is better or worse only when its interval leaves out nothing at all', () => {
    expect(differenceOutcome({ low: 0.1, high: 0.3, better: 'HIGHER' })).toBe('better');
    expect(differenceOutcome({ low: 0.1, high: 0.3, better: 'LOWER' })).toBe('worse');
    expect(differenceOutcome({ low: -0.3, high: -0.1, better: 'LOWER' })).toBe('better');
    expect(differenceOutcome({ low: 0, high: 0.3, better: 'HIGHER' })).toBe('unclear');
    expect(differenceOutcome({ low: 0.1, high: 0.3, better: null })).toBe('unclear');
  });

  test('are plotted by candidate, and by sets where there are several choices of them', () => {
    const point = (at: string, value: number, sets = ['incidents'], candidate = 'rules') => ({ at, value, sets, candidate });
    expect(runSeries([point('2026-12-02T00:00:00Z', 0.5), point('2026-12-01T00:00:00Z', 0.4), point('not a time', 9)])).toEqual([{ name: 'rules', points: [{ x: Date.parse('2026-12-01T00:00:00Z'), y: 0.4 }, { x: Date.parse('2026-12-02T00:00:00Z'), y: 0.5 }] }]);
    expect(runSeries([point('2026-12-01T00:00:00Z', 1, ['b', 'a']), point('2026-12-02T00:00:00Z', 1, ['a', 'b']), point('2026-12-02T00:00:00Z', 1, ['a'], 'm')]).map(({ name, points }) => [name, points.length])).toEqual([['rules, a + b', 2], ['m, a', 1]]);
  });
});

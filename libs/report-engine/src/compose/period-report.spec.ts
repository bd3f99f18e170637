import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reportToHtml } from '../export/to-html.js';
import { reportToMarkdown } from '../export/to-markdown.js';
import { composePeriodReport, periodFigures, type PeriodAction, type PeriodIncident } from './period-report.js';

const name = fc.constantFrom('high', 'medium', 'low', 'informational', 'unknown', '');
const moment = fc.integer({ min: 0, max: 10_000_000 }).map((second) => new Date(Date.UTC(2025, 0, 1) + second * 1000).toISOString());
const names = (prefix: string): fc.Arbitrary<string[]> => fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map((number) => `${prefix}${number}`), { maxLength: 6 });
const incidents = fc.uniqueArray(
  fc.record<PeriodIncident>({
    id: fc.integer({ min: 0, max: 9_999 }).map(String), title: fc.string(), severity: name, status: fc.constantFrom('active', 'resolved', 'inProgress'), classification: fc.constantFrom('', 'truePositive', 'falsePositive'), determination: fc.constant(''),
    createdAt: fc.oneof(moment, fc.constant('')), resolvedAt: fc.oneof(moment, fc.constant('')), techniques: names('T10'), devices: names('pc'), users: names('user'),
  }),
  { selector: ({ id }) => id, maxLength: 40 },
);
const actions = fc.uniqueArray(fc.record<PeriodAction>({ id: fc.uuid(), action: fc.constantFrom('isolateDevice', 'disableUser'), state: fc.constantFrom('CONFIRMED', 'FAILED') }), { selector: ({ id }) => id, maxLength: 40 });
const sum = (counts: readonly { count: number }[]): number => counts.reduce((total, { count }) => total + count, 0);
const period = { from: '2025-01-01T00:00:00.000Z', to: '2025-05-01T00:00:00.000Z' };

describe('the figures of a period', () => {
  it('count every incident and action once', () => {
    fc.assert(fc.property(incidents, actions, (some, done) => {
      const figures = periodFigures({ incidents: some, actions: done });
      for (const counts of [figures.bySeverity, figures.byStatus, figures.byClassification]) expect(sum(counts)).toBe(some.length);
      expect(sum(figures.actions)).toBe(done.length);
      for (const { name: technique, count } of figures.topTechniques) expect(count).toBe(some.filter(({ techniques }) => techniques.includes(technique)).length);
      for (const { kind, name: asset, count } of figures.topAssets) expect(count).toBe(some.filter((each) => (kind === 'device' ? each.devices : each.users).includes(asset)).length);
      for (const list of [figures.topTechniques, figures.topAssets, figures.actions]) expect(list.map(({ count }) => count)).toEqual(list.map(({ count }) => count).sort((a, b) => b - a));
    }));
  });

  it('measure from creation to resolution what tells both, in order', () => {
    fc.assert(fc.property(incidents, (some) => {
      const { timed, mttrSeconds, medianSeconds } = periodFigures({ incidents: some, actions: [] });
      const spans = some.filter(({ createdAt, resolvedAt }) => createdAt !== '' && resolvedAt >= createdAt && resolvedAt !== '').map(({ createdAt, resolvedAt }) => (Date.parse(resolvedAt) - Date.parse(createdAt)) / 1000);
      expect(timed).toBe(spans.length);
      if (spans.length === 0) return expect([mttrSeconds, medianSeconds]).toEqual([null, null]);
      expect(mttrSeconds).toBeCloseTo(sum(spans.map((count) => ({ count }))) / spans.length, 6);
      expect(spans.filter((span) => span <= (medianSeconds ?? -1)).length).toBeGreaterThanOrEqual(spans.length / 2);
      expect(spans.filter((span) => span >= (medianSeconds ?? -1)).length).toBeGreaterThanOrEqual(spans.length / 2);
    }));
  });
});

describe('the report of a period', () => {
  it('is the same for any order of incidents and actions', () => {
    fc.assert(fc.property(incidents, actions, (some, done) => {
      const report = composePeriodReport({ ...period, incidents: some, actions: done }).report;
      expect(composePeriodReport({ ...period, incidents: [...some].reverse(), actions: [...done].reverse() }).report).toEqual(report);
    }), { numRuns: 30 });
  });

  const two: PeriodIncident[] = [
    { id: '1', title: '<script>alert(1)</script>', severity: 'high', status: 'resolved', classification: 'truePositive', determination: '', createdAt: '2025-01-02T00:00:00.000Z', resolvedAt: '2025-01-02T02:00:00.000Z', techniques: ['T1486'], devices: ['pc1'], users: [] },
    { id: '2', title: 'Second', severity: 'low', status: 'active', classification: '', determination: '', createdAt: '2025-01-03T00:00:00.000Z', resolvedAt: '', techniques: [], devices: ['pc1'], users: ['ana'] },
  ];

  it.each([['en', 'Incidents created from 2025-01-01 00:00 to 2025-05-01 00:00 UTC', '2 incidents were created', 'not classified', 'Mean time to resolve | 2 h 0 min'], ['de', 'Vorfälle, angelegt von 2025-01-01 00:00 bis 2025-05-01 00:00 UTC', '2 Vorfälle wurden', 'nicht eingestuft', 'Mittlere Zeit bis zur Lösung | 2 h 0 min']] as const)('reads in %s, with a chart for each count and no column of facts', (language, ...said) => {
    const { report } = composePeriodReport({ ...period, incidents: two, actions: [{ id: 'a', action: 'isolateDevice', state: 'CONFIRMED' }], language });
    const text = reportToMarkdown(report);
    for (const words of said) expect(text).toContain(words);
    expect(text).toContain('| T1486 | Data Encrypted for Impact | 1 |');
    expect(report.sections[0]?.blocks.filter(({ kind }) => kind === 'figure')).toHaveLength(3);
    const html = reportToHtml(report);
    expect(html).not.toContain('<script');
    expect(html).not.toMatch(/<th scope="col">(?:Facts|Fakten)</);
  });

  it('says when there was nothing', () => {
    const { report, figures } = composePeriodReport({ ...period, incidents: [], actions: [] });
    expect(figures).toMatchObject({ incidents: 0, mttrSeconds: null });
    expect(reportToMarkdown(report)).toContain('No incident was created in this period.');
  });
});

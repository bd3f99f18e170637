import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { composeIncidentReport } from '../compose/compose-report.js';
import { actionLog, phishing } from '../fixtures/report-fixtures.js';
import { compareReports } from './compare-reports.js';
import { diffLines } from './line-diff.js';

describe('the lines of two texts', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 30 });

  it('are all there: those before without what was added, those after without what was removed', () => {
    fc.assert(fc.property(lines, lines, (before, after) => {
      const told = diffLines(before, after);
      expect(told.filter(({ kind }) => kind !== 'added').map(({ text }) => text)).toEqual(before);
      expect(told.filter(({ kind }) => kind !== 'removed').map(({ text }) => text)).toEqual(after);
    }));
  });

  it('stay as many as can', () => {
    const common = (a: readonly string[], b: readonly string[]): number => {
      const [first, ...rest] = a;
      if (first === undefined) return 0;
      const at = b.indexOf(first);
      return Math.max(common(rest, b), at < 0 ? 0 : 1 + common(rest, b.slice(at + 1)));
    };
    const short = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });
    fc.assert(fc.property(short, short, (before, after) => {
      expect(diffLines(before, after).filter(({ kind }) => kind === 'same')).toHaveLength(common(before, after));
    }));
  });

  it('of texts too long to compare are told as removed and added', () => {
    const many = (name: string): string[] => Array.from({ length: 3_000 }, (_, index) => `${name} ${index}`);
    const told = diffLines(['head', ...many('old'), 'foot'], ['head', ...many('new'), 'foot']);
    expect(told.map(({ kind }) => kind)).toEqual(['same', ...many('old').map(() => 'removed'), ...many('new').map(() => 'added'), 'same']);
  });
});

describe('two reports', () => {
  const input = { incident: phishing(), events: [], actions: actionLog() };

  it('that are one have the same sections', () => {
    const report = composeIncidentReport(input);
    expect(compareReports(report, report).map(({ id, change }) => [id, change])).toEqual(report.sections.map(({ id }) => [id, 'same']));
  });

  it('tell sections that came and went, each extra section by its title', () => {
    const extra = (title: string): { title: string; paragraphs: string[] } => ({ title, paragraphs: ['Words'] });
    const before = composeIncidentReport({ ...input, sections: ['summary', 'actions', 'extra'], template: { extraSections: [extra('Contact'), extra('Legal'), extra('Legal')] } });
    const after = composeIncidentReport({ ...input, sections: ['summary', 'scripts', 'extra'], template: { extraSections: [extra('Contact'), extra('Legal')] } });
    expect(compareReports(before, after).map(({ id, change }) => [id, change])).toEqual([
      ['summary', 'same'], ['actions', 'removed'], ['scripts', 'added'], ['extra: Contact', 'same'], ['extra: Legal', 'same'], ['extra: Legal (2)', 'removed'], ['provenance', 'same'],
    ]);
  });

  it('tell the one row that changed', () => {
    const later = composeIncidentReport({ ...input, actions: [...actionLog(), { id: 'act-3', action: 'forcePasswordReset', target: { name: 'marta.lind@contoso.example' }, state: 'DECLINED', by: 'ana@contoso.example', at: '2025-03-10T02:00:00Z' }] });
    const section = compareReports(composeIncidentReport(input), later).find(({ id }) => id === 'actions');
    expect(section?.change).toBe('changed');
    const changed = section?.lines.filter(({ kind }) => kind !== 'same') ?? [];
    expect(changed.map(({ kind }) => kind)).toEqual(['removed', 'added']);
    expect(changed[1]?.text).toContain('declined');
  });
});

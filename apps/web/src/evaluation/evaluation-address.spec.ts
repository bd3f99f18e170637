import fc from 'fast-check';
import { readAddress, rangeProblem, shownDays, writeAddress } from './evaluation-address.js';

describe('the address of the evaluation', () => {
  test('what is written is read again', () => {
    const address = { view: 'feedback', days: 30, from: '2026-11-01', to: '2026-11-30', kind: 'guidedResponse', verdict: 'HARMFUL', composer: 'model', model: 'a model', lessons: 'APPROVED', cases: 'DRAFT', compare: ['a~b~c', 'd'], run: '0f8b2c1e-5d7a-4c0e-9a51-1b2c3d4e5f60', metric: 'guidedResponse.actionF1' } as const;
    expect(readAddress(writeAddress(address))).toEqual(address);
    expect(writeAddress(readAddress(new URLSearchParams())).toString()).toBe('');
  });

  test('anything in an address gives something that can be shown, and is settled once read', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('view', 'days', 'from', 'to', 'kind', 'verdict', 'compare', 'lessons', 'run', 'metric'), fc.oneof(fc.string(), fc.constantFrom('90', '2026-02-30', '2026-02-28', 'cases', 'harmful'))), (params) => {
        const address = readAddress(new URLSearchParams(params));
        expect(readAddress(writeAddress(address))).toEqual(address);
        const { from, to } = shownDays(address, Date.parse('2026-12-01T12:00:00Z'));
        expect(from <= to).toBe(true);
      }),
    );
  });

  test('days are counted back from today, today included', () => {
    expect(shownDays({ days: 7, from: '', to: '' }, Date.parse('2026-12-01T23:59:00Z'))).toEqual({ from: '2026-11-25', to: '2026-12-01' });
  });

  test('a day that does not exist, a turned range and a range that is too long are told apart', () => {
    expect(rangeProblem('2026-02-30', '2026-03-01')).toBe('Give both days.');
    expect(rangeProblem('2026-03-02', '2026-03-01')).toBe('The first day is after the last.');
    expect(rangeProblem('2025-01-01', '2026-03-01')).toMatch(/^Choose at most/);
    expect(rangeProblem('2026-03-01', '2026-03-01')).toBeUndefined();
  });
});

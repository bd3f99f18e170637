import fc from 'fast-check';
import { readFactSource } from './fact-source.js';
import { recordOf } from './record-ref.js';

describe('the source of a fact', () => {
  test('leads to its record', () => {
    expect(recordOf(readFactSource({ kind: 'evidence', alertId: 'a1', evidenceIndex: 2, evidenceType: 'deviceEvidence' }))).toEqual({ kind: 'evidence', alertId: 'a1', index: 2 });
    expect(recordOf(readFactSource({ kind: 'event', table: 'DeviceEvents', row: 0, timestamp: '2026-11-30T10:00:00Z' }))).toEqual({ kind: 'event', row: 0 });
    expect(readFactSource({ kind: 'derived', from: ['f1', 3, 'f2'], rule: 'count' })).toMatchObject({ from: ['f1', 'f2'], rule: 'count' });
  });

  test('of any form gives only text and whole numbers', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const source = readFactSource(value);
        expect(typeof source.kind).toBe('string');
        for (const number of [source.row, source.evidenceIndex, source.layer, source.line]) expect(number === null || Number.isInteger(number)).toBe(true);
      }),
    );
  });
});

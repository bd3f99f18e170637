import fc from 'fast-check';
import { formatRecord, parseRecord, recordOf } from './record-ref.js';

describe('record references', () => {
  it('survive the address bar', () => {
    const id = fc.string({ minLength: 1, unit: 'binary' });
    const record = fc.oneof(
      fc.record({ kind: fc.constant('alert' as const), alertId: id }),
      fc.record({ kind: fc.constant('evidence' as const), alertId: id, index: fc.nat(50_000) }),
      fc.record({ kind: fc.constant('event' as const), row: fc.nat(1_000_000) }),
    );
    fc.assert(
      fc.property(record, (reference) => {
        expect(parseRecord(formatRecord(reference))).toEqual(reference);
      }),
    );
  });

  it.each([null, '', 'alert:', 'event:x', 'event:1.5', 'nonsense'])('refuses %s', (text) => {
    expect(parseRecord(text)).toBeUndefined();
  });

  it('come from the source of a fact', () => {
    expect(recordOf({ kind: 'evidence', alertId: 'a', evidenceIndex: 0 })).toEqual({ kind: 'evidence', alertId: 'a', index: 0 });
    expect(recordOf({ kind: 'event', row: 0 })).toEqual({ kind: 'event', row: 0 });
    expect(recordOf({ kind: 'derived' })).toBeUndefined();
    expect(recordOf({ kind: 'incident' })).toBeUndefined();
  });
});

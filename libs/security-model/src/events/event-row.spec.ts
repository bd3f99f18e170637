import fc from 'fast-check';
import { jsonColumn, parseEventRow } from '../index.js';

describe('parseEventRow', () => {
  it('keeps the columns and the precision of the time', () => {
    const row = { Table: 'DeviceProcessEvents', Timestamp: '2026-03-02T10:10:01.1234567+02:00', ProcessId: 4, AdditionalFields: '{"a":1}', Gone: null, Type: 'kept' };
    expect(parseEventRow(row, 1)).toEqual({
      ok: true, row: { Table: 'DeviceProcessEvents', Timestamp: '2026-03-02T08:10:01.1234567Z', ProcessId: 4, AdditionalFields: '{"a":1}', Type: 'kept' },
    });
  });

  it('reads a line of text and the names of Log Analytics', () => {
    expect(parseEventRow('{"Type":"EmailEvents","TimeGenerated":"2026-03-02 08:10:01"}', 1)).toEqual({ ok: true, row: { Table: 'EmailEvents', Timestamp: '2026-03-02T08:10:01.000Z' } });
  });

  it.each([
    ['{', /valid JSON/],
    ['[1]', /JSON object/],
    [{ Timestamp: '2026-03-02' }, /"Table"/],
    [{ Table: 'x; drop', Timestamp: '2026-03-02' }, /name of a table/],
    [{ Table: 'T' }, /"Timestamp"/],
    [{ Table: 'T', Timestamp: 'soon' }, /ISO 8601/],
    [{ Table: 'T', Timestamp: '0001-01-01T00:00:00' }, /ISO 8601/],
    [Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`c${index}`, 1])), /columns/],
  ])('refuses with line and reason (%#)', (value, reason) => {
    expect(parseEventRow(value, 17)).toMatchObject({ ok: false, line: 17, reason: expect.stringMatching(reason) });
  });

  it('never throws and makes no odd object', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string(), fc.dictionary(fc.constantFrom('Table', 'Timestamp', '__proto__', 'a'), fc.oneof(fc.jsonValue(), fc.constantFrom('T', '2026-01-01')))), (value) => {
        const parsed = parseEventRow(value, 1);
        if (!parsed.ok) return;
        expect(Object.hasOwn(parsed.row, '__proto__')).toBe(false);
        expect(parsed.row.Timestamp).toMatch(/Z$/);
      }),
    );
  });
});

describe('jsonColumn', () => {
  it('reads texts and objects and nothing else', () => {
    expect(jsonColumn('{"a":[1]}')).toEqual({ a: [1] });
    expect(jsonColumn({ a: 1 })).toEqual({ a: 1 });
    expect(jsonColumn(' [1]')).toEqual([1]);
    expect([jsonColumn('{'), jsonColumn('"x"'), jsonColumn(4), jsonColumn(null)]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

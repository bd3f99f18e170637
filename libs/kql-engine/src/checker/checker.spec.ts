import { KqlErrorCode } from '../kql.error.js';
import { overlaySchema, schemaFromDefinition, shippedSchema } from '../schema/hunting-schema.js';
import { checkKql, columnsInScope, completeKql } from './checker.js';

const schema = shippedSchema();

describe('checkKql', () => {
  it('gives result columns with types, and the tables in the order they are named', () => {
    const check = checkKql('let recent = DeviceProcessEvents | where Timestamp > ago(1d);\nrecent | join kind=inner (DeviceInfo) on DeviceId | summarize dcount(DeviceId), Rows = count() by bin(Timestamp, 1h), FileName', schema);
    expect(check).toMatchObject({ ok: true, runnable: true, kind: 'query', diagnostics: [], tables: ['DeviceProcessEvents', 'DeviceInfo'] });
    expect(check.columns).toEqual([
      { name: 'Timestamp', type: 'datetime' },
      { name: 'FileName', type: 'string' },
      { name: 'dcount_DeviceId', type: 'long' },
      { name: 'Rows', type: 'long' },
    ]);
  });

  it('names tables behind wildcards and table()', () => {
    expect(checkKql('union DeviceP*, table("AlertInfo")', schema).tables).toEqual(expect.arrayContaining(['DeviceProcessEvents', 'AlertInfo']));
  });

  it('tells where an error is, by offset and by line', () => {
    const kql = 'DeviceInfo\n| where DeviceName == "a"\n    and FileNam == "b"';
    const [first] = checkKql(kql, schema).diagnostics;
    expect(first).toMatchObject({ code: 'KS142', severity: 'error', length: 7, line: 3, column: 9 });
    expect(kql.slice(first?.offset, (first?.offset ?? 0) + 7)).toBe('FileNam');
  });

  it('calls valid what may not run, and says so', () => {
    expect(checkKql('externaldata(a: string)["https://x.example"]', schema)).toMatchObject({ ok: true, runnable: false, columns: [{ name: 'a', type: 'string' }], diagnostics: [{ code: KqlErrorCode.Forbidden, severity: 'warning', offset: 0 }] });
    expect(checkKql('.drop table DeviceInfo', schema)).toMatchObject({ ok: false, runnable: false, kind: 'command', diagnostics: [{ code: KqlErrorCode.Forbidden, severity: 'error' }] });
    expect(checkKql('#crp a = 1\nDeviceInfo', schema)).toMatchObject({ ok: false, kind: 'directive' });
  });

  it('answers limits as a diagnostic', () => {
    expect(checkKql(`print ${'('.repeat(5000)}`, schema)).toMatchObject({ ok: false, diagnostics: [{ code: KqlErrorCode.TooLarge, severity: 'error', line: 1 }] });
  });

  it.each(['', '  // nothing here', 'let x = 1;', 'let f = (a: long) { a };'])('finds no query in %j', (kql) => {
    expect(checkKql(kql, schema)).toMatchObject({ ok: false, diagnostics: [{ code: KqlErrorCode.Invalid }] });
  });

  it('accepts what the services accept: columns named in invoke, count of anything, fuzzy unions, other spellings', () => {
    expect(checkKql('DeviceFileEvents | invoke FileProfile(SHA1, 1000) | where GlobalPrevalence < 5 | project Signer', schema)).toMatchObject({ ok: true, columns: [{ name: 'Signer', type: 'string' }] });
    expect(checkKql('DeviceInfo | invoke FileProfile(SHA1, 1000)', schema).ok).toBe(false);
    expect(checkKql('datatable(x: real)[] | summarize count(x)', schema).ok).toBe(true);
    expect(checkKql('datatable(x: real)[] | summarize countif(x)', schema).ok).toBe(false);
    expect(checkKql('print make_timespan(1, 12, 30, 55.123)', schema).ok).toBe(true);
    expect(checkKql('print d = dynamic({"a": 1}) | evaluate bag_unpack(d, OutputColumnPrefix = "p_", ignoredProperties = dynamic(["b"]))', schema).ok).toBe(true);
    expect(checkKql('print y = dynamic([1, 4, 9]), x = dynamic([1, 2, 3]) | extend series_fit_poly(y, x, 2)', schema).ok).toBe(true);
    expect(checkKql('union isfuzzy=true Nowhere, DeviceInfo | take 1', schema).ok).toBe(true);
    expect(checkKql('union isfuzzy=true (DeviceInfo | where Nope == 1), DeviceInfo', schema).ok).toBe(false);
    expect(checkKql('union Nowhere, DeviceInfo | take 1', schema).ok).toBe(false);
    expect(checkKql('IdentityLogonEvents | project ISP, AccountUPN | where ISP == "x" and AccountUPN == "y"', schema)).toMatchObject({ ok: true, columns: [{ name: 'Isp' }, { name: 'AccountUpn' }] });
  });

  it('knows the tables of an overlay and of the tenant', () => {
    const mine = overlaySchema(schema, schemaFromDefinition({ Own: { A: 'long' } }));
    expect(checkKql('Own | where A > 1', mine)).toMatchObject({ ok: true, tables: ['Own'] });
    expect(checkKql('Own | where A > 1', schema).ok).toBe(false);
  });

  it('hints only when asked', () => {
    const kql = 'DeviceProcessEvents | where FileName contains "powershell"';
    expect(checkKql(kql, schema).hints).toEqual([]);
    expect(checkKql(kql, schema, { hints: true }).hints).toContainEqual(expect.objectContaining({ severity: 'hint', code: 'KS500' }));
  });
});

describe('completeKql', () => {
  it('offers columns, tables and operators for their places, and nothing that may not run', () => {
    const column = completeKql('DeviceInfo | where Dev', 22, schema);
    expect(column).toMatchObject({ offset: 19, length: 3 });
    expect(column.items).toContainEqual(expect.objectContaining({ kind: 'column', label: 'DeviceName' }));
    const operators = completeKql('DeviceInfo | ', 13, schema).items.map(({ label }) => label);
    expect(operators).toContain('summarize');
    const start = completeKql('', 0, schema).items;
    expect(start).toContainEqual(expect.objectContaining({ kind: 'table', label: 'DeviceInfo' }));
    expect(start.filter(({ before }) => /^(externaldata|cluster|database|external_table|macro-expand)\b/.test(before))).toEqual([]);
  });

  it('has nothing to say outside the text or in a command', () => {
    expect(completeKql('DeviceInfo', 99, schema).items).toEqual([]);
    expect(completeKql('.show ', 6, schema).items).toEqual([]);
  });
});

describe('columnsInScope', () => {
  it('follows the steps of the query', () => {
    const kql = 'DeviceInfo | project Name = DeviceName, OSBuild | where ';
    expect(columnsInScope(kql, kql.length, schema)).toEqual([{ name: 'Name', type: 'string' }, { name: 'OSBuild', type: 'long' }]);
  });
});

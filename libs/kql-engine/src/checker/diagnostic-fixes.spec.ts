import fc from 'fast-check';
import { shippedSchema } from '../schema/hunting-schema.js';
import { checkKql } from './checker.js';
import { diagnosticFixes } from './diagnostic-fixes.js';

const schema = shippedSchema();
const fixed = (kql: string): { fixes: (string | undefined)[]; text: string } => {
  const { diagnostics } = checkKql(kql, schema);
  const fixes = diagnosticFixes(kql, diagnostics, schema);
  const places = diagnostics.map(({ offset, length }, at) => ({ offset, length, fix: fixes[at] })).filter((each): each is { offset: number; length: number; fix: string } => each.fix !== undefined);
  return { fixes, text: places.sort((a, b) => b.offset - a.offset).reduce((text, { offset, length, fix }) => text.slice(0, offset) + fix + text.slice(offset + length), kql) };
};

describe('diagnosticFixes', () => {
  it('gives the name that was meant, for each error in its place', () => {
    const kql = 'DeviceProcessEvents | where FileNam =~ "cmd.exe" and AccountNam == "ana"';
    expect(fixed(kql).fixes).toEqual(['FileName', 'AccountName']);
    expect(fixed(kql).text).toBe('DeviceProcessEvents | where FileName =~ "cmd.exe" and AccountName == "ana"');
  });

  it('keeps places right when an earlier fix is longer or shorter', () => {
    expect(fixed('DeviceProcessEvents | where FileNames =~ "x" | project DeviceNam, AccountNam').text).toBe('DeviceProcessEvents | where FileName =~ "x" | project DeviceName, AccountName');
  });

  it('puts a table right though that shows wrong columns', () => {
    expect(fixed('DeviceProcesEvents | where FileNames =~ "x" | project DeviceNam').text).toBe('DeviceProcessEvents | where FileNames =~ "x" | project DeviceNam');
  });

  it('has nothing for a query without errors, nor for what nobody can guess', () => {
    expect(fixed('AlertInfo | take 1').fixes.every((fix) => fix === undefined)).toBe(true);
    expect(fixed('AlertInfo | where Qqqqqzzzz == 1').fixes).toEqual([undefined]);
  });

  it('leaves fewer errors, or as many, for any mangled name', () => {
    fc.assert(fc.property(fc.constantFrom('FileName', 'DeviceName', 'ProcessCommandLine', 'AccountUpn'), fc.nat(7), fc.constantFrom('', 'x', 'e'), (name, at, put) => {
      const kql = `DeviceProcessEvents | where ${name.slice(0, at)}${put}${name.slice(at + 1)} has "a" | project Timestamp`;
      const errors = (text: string): number => checkKql(text, schema).diagnostics.filter(({ severity }) => severity === 'error').length;
      expect(errors(fixed(kql).text)).toBeLessThanOrEqual(errors(kql));
    }), { numRuns: 20 });
  });
});

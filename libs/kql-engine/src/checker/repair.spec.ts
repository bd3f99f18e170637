import fc from 'fast-check';
import { shippedSchema } from '../schema/hunting-schema.js';
import { checkKql } from './checker.js';
import { editDistance, nearestNames } from './nearest-names.js';
import { repairKql } from './repair.js';

const schema = shippedSchema();
const repaired = (kql: string): string => {
  const { text, check } = repairKql(kql, schema);
  expect(check.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return text;
};

describe('repairKql', () => {
  it.each([
    ['DeviceProcessEvents | where FileNam == "a"', 'DeviceProcessEvents | where FileName == "a"'],
    ['DeviceProcessEvents | where filename has "a"', 'DeviceProcessEvents | where FileName has "a"'],
    ['DeviceProcesEvents | take 1', 'DeviceProcessEvents | take 1'],
    ['ProcessCreationEvents | where EventTime > ago(1d)', 'DeviceProcessEvents | where Timestamp > ago(1d)'],
    ['DeviceProcessEvents | where TimeGenerated > ago(1d) and ComputerName == "y"', 'DeviceProcessEvents | where Timestamp > ago(1d) and DeviceName == "y"'],
    ['DeviceInfo | where tolowr(DeviceName) == "a"', 'DeviceInfo | where tolower(DeviceName) == "a"'],
    ['DeviceInfo | summarize dcout(DeviceId)', 'DeviceInfo | summarize dcount(DeviceId)'],
    ['DeviceEvents | evaluate bagunpack(AdditionalFields)', 'DeviceEvents | evaluate bag_unpack(AdditionalFields)'],
    ['DeviceInfo | join DeviceEvents on $left.DeviceIdd == $right.DeviceId', 'DeviceInfo | join DeviceEvents on $left.DeviceId == $right.DeviceId'],
    ['let threshold = 5; DeviceProcessEvents | where ProcessId > treshold', 'let threshold = 5; DeviceProcessEvents | where ProcessId > threshold'],
  ])('puts names right: %s', (kql, right) => expect(repaired(kql)).toBe(right));

  it.each([
    ['| where FileName = "a"', '| where FileName == "a"'],
    ['| where FileName === "a"', '| where FileName == "a"'],
    ['| where FileName == "a" AND ProcessId > 1', '| where FileName == "a" and ProcessId > 1'],
    ['| where FileName == "a" && ProcessId > 1 || ProcessId < 0', '| where FileName == "a" and ProcessId > 1 or ProcessId < 0'],
    ['| where FileName NOT IN ("a", "b")', '| where FileName !in ("a", "b")'],
    ['| where FileName not contains "a"', '| where FileName !contains "a"'],
    ['| where not FileName == "a" and ProcessId > 1', '| where not(FileName == "a") and ProcessId > 1'],
    ['| where FileName is null', '| where isempty(FileName)'],
    ['| where ProcessId is not null', '| where isnotnull(ProcessId)'],
    ['| where ProcessId != null', '| where isnotnull(ProcessId)'],
    ["| where FileName LIKE '%x%'", "| where FileName contains 'x'"],
    ["| where FileName LIKE 'x%'", "| where FileName startswith 'x'"],
    ['| where FileName.contains("a")', '| where FileName contains "a"'],
    ['| where FileName has "a" or "b"', '| where FileName has "a" or FileName has "b"'],
    ['| where FileName in "a", "b"', '| where FileName in ("a", "b")'],
    ['| where FileName in~ ["a", "b"]', '| where FileName in~ ("a", "b")'],
    ['| where Timestamp > ago("7d")', '| where Timestamp > ago(7d)'],
    ['| where Timestamp > ago(7 days)', '| where Timestamp > ago(7d)'],
    ['| where Timestamp > "2024-01-01"', '| where Timestamp > datetime(2024-01-01)'],
    ['| where Timestamp > 2024-01-01', '| where Timestamp > datetime(2024-01-01)'],
    ['| where Timestamp between ago(7d) and now()', '| where Timestamp between (ago(7d) .. now())'],
    ['| where Timestamp between (ago(7d), now())', '| where Timestamp between (ago(7d) .. now())'],
    ['| summarize count(*) by FileName', '| summarize count() by FileName'],
    ['| summarise count() by FileName', '| summarize count() by FileName'],
    ['| select FileName', '| project FileName'],
    ['| sort by FileName DESC', '| sort by FileName desc'],
    ['| top 10', '| take 10'],
    ['| join kind=left (DeviceInfo) on DeviceId', '| join kind=leftouter (DeviceInfo) on DeviceId'],
    ['where FileName == "a"', '| where FileName == "a"'],
    ['| where (FileName == "a"', '| where (FileName == "a")'],
    ['| where FileName == "a', '| where FileName == "a"'],
  ])('puts other languages right: %s', (kql, right) => expect(repaired(`DeviceProcessEvents ${kql}`)).toBe(`DeviceProcessEvents ${right}`));

  it('puts several things right and tells each', () => {
    const { text, repairs, check } = repairKql('DeviceProcessEvents | where FileName = "a" and Timestmp > ago(7 days) AND devicename in ["a", "b"] | summarise count(*) by DeviceNam | order by count_ DESC', schema);
    expect(text).toBe('DeviceProcessEvents | where FileName == "a" and Timestamp > ago(7d) and DeviceName in ("a", "b") | summarize count() by DeviceName | order by count_ desc');
    expect(check.ok).toBe(true);
    expect(repairs).toHaveLength(10);
    expect(repairs).toContainEqual(expect.objectContaining({ from: 'Timestmp', to: 'Timestamp', reason: expect.stringContaining('Timestmp') }));
  });

  it.each(['DeviceInfo | where ZzzQqq == 1', 'CloudAppEvents | where AccountUPN == "a"', 'print frobnicate(1)'])('offers nothing when nothing is near: %s', (kql) => {
    expect(repairKql(kql, schema)).toMatchObject({ text: kql, repairs: [], check: { ok: false } });
  });

  it('leaves valid queries, commands, and what may not run as they are', () => {
    for (const kql of ['DeviceInfo | take 1', '.drop table X', 'externaldata(a: string)["u"]', `print ${'('.repeat(3000)}`]) expect(repairKql(kql, schema)).toMatchObject({ text: kql, repairs: [] });
  });

  it('never makes a query worse, and gives the same every time', () => {
    const words = ['DeviceInfo', '|', 'where', 'DeviceNam', '=', '"x"', 'AND', 'not', 'count', '(', ')', 'between', 'null', 'is', ',', '[', 'LIKE', '"%a"', '==', '7', 'days', 'by', 'summarise'];
    const errors = (kql: string): number => checkKql(kql, schema).diagnostics.filter(({ severity }) => severity === 'error').length;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), (parts) => {
        const kql = `DeviceInfo | where ${parts.join(' ')}`;
        const once = repairKql(kql, schema);
        expect(repairKql(kql, schema)).toEqual(once);
        expect(once.repairs.length === 0 ? once.text : kql).toBe(kql);
        expect(once.check.ok || errors(once.text) <= errors(kql) * 2).toBe(true);
      }),
      { numRuns: 8 },
    );
  });
});

describe('nearestNames', () => {
  it('puts the same word in another case first, and keeps the order of the pool for ties', () => {
    expect(nearestNames('devicename', ['DeviceNames', 'DeviceName'])[0]).toBe('DeviceName');
    expect(nearestNames('Colum', ['ColumB', 'ColumA'])).toEqual(['ColumB', 'ColumA']);
    expect(nearestNames('CommandLine', ['FolderPath', 'ProcessCommandLine'])).toEqual(['ProcessCommandLine']);
    expect(nearestNames('AccountUPN', ['AccountType'])).toEqual([]);
  });

  it('counts a swap of neighbours once', () => {
    expect([editDistance('abcd', 'abdc'), editDistance('abc', ''), editDistance('abc', 'abc'), editDistance('kitten', 'sitting')]).toEqual([1, 3, 0, 3]);
  });
});

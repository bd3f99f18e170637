import { gzipSync } from 'node:zlib';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KqlError, KqlErrorCode } from '../kql.error.js';
import { DuckDbBackend } from './duckdb-backend.js';
import { eventFiles, loadEventFile } from './event-files.js';
import type { HuntRequest } from './hunt-backend.js';

let backend: DuckDbBackend;
let folder: string;

beforeAll(async () => {
  backend = await DuckDbBackend.open({ memoryLimit: '400MB' });
  folder = mkdtempSync(join(tmpdir(), 'attest-kql-'));
});
afterAll(async () => {
  await backend.close();
  rmSync(folder, { recursive: true });
});

async function failure(request: HuntRequest): Promise<KqlError> {
  const error: unknown = await backend.run(request).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(KqlError);
  return error as KqlError;
}

describe('limits', () => {
  it('cuts off at the row limit and says so', async () => {
    const result = await backend.run({ kql: 'range x from 1 to 5000 step 1', maxRows: 100 });
    expect(result.rows).toHaveLength(100);
    expect(result.truncated).toBe(true);
    expect((await backend.run({ kql: 'range x from 1 to 100 step 1', maxRows: 100 })).truncated).toBe(false);
  });

  it('stops at the time limit and at the signal, and runs the next query', async () => {
    const kql = 'range x from 1 to 200000 step 1 | extend k = 1 | join kind=inner (range y from 1 to 200000 step 1 | extend k = 1) on k | summarize sum(x * y)';
    expect((await failure({ kql, timeoutMs: 300 })).code).toBe(KqlErrorCode.Timeout);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    expect((await failure({ kql, signal: abort.signal })).code).toBe(KqlErrorCode.Timeout);
    expect((await backend.run({ kql: 'print 1' })).rows).toEqual([[1]]);
  });

  it('stops at the memory limit', async () => {
    const kql = 'range x from 1 to 20000000 step 1 | extend s = strcat("some text that is long enough to matter ", tostring(x)) | sort by s asc | summarize make_list(s)';
    expect([KqlErrorCode.Memory, KqlErrorCode.Timeout, KqlErrorCode.Runtime]).toContain((await failure({ kql, timeoutMs: 60_000 })).code);
    expect((await backend.run({ kql: 'print 1' })).rows).toEqual([[1]]);
  });

  it.each([
    ['parentheses', `print ${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['functions', `print ${'abs('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['arrays', `print dynamic(${'['.repeat(10_000)}${']'.repeat(10_000)})`],
    ['pipes', `print x=1 ${'| extend x = x + 1 '.repeat(10_000)}`],
    ['megabytes', `print "${'a'.repeat(10_000_000)}"`],
    ['joins', `let T0 = print x=1; ${Array.from({ length: 400 }, (_, i) => `let T${i + 1} = T${i} | join kind=inner (T${i}) on x | project x;`).join(' ')} T400`],
  ])('refuses too many nested or chained %s', async (_, kql) => {
    expect((await failure({ kql, timeoutMs: 20_000 })).code).toBe(KqlErrorCode.TooLarge);
  });

  it('translates long chains that people write', async () => {
    const terms = Array.from({ length: 1500 }, (_, i) => i);
    const result = await backend.run({ kql: `range x from 1 to 3 step 1 | where x in (${terms.join(', ')}) | where strcat("v", x) in~ (${terms.map((n) => `"V${n}"`).join(', ')}) | count` });
    expect(result.rows).toEqual([[3]]);
    expect((await backend.run({ kql: `print x = 2 | where ${terms.slice(0, 200).map((n) => `x == ${n}`).join(' or ')} | extend y = ${terms.slice(0, 100).join(' + ')}` })).rows).toEqual([[2, 4950]]);
    expect((await backend.run({ kql: `print x = 0 ${'| extend x = x + 1 '.repeat(100)}` })).rows).toEqual([[100]]);
  });

  it.each([
    ['externaldata(x:string)[@"https://example.com/x.csv"]', KqlErrorCode.Forbidden],
    ['cluster("x").database("y").T', KqlErrorCode.Forbidden],
    ['.drop table DeviceEvents', KqlErrorCode.Forbidden],
    ['print 1 | evaluate http_request("https://example.com")', KqlErrorCode.Forbidden],
    ['print x = (', KqlErrorCode.Invalid],
    ['', KqlErrorCode.Invalid],
  ])('refuses %s', async (kql, code) => {
    expect((await failure({ kql })).code).toBe(code);
  });
});

describe('events', () => {
  it('types the rows of the schema, keeps unknown columns out and counts them', async () => {
    const rows = [
      { Table: 'DeviceProcessEvents', Timestamp: '2024-05-01T10:00:00.1234567Z', DeviceName: 'pc1', ProcessId: 42, FileName: 'cmd.exe', AdditionalFields: '{"a":{"b":1}}', Nope: 1 },
      { Table: 'DeviceProcessEvents', Timestamp: '2024-05-02T10:00:00Z', DeviceName: 'pc2', ProcessId: '43', AdditionalFields: { a: { b: 2 } } },
    ];
    const result = await backend.store.append([...rows.map((row) => JSON.stringify(row)), 'no json', '[1]', ''].join('\n'));
    expect(result).toEqual({ rows: 2, invalid: 2, unknownColumns: { 'DeviceProcessEvents.Nope': 1 } });
    const query = 'DeviceProcessEvents | project Timestamp, DeviceName, ProcessId, FileName, b = toint(parse_json(AdditionalFields).a.b), isnull(InitiatingProcessId), ingestion_time() > ago(1h) | sort by Timestamp asc';
    expect((await backend.run({ kql: query })).rows).toEqual([
      ['2024-05-01T10:00:00.1234567Z', 'pc1', 42, 'cmd.exe', 1, true, true],
      ['2024-05-02T10:00:00.0000000Z', 'pc2', 43, '', 2, true, true],
    ]);
  });

  it('shows only rows inside the time range, in subqueries too', async () => {
    const timeRange = { from: '2024-05-01T00:00:00Z', to: '2024-05-02T00:00:00Z' };
    expect((await backend.run({ kql: 'DeviceProcessEvents | join kind=inner (DeviceProcessEvents) on DeviceName | count', timeRange })).rows).toEqual([[1]]);
    expect((await backend.run({ kql: 'union Device* | count', timeRange })).rows).toEqual([[1]]);
    expect((await backend.run({ kql: 'DeviceProcessEvents | count', timeRange: { from: '2024-05-03' } })).rows).toEqual([[0]]);
  });

  it('freezes now() at the given moment', async () => {
    expect((await backend.run({ kql: 'DeviceProcessEvents | where Timestamp > ago(1d) | project DeviceName', now: '2024-05-03T08:00:00Z' })).rows).toEqual([['pc2']]);
  });

  it('reads files: lines, gzip, arrays, tables that the schema does not have', async () => {
    const sub = join(folder, 'data');
    mkdirSync(sub);
    writeFileSync(join(sub, 'DeviceInfo.jsonl'), '{"Timestamp":"2024-01-01","DeviceName":"a"}\r\n{"Timestamp":"2024-01-02","DeviceName":"b"}\n');
    writeFileSync(join(sub, 'more.jsonl.gz'), gzipSync('{"Table":"DeviceInfo","DeviceName":"c"}\n'));
    writeFileSync(join(sub, 'Custom.json'), JSON.stringify([{ When: '2024-01-01T00:00:00Z', n: 1, r: 1, d: { x: 1 }, Mixed: 1 }, { When: '2024-01-02T00:00:00Z', n: 2, r: 1.5, Mixed: 'two', New: true }]));
    writeFileSync(join(sub, 'ignored.txt'), 'x');
    const files = await eventFiles(sub);
    expect(files).toHaveLength(3);
    for (const file of files) await loadEventFile(backend.store, file);
    await backend.store.makeUnknownTables();
    expect((await backend.run({ kql: 'DeviceInfo | project DeviceName | sort by DeviceName asc' })).rows).toEqual([['a'], ['b'], ['c']]);
    const result = await backend.run({ kql: 'Custom | where When > datetime(2024-01-01 12:00) | extend y = n + 1, x = d.x' });
    expect(result.columns).toEqual([
      { name: 'When', type: 'datetime' }, { name: 'n', type: 'long' }, { name: 'r', type: 'real' }, { name: 'Mixed', type: 'string' }, { name: 'd', type: 'dynamic' }, { name: 'New', type: 'bool' }, { name: 'y', type: 'long' }, { name: 'x', type: 'dynamic' },
    ]);
    expect(result.rows).toEqual([['2024-01-02T00:00:00.0000000Z', 2, 1.5, 'two', null, true, 3, null]]);
    await expect(eventFiles(join(folder, 'none'))).rejects.toThrow(KqlError);
  });

  it('keeps its tables in a file', async () => {
    const path = join(folder, 'events.duckdb');
    const first = await DuckDbBackend.open({ path });
    await first.store.append('{"Table":"DeviceInfo","DeviceName":"kept"}');
    await first.close();
    const second = await DuckDbBackend.open({ path });
    expect((await second.run({ kql: 'DeviceInfo | project DeviceName' })).rows).toEqual([['kept']]);
    await second.close();
  });

  it('answers queries while rows come in', async () => {
    const append = backend.store.append(Array.from({ length: 20_000 }, (_, i) => JSON.stringify({ Table: 'DeviceEvents', Timestamp: '2024-05-01T10:00:00Z', DeviceName: `pc${i}` })).join('\n'));
    const counts = await Promise.all([1, 2, 3].map(() => backend.run({ kql: 'DeviceEvents | count' })));
    for (const { rows } of counts) expect([0, 20_000]).toContain(rows[0]?.[0]);
    await append;
    expect((await backend.run({ kql: 'DeviceEvents | count' })).rows).toEqual([[20_000]]);
  });
});

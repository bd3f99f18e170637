import { DuckDbBackend } from './duckdb-backend.js';

/** Lines that each say something of how rows are read: numbers as texts, texts as numbers, bags, nulls, names that differ in case, other tables. */
const odd = [
  '{"Table":"DeviceProcessEvents","Timestamp":"2024-05-01T10:00:00.1234567Z","ProcessId":"43","FileName":7,"AdditionalFields":{"a": 1.50,"2":[1,null]},"LogonId":9007199254740993}',
  '{"Table":"DeviceProcessEvents","Timestamp":"2024-05-01T10:00:00+02:00","ProcessId":1.5,"FileName":"caf\\u00e9 \\ud83d\\ude00","IsProcessRemoteSession":"TRUE","Nope":1}',
  ' {"Timestamp":"Wed, 01 May 2024 10:00:00 GMT","ProcessId":null,"FileName":null,"MD5":true,"AdditionalFields":"","Table":"DeviceProcessEvents"}\r',
  '{"Table":"DeviceProcessEvents","Timestamp":"no time","ProcessId":1e3,"LogonId":1,"logonid":2,"FileName":"a\\u0000b","ProcessCommandLine":-0}',
  '{"Table":"AlertEvidence","Timestamp":"2024-05-01","AdditionalFields":"{\\"a\\": {\\"b\\":1}}","EntityType":"File"}',
  '{"FileName":"by default"}', '{}', '', '   ', '\r',
];
const broken = ['no json', '[1]', '5', '"x"', 'null', '{"Table":"DeviceProcessEvents"', '{"FileName":"\\ud800"}'];

describe('rows of events', () => {
  const stored = async (parts: readonly (string | Uint8Array)[]): Promise<unknown> => {
    const backend = await DuckDbBackend.open({ memoryLimit: '400MB' });
    const total = { rows: 0, invalid: 0, unknownColumns: {} as Record<string, number> };
    for (const part of parts) {
      const { rows, invalid, unknownColumns } = await backend.store.append(part, 'DeviceProcessEvents');
      total.rows += rows;
      total.invalid += invalid;
      for (const [name, count] of Object.entries(unknownColumns)) total.unknownColumns[name] = (total.unknownColumns[name] ?? 0) + count;
    }
    await backend.store.makeUnknownTables();
    const tables = ['DeviceProcessEvents', 'AlertEvidence'].map(async (name) => (await backend.run({ kql: name })).rows.map((row) => JSON.stringify(row)).sort());
    const result = { ...total, tables: await Promise.all(tables) };
    await backend.close();
    return result;
  };
  const plain = Array.from({ length: 120 }, (_, at) => JSON.stringify({ Table: 'DeviceProcessEvents', Timestamp: `2024-05-0${(at % 9) + 1}T10:00:00.${String(at).padStart(7, '0')}Z`, DeviceName: `pc${at}`, ProcessId: at, ProcessCommandLine: 'x'.repeat(600) }));

  it.each([
    ['one table', [...plain, ...odd.slice(0, 3), '', '  ']],
    ['names that differ in case', [...plain, ...odd.slice(0, 4)]],
    ['several tables', [...plain, ...odd]],
    ['lines that are no rows', [...plain, ...odd, ...broken]],
  ])('are the same in one large portion as line by line: %s', async (_, lines) => {
    const whole = lines.join('\n');
    expect(whole.length).toBeGreaterThan(64 * 1024);
    const byLine = await stored([plain.slice(0, 60).join('\n'), plain.slice(60).join('\n'), ...lines.slice(plain.length).map((line) => `${line}\n`)]);
    expect(await stored([whole])).toEqual(byLine);
    expect(await stored([new TextEncoder().encode(whole)])).toEqual(byLine);
  }, 240_000);

  it('reads seven digits of a second, offsets and other forms of time', async () => {
    const { tables } = (await stored([odd.slice(0, 4).join('\n')])) as { tables: string[][] };
    expect(tables[0]?.map((row) => (JSON.parse(row) as unknown[])[0]).sort()).toEqual(['2024-05-01T08:00:00.0000000Z', '2024-05-01T10:00:00.0000000Z', '2024-05-01T10:00:00.1234567Z', null]);
  });

  it('leaves DuckDB no folder but its own to read', async () => {
    const backend = await DuckDbBackend.open();
    const { connection } = backend.store as unknown as { connection: { run(sql: string): Promise<unknown> } };
    await expect(connection.run("SELECT * FROM read_text('/etc/hosts')")).rejects.toThrow(/Permission|disabled/);
    await expect(connection.run("SET allowed_directories = ['/']")).rejects.toThrow(/Permission|locked|disabled/);
    await backend.close();
  });

  it('answers wide rows of a filtered table as any other', async () => {
    const backend = await DuckDbBackend.open();
    await backend.store.append(plain.join('\n'));
    const kql = 'DeviceProcessEvents | where Timestamp > datetime(2024-05-02) | where ProcessId % 7 == 1 and DeviceName has "pc22" or ProcessId == 30';
    const wide = await backend.run({ kql: `${kql} | sort by ProcessId asc`, timeRange: { to: '2024-05-09' } });
    const narrow = await backend.run({ kql: `${kql} | project ProcessId, DeviceName | sort by ProcessId asc`, timeRange: { to: '2024-05-09' } });
    const at = ['ProcessId', 'DeviceName'].map((name) => wide.columns.findIndex((column) => column.name === name));
    expect(wide.rows.map((row) => at.map((place) => row[place]))).toEqual(narrow.rows);
    expect(narrow.rows).toEqual([[22, 'pc22'], [30, 'pc30']]);
    await backend.close();
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CommandError, ExitCode } from './exit-code.js';
import { kqlRunCommand } from './kql-run.command.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attest-kql-run-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  process.exitCode = undefined;
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function output(args: string[]): Promise<string> {
  const written: string[] = [];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const err = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    await kqlRunCommand(args);
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return written.join('');
}

describe('attest kql run', () => {
  it('prints columns, rows and time as JSON', async () => {
    const query = file('q.kql', 'datatable(a:string, t:datetime)["x", datetime(2020-01-01)] | extend d = dynamic({"k":[1]}), s = 90m');
    expect(JSON.parse(await output([query, '--json']))).toEqual({
      columns: [{ name: 'a', type: 'string' }, { name: 't', type: 'datetime' }, { name: 'd', type: 'dynamic' }, { name: 's', type: 'timespan' }],
      rows: [['x', '2020-01-01T00:00:00.0000000Z', { k: [1] }, '01:30:00']],
      ms: expect.any(Number),
    });
  });

  it('reads several data files, the last word being the query, at a frozen moment', async () => {
    const one = file('DeviceInfo.jsonl', '{"Timestamp":"2024-05-01T10:00:00Z","DeviceName":"a"}\n');
    const two = file('Mine.json', '[{"Name":"a","Score":7}]');
    const query = file('join.kql', 'DeviceInfo | where Timestamp > ago(1d) | join kind=inner Mine on $left.DeviceName == $right.Name | project DeviceName, Score');
    expect(JSON.parse(await output(['--now', '2024-05-02T09:00:00Z', '--data', one, two, query, '--json']))).toMatchObject({ rows: [['a', 7]] });
    expect(JSON.parse(await output(['--now', '2024-06-02T09:00:00Z', '--data', one, '--data', two, '--json', query]))).toMatchObject({ rows: [] });
  });

  it('tells why a query is refused, and where', async () => {
    const query = file('bad.kql', 'print 1\n| fork (take 1)');
    expect(JSON.parse(await output([query, '--json']))).toEqual({ error: { code: 'KQL_UNSUPPORTED', message: expect.stringContaining('fork'), line: 2, column: expect.any(Number) } });
    await expect(output([query])).rejects.toMatchObject({ exitCode: ExitCode.Input, message: expect.stringContaining('line 2') });
  });

  it('prints numbers inside dynamic values with the digits the engine has', async () => {
    const query = file('digits.kql', 'print a = dynamic({"real": 2.0, "long": 1, "large": 9007199254740993}), b = series_divide(dynamic([1, 4]), dynamic([4, 2]))');
    expect(await output([query, '--json'])).toContain('"rows":[[{"real":2.0,"long":1,"large":9007199254740993},[0.25,2.0]]]');
  });

  it('prints a table for people, without control characters', async () => {
    const query = file('table.kql', 'print name = "a\\u001b[31mb", n = 1');
    const text = await output([query]);
    expect(text).toContain('name');
    expect(text).toContain('1 rows');
    expect(text).not.toContain('\u001b');
  });

  it.each([[[]], [['a', 'b']], [['--nope', 'x']], [['--rows', 'many', 'x']]])('does not understand %j', async (args) => {
    await expect(output(args)).rejects.toMatchObject({ exitCode: ExitCode.Usage });
  });

  it('says when a file is missing', async () => {
    await expect(output([join(folder, 'none.kql')])).rejects.toBeInstanceOf(CommandError);
    const query = file('p.kql', 'print 1');
    expect(JSON.parse(await output(['--data', join(folder, 'none'), query, '--json']))).toMatchObject({ error: { code: 'KQL_BACKEND' } });
  });
});

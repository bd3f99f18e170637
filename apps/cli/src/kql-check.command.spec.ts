import { jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExitCode } from './exit-code.js';
import { kqlCheckCommand } from './kql-check.command.js';

const folder = mkdtempSync(join(tmpdir(), 'attest-kql-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the command writes for a file with this text. */
async function output(text: string, ...options: string[]): Promise<string> {
  const file = join(folder, 'in.txt');
  writeFileSync(file, text);
  const written: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((chunk, done) => {
    written.push(String(chunk));
    (done as unknown as (() => void) | undefined)?.();
    return true;
  });
  try {
    await kqlCheckCommand([file, ...options]);
  } finally {
    spy.mockRestore();
  }
  return written.join('');
}

describe('attest kql check', () => {
  it('answers each JSON line in order, with its id, whatever the verdict', async () => {
    const lines = ['{"id":"a","kql":"DeviceInfo | project DeviceName"}', '', '"DeviceInfo | where Nope == 1"', `{"id":{"n":1},"kql":"print ${'('.repeat(5000)}"}`, '{"id":4,"kql":".drop table X"}'];
    const verdicts = (await output(lines.join('\r\n'), '--json')).trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(verdicts).toMatchObject([
      { id: 'a', ok: true, runnable: true, diagnostics: [], columns: [{ name: 'DeviceName', type: 'string' }], tables: ['DeviceInfo'] },
      { ok: false, diagnostics: [{ code: 'KS142', line: 1, column: 20 }] },
      { id: { n: 1 }, ok: false, diagnostics: [{ code: 'KQL_TOO_LARGE' }] },
      { id: 4, ok: false, diagnostics: [{ code: 'KQL_FORBIDDEN' }] },
    ]);
    expect(verdicts[1]).not.toHaveProperty('id');
  });

  it('takes a query alone, and writes nothing that moves the terminal', async () => {
    expect(await output('DeviceInfo\n| take 1\n')).toBe('ok\n');
    expect(await output('externaldata(a: string)["u"]')).toContain('valid, but may not run');
    expect(await output('DeviceInfo | where \u001b[31mNope')).not.toMatch(/\u001b/);
  });

  it.each([
    ['{"id": 1}', ExitCode.Input],
    ['"a"\n{broken', ExitCode.Input],
  ])('refuses the input %s', async (text, exitCode) => {
    await expect(output(text, '--json')).rejects.toMatchObject({ exitCode });
  });

  it('refuses what it does not understand, and files that are not there', async () => {
    await expect(kqlCheckCommand(['--nope'])).rejects.toMatchObject({ exitCode: ExitCode.Usage });
    await expect(kqlCheckCommand(['a', 'b'])).rejects.toMatchObject({ exitCode: ExitCode.Usage });
    await expect(kqlCheckCommand([join(folder, 'missing')])).rejects.toMatchObject({ exitCode: ExitCode.Input });
    await expect(kqlCheckCommand([folder])).rejects.toMatchObject({ exitCode: ExitCode.Input });
  });
});

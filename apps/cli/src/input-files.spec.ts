import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { auditVerifyCommand } from './audit-verify.command.js';
import { ExitCode } from './exit-code.js';
import { reportCommand } from './report.command.js';
import { respondCommand } from './respond.command.js';

const folder = mkdtempSync(join(tmpdir(), 'attest-input-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const incident = JSON.stringify({ id: '5', displayName: 'Anmeldung aus Zürich', severity: 'low', status: 'active', createdDateTime: '2025-03-09T23:33:00Z', alerts: [{ id: 'a', title: 'Unusual sign-in', severity: 'low', status: 'new', createdDateTime: '2025-03-09T23:31:00Z', evidence: [] }] }, null, 1);
const row = { Table: 'DeviceEvents', Timestamp: '2025-03-09T23:30:00Z', DeviceName: 'zürich-01', ActionType: 'x' };

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function utf16be(text: string): Buffer {
  return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
}

async function run(command: (args: string[]) => Promise<void>, args: string[]): Promise<{ out: string; said: string }> {
  const [out, said] = [[] as string[], [] as string[]];
  const spies = [jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => out.push(String(chunk)) > 0), jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => said.push(String(chunk)) > 0)];
  try {
    await command(args);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { out: out.join(''), said: said.join('') };
}

describe('files of the command line', () => {
  it.each([
    ['utf8-mark.json', Buffer.from(`\uFEFF${incident}`)],
    ['utf16le.json', Buffer.from(`\uFEFF${incident}`, 'utf16le')],
    ['utf16be.json', utf16be(incident)],
    ['utf16.json.gz', gzipSync(Buffer.from(`\uFEFF${incident}`, 'utf16le'))],
  ])('reads an incident from %s as from plain UTF-8', async (name, content) => {
    expect((await run(respondCommand, [file(name, content), '--json'])).out).toBe((await run(respondCommand, [file('plain.json', incident), '--json'])).out);
  });

  it.each([
    ['mark.jsonl', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['utf16le.jsonl', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['utf16be.jsonl.gz', (text: string) => gzipSync(utf16be(text))],
    ['long.jsonl', (text: string) => Buffer.from(`${JSON.stringify({ ...row, AdditionalFields: 'ü'.repeat(300_000) })}\r\n${text}`)],
  ])('loses no event row of %s', async (name, encode) => {
    const rows = `${JSON.stringify(row)}\r\n\r\n${JSON.stringify({ ...row, ActionType: 'y' })}`;
    const { said } = await run(respondCommand, [file('plain.json', incident), '--events', file(name, encode(rows))]);
    expect(said).toContain(`${name.startsWith('long') ? 3 : 2} event rows read\n`);
  });

  it('says that only the first of several incidents is taken', async () => {
    const { said } = await run(respondCommand, [file('two.json', `[${incident},${incident}]`)]);
    expect(said).toContain('two.json holds 2 incidents; the first is taken');
  });

  it.each([
    ['empty.json', '', /empty\.json is empty\.$/],
    ['comma.json', '{\n  "id": "5",\n  "alerts": [1,\n  ,2]\n}', /comma\.json is not JSON from line 4, column 3\.$/],
    ['open.json', '{"id": "5",\n "alerts": [{"title": "un', /open\.json is cut off: its JSON ends too early, at line 2, column 26\.$/],
    ['control.json', '{"id": "\u001b[2J"}', /control\.json is not JSON from line 1, column 8\.$/],
    ['after.json', '{"id": "5"} x', /after\.json is not JSON from line 1, column 13\.$/],
    ['number.json', '{"id": 05}', /number\.json is not JSON from line 1, column 8\.$/],
    ['unclosed.json', '[[[', /cut off/],
    ['wrong-close.json', '{"a": [1}', /line 1, column 9\.$/],
    ['key.json', '{a: 1}', /line 1, column 2\.$/],
    ['cut.json.gz', gzipSync(incident).subarray(0, 90), /cut\.json\.gz could not be read: it is gzip and cut off\.$/],
    ['broken.json.gz', Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from('no gzip at all')]), /it begins like gzip and is broken\.$/],
  ])('refuses %s with the place', async (name, content, sentence) => {
    await expect(run(respondCommand, [file(name, content)])).rejects.toMatchObject({ exitCode: ExitCode.Input, message: expect.stringMatching(sentence) });
  });

  it('says what a path is in words of a person', async () => {
    const plain = file('plain.json', incident);
    await expect(run(respondCommand, [folder])).rejects.toMatchObject({ exitCode: ExitCode.Input, message: `${folder} could not be read: it is a folder.` });
    await expect(run(auditVerifyCommand, [join(plain, 'x')])).rejects.toMatchObject({ exitCode: ExitCode.Input, message: `${join(plain, 'x')} could not be read: a part of its path is no folder.` });
    await expect(run(reportCommand, [plain, '--out', join(folder, 'none', 'x.md')])).rejects.toMatchObject({ exitCode: ExitCode.Input, message: `${join(folder, 'none', 'x.md')} could not be written: its folder does not exist.` });
  });

  it('refuses a command line in one sentence and the usage', async () => {
    await expect(run(respondCommand, ['--nosuch'])).rejects.toMatchObject({ exitCode: ExitCode.Usage, message: expect.stringMatching(/^There is no option --nosuch\.\nUsage: attest incident respond/) });
    await expect(run(respondCommand, ['--events'])).rejects.toMatchObject({ message: expect.stringMatching(/^Option '--events <value>' argument missing\.\nUsage: /) });
  });
});

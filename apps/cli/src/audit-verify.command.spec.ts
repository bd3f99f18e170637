import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { auditHash, firstLink, type AuditRow } from '@attest/identity/audit';
import { auditVerifyCommand } from './audit-verify.command.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attest-audit-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  process.exitCode = undefined;
});

function log(count: number): AuditRow[] {
  let previous = firstLink;
  return Array.from({ length: count }, (_, at) => {
    const row = { tenant: 'default', sequence: at + 1, at: '2026-11-30T12:00:00.000Z', actor: { kind: 'person' as const, subject: 's', name: 'Ana' }, operation: 'action.approved', subjectId: `a-${at}`, details: { reason: 'C2' }, previous };
    previous = auditHash(row);
    return { ...row, hash: previous };
  });
}

async function verify(rows: readonly unknown[], ...more: string[]): Promise<{ text: string; code: number | string | undefined }> {
  const file = join(folder, 'audit.jsonl');
  writeFileSync(file, rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join(''));
  const written: string[] = [];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  process.exitCode = 0;
  try {
    await auditVerifyCommand([file, ...more]);
    return { text: written.join(''), code: process.exitCode };
  } finally {
    out.mockRestore();
  }
}

describe('attest audit verify', () => {
  const rows = log(5);
  const head = `default:5:${rows[4]!.hash}`;

  it('says that a log holds, and its heads', async () => {
    expect(await verify(rows)).toEqual({ text: `The audit log holds: 5 rows.\nKeep the heads; with --head rows cut off later show.\n  ${head}\n`, code: 0 });
    expect(await verify([])).toEqual({ text: 'The audit log holds: 0 rows.\n', code: 0 });
  });

  it('names the first bad row, and says so by its exit code', async () => {
    const altered = rows.map((row, at) => (at === 2 ? { ...row, details: { reason: 'C3' } } : row));
    expect(await verify(altered)).toEqual({ text: 'The audit log does not hold. Row 3 (tenant default, sequence 3) was altered: its content does not have its hash.\n', code: 1 });
    expect((await verify(rows.filter((_, at) => at !== 1))).text).toContain('Row 2 (tenant default, sequence 3) follows a gap: sequence 2 is missing.');
    expect((await verify([rows[0], 'not json', rows[1]])).text).toContain('Row 2 is not a row of an audit log.');
    expect(JSON.parse((await verify(altered, '--json')).text)).toMatchObject({ ok: false, row: 3, sequence: 3, problem: 'altered' });
  });

  it('shows what was cut off against a head', async () => {
    expect((await verify(rows.slice(0, 3), '--head', head)).text).toContain('ends at 3, but it reached 5 before');
    expect((await verify(rows, '--head', head)).code).toBe(0);
    await expect(verify(rows, '--head', 'x')).rejects.toMatchObject({ exitCode: 2 });
  });
});

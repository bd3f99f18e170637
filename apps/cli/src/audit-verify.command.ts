import { parseArgs } from 'node:util';
import pg from 'pg';
import { AttestConfig, settings } from '@attest/config';
import { auditRowOf, verifyAuditChain, type AuditHead, type AuditRow, type AuditVerification } from '@attest/identity/audit';
import { CommandError, ExitCode, usageError } from './exit-code.js';
import { readText } from './file-text.js';

export const auditVerifyUsage = 'attest audit verify [FILE|-] [--head TENANT:SEQUENCE:HASH...] [--json]';

/** Code of a log that does not hold: a program can tell it from a file that could not be read. */
const broken = 1;
const part = 5_000;

/** `attest audit verify`: checks an exported audit log, or without a file the one at DATABASE_URL, and names the first bad row. */
export async function auditVerifyCommand(args: string[]): Promise<void> {
  const { file, heads, json } = readArguments(args);
  const verification = file === undefined ? await verifyDatabase(heads) : verifyAuditChain(linesOf(await readText(file)), heads);
  process.stdout.write(json ? `${JSON.stringify(verification)}\n` : toText(verification));
  if (!verification.ok) process.exitCode = broken;
}

function readArguments(args: string[]): { file: string | undefined; heads: AuditHead[]; json: boolean } {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { head: { type: 'string', multiple: true, default: [] }, json: { type: 'boolean', default: false } } });
    if (positionals.length > 1) throw new Error('One file is taken.');
    return { file: positionals[0], heads: values.head.map(headOf), json: values.json };
  } catch (error) {
    throw usageError(error, auditVerifyUsage);
  }
}

function headOf(text: string): AuditHead {
  const [, tenant, sequence, hash] = /^(.+):(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (tenant === undefined || sequence === undefined || hash === undefined) throw new Error('--head takes TENANT:SEQUENCE:HASH, as this command prints them.');
  return { tenant, sequence: Number(sequence), hash };
}

/** Values of JSON Lines. What is no JSON stays text, which no row of a log is. */
function* linesOf(text: string): Generator<unknown, void, void> {
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      yield JSON.parse(line) as unknown;
    } catch {
      yield line;
    }
  }
}

/** The log in PostgreSQL, against the actions that name rows of it: what was cut off at the end shows by them. */
async function verifyDatabase(given: readonly AuditHead[]): Promise<AuditVerification> {
  const { databaseUrl } = AttestConfig.fromEnvironment();
  if (databaseUrl === undefined) throw new CommandError(ExitCode.Usage, `Give a file that GET /api/actions/audit.jsonl gave, or set ${settings.databaseUrl.variable}.\nUsage: ${auditVerifyUsage}`);
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query("SELECT set_config('attest.tenant', '*', true)");
    const rows: AuditRow[] = [];
    for (let at: [string, string] = ['', '0']; ; ) {
      const { rows: found } = await client.query<Parameters<typeof auditRowOf>[0]>('SELECT * FROM responder.audit WHERE (tenant, sequence) > ($1, $2) ORDER BY tenant, sequence LIMIT $3', [...at, part]);
      rows.push(...found.map(auditRowOf));
      const last = found.at(-1);
      if (last === undefined) break;
      at = [last.tenant, last.sequence];
    }
    const verification = verifyAuditChain(rows, given);
    if (!verification.ok) return verification;
    const { rows: named } = await client.query<{ tenant: string; sequence: string; action: string }>('SELECT DISTINCT ON (tenant) tenant, audit_sequence AS sequence, id AS action FROM responder.action ORDER BY tenant, audit_sequence DESC');
    for (const { tenant, sequence, action } of named) {
      const reached = verification.heads.find((head) => head.tenant === tenant)?.sequence ?? 0;
      if (reached >= Number(sequence)) continue;
      const sentence = `The log of tenant ${tenant} ends at ${reached}, but action ${action} was written down at ${sequence}: rows were cut off.`;
      return { ok: false, rows: rows.length, row: rows.length + 1, tenant, sequence: reached + 1, problem: 'truncated', sentence };
    }
    return verification;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(ExitCode.Input, `The audit log at ${settings.databaseUrl.variable} could not be read${(error as { code?: string }).code === '42P01' ? ': there is none' : ''}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function toText(verification: AuditVerification): string {
  if (!verification.ok) return `The audit log does not hold. ${verification.sentence}\n`;
  const heads = verification.heads.map(({ tenant, sequence, hash }) => `  ${tenant}:${sequence}:${hash}\n`);
  return `The audit log holds: ${verification.rows} ${verification.rows === 1 ? 'row' : 'rows'}.\n${heads.length > 0 ? `Keep the heads; with --head rows cut off later show.\n${heads.join('')}` : ''}`;
}

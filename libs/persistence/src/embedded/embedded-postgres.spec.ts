import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { PersistenceErrorCode } from '../persistence.error.js';
import { isAlive } from './process-state.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function serverPid(folder: string): Promise<number> {
  const location = (await readFile(join(folder, 'LOCATION'), 'utf8').catch(() => folder)).trim();
  return Number((await readFile(join(location, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

describe('embedded PostgreSQL', () => {
  let folder: string;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'attest-pg-')), 'postgres');
  });

  afterEach(async () => {
    const location = await readFile(join(folder, 'LOCATION'), 'utf8').catch(() => undefined);
    if (location) await rm(location.trim(), { recursive: true, force: true });
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  it('keeps rows over a restart and leaves no process behind', async () => {
    const first = await startEmbeddedPostgres({ dataDir: folder });
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const pid = await serverPid(folder);
    await first.stop();
    expect(await isAlive(pid)).toBe(false);
    const second = await startEmbeddedPostgres({ dataDir: folder });
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it('starts again after the server was killed, with every committed row', async () => {
    const first = await startEmbeddedPostgres({ dataDir: folder });
    await query(first.url, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n');
    process.kill(await serverPid(folder), 'SIGKILL');
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir: folder });
    expect(await query(second.url, 'SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 1000 }]);
    await second.stop();
  });

  it('refuses a folder that a living Attest holds, and says how to run a second one', async () => {
    const running = await startEmbeddedPostgres({ dataDir: folder });
    const location = (await readFile(join(folder, 'LOCATION'), 'utf8').catch(() => folder)).trim();
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60000)']);
    await writeFile(join(location, 'launcher.pid'), String(other.pid));
    await expect(startEmbeddedPostgres({ dataDir: folder })).rejects.toMatchObject({ code: PersistenceErrorCode.DataFolderInUse, message: expect.stringContaining('ATTEST_DATA_DIR') });
    other.kill('SIGKILL');
    await running.stop();
  });

  it('ends the orphan of a launcher that was killed and takes the folder over', async () => {
    await startEmbeddedPostgres({ dataDir: folder });
    const orphan = await serverPid(folder);
    const location = (await readFile(join(folder, 'LOCATION'), 'utf8').catch(() => folder)).trim();
    await writeFile(join(location, 'launcher.pid'), '999999999');
    const next = await startEmbeddedPostgres({ dataDir: folder });
    expect(await isAlive(orphan)).toBe(false);
    expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await next.stop();
  });
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded/embedded-postgres.js';
import type { ServiceDatabase } from './database.js';
import { tenantPolicySql } from './tenant-policy.js';
import { createDatabase } from './typeorm-database.js';

class CreateNote1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE notes.note (tenant text NOT NULL, text text NOT NULL)');
    for (const statement of tenantPolicySql('notes', 'note')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notes.note');
  }
}

describe('a service database', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let database: ServiceDatabase;

  const open = () => createDatabase(postgres.url).open({ schema: 'notes', entities: [], migrations: [CreateNote1700000000000] });
  const texts = (tenant: string) => database.inTenant(tenant, (manager) => manager.query<{ text: string }[]>('SELECT text FROM notes.note ORDER BY text'));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attest-db-'));
    postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
    database = await open();
    for (const tenant of ['north', 'south']) {
      await database.inTenant(tenant, (manager) => manager.query('INSERT INTO notes.note VALUES ($1, $2)', [tenant, `of ${tenant}`]));
    }
  });

  afterAll(async () => {
    await database.close();
    await postgres.stop();
    const location = await readFile(join(folder, 'postgres', 'LOCATION'), 'utf8').catch(() => undefined);
    if (location) await rm(location.trim(), { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });

  it('shows a tenant its own rows only, even to SQL without a condition', async () => {
    expect(await texts('north')).toEqual([{ text: 'of north' }]);
    expect(await texts('south')).toEqual([{ text: 'of south' }]);
    expect(await texts('nobody')).toEqual([]);
  });

  it('refuses to write a row of another tenant', async () => {
    await expect(database.inTenant('north', (manager) => manager.query(`INSERT INTO notes.note VALUES ('south', 'smuggled')`))).rejects.toThrow(/row-level security/);
    expect(await texts('south')).toEqual([{ text: 'of south' }]);
  });

  it('sees all tenants only when asked for all', async () => {
    const rows = await database.acrossTenants((manager) => manager.query<unknown[]>('SELECT text FROM notes.note'));
    expect(rows).toHaveLength(2);
    await expect(database.inTenant('*', () => Promise.resolve())).rejects.toThrow(/one tenant/);
  });

  it('rolls back everything when the work fails', async () => {
    await expect(
      database.inTenant('north', async (manager) => {
        await manager.query(`INSERT INTO notes.note VALUES ('north', 'half')`);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await texts('north')).toEqual([{ text: 'of north' }]);
  });

  it('lets several replicas open and migrate at once', async () => {
    const replicas = await Promise.all([open(), open(), open()]);
    expect(await replicas[2]?.inTenant('north', (manager) => manager.query<unknown[]>('SELECT 1 FROM notes.note'))).toHaveLength(1);
    await Promise.all(replicas.map((replica) => replica.close()));
  });
});

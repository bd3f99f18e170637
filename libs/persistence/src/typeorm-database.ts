import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { Database, SchemaOptions, ServiceDatabase } from './database.js';
import { PersistenceError, PersistenceErrorCode } from './persistence.error.js';
import { tenantSetting } from './tenant-policy.js';

/** Superusers pass row-level security, so their transactions act as this role, which has no login. */
const limitedRole = 'attest_app';

/** Held while schemas are made and migrated: several replicas may start at once. */
const migrationLock = 4_101_973;

/** Milliseconds to wait for a connection, and for the answer to one query: a network that swallows everything must not hold work for ever. */
const connectionPatienceMs = 30_000;
const queryPatienceMs = 180_000;

/** The PostgreSQL at `url`; nothing is opened until a service asks for its schema. */
export function createDatabase(url: string): Database {
  const open = new Set<ServiceDatabase>();
  return {
    url,
    async open(options) {
      const database = await openSchema(url, options);
      open.add(database);
      return database;
    },
    async close() {
      await Promise.all([...open].map((database) => database.close()));
    },
  };
}

async function openSchema(url: string, options: SchemaOptions): Promise<ServiceDatabase> {
  if (!/^[a-z_]+$/.test(options.schema)) throw new TypeError(`${options.schema} is not a schema name`);
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema: options.schema,
    entities: [...options.entities] as (() => unknown)[],
    migrations: [...options.migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    extra: { max: options.poolSize ?? 5, application_name: `attest-${options.schema}`, keepAlive: true, connectionTimeoutMillis: connectionPatienceMs, query_timeout: queryPatienceMs },
  });
  const actAs = await withMigrationLock(url, async (admin) => {
    await admin.query(`CREATE SCHEMA IF NOT EXISTS ${options.schema}`);
    await dataSource.initialize();
    await dataSource.runMigrations();
    return limitSuperuser(admin, options.schema);
  });
  return new TypeormServiceDatabase(dataSource, actAs);
}

async function withMigrationLock<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    return await work(admin);
  } finally {
    await admin.end();
  }
}

async function limitSuperuser(admin: pg.Client, schema: string): Promise<string | undefined> {
  const login = await admin.query<{ passes: boolean }>('SELECT rolsuper OR rolbypassrls AS passes FROM pg_roles WHERE rolname = current_user');
  if (!login.rows[0]?.passes) return undefined;
  const known = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [limitedRole]);
  if (known.rowCount === 0) await admin.query(`CREATE ROLE ${limitedRole} NOLOGIN`);
  await admin.query(`GRANT USAGE ON SCHEMA ${schema} TO ${limitedRole}`);
  await admin.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${limitedRole}`);
  await admin.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${limitedRole}`);
  return limitedRole;
}

class TypeormServiceDatabase implements ServiceDatabase {
  constructor(
    readonly dataSource: DataSource,
    private readonly actAs: string | undefined,
  ) {}

  inTenant<T>(tenant: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (tenant === '' || tenant === '*') return Promise.reject(new PersistenceError(PersistenceErrorCode.TenantMissing, 'Rows are read and written for one tenant; none was named.'));
    return this.transaction(tenant, work);
  }

  acrossTenants<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.transaction('*', work);
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  private transaction<T>(tenant: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      if (this.actAs) await manager.query(`SET LOCAL ROLE ${this.actAs}`);
      await manager.query('SELECT set_config($1, $2, true)', [tenantSetting, tenant]);
      return work(manager);
    });
  }
}

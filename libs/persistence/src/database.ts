import type { DataSource, EntityManager, EntityTarget, MigrationInterface, ObjectLiteral } from 'typeorm';

/** What a service owns in the database. */
export interface SchemaOptions {
  /** Name of the schema; created when missing. */
  schema: string;
  entities: readonly EntityTarget<ObjectLiteral>[];
  /** Migration classes whose names end in a timestamp, run in that order, each in a transaction. */
  migrations: readonly (new () => MigrationInterface)[];
  /** Connections of the pool, default 5. */
  poolSize?: number;
}

/** A service's schema, migrated and ready. */
export interface ServiceDatabase {
  readonly dataSource: DataSource;
  /** Runs `work` in one transaction that sees and writes only the rows of `tenant`; row-level security enforces it. */
  inTenant<T>(tenant: string, work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Runs `work` in one transaction over all tenants: for the outbox relay and maintenance only. */
  acrossTenants<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The one PostgreSQL of an installation; every service opens its own schema in it. */
export interface Database {
  /** Connection address, with credentials: never log it. */
  readonly url: string;
  open(options: SchemaOptions): Promise<ServiceDatabase>;
  close(): Promise<void>;
}

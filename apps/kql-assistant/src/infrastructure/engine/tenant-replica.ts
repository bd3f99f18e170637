import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { EventInbox, EventStore, setupScalars, sqlTypeOf, tableSourceOf, type HuntingSchema } from '@attest/kql-engine/hosting';
import type { HuntRow } from '../../domain/alert-rows.js';
import type { LandedRows } from '../../domain/landed-rows.js';

/** How a replica is opened. */
export interface ReplicaOptions {
  /** Folder of the files of all tenants; in memory without one. */
  dir?: string;
  tenant: string;
  /** Names the database the rows come from: a replica of another is made again. */
  origin: string;
  schema: HuntingSchema;
  memoryMb: number;
  threads: number;
}

/** A file of another layout is thrown away and made again. */
const layout = 1;

/** So many processes of one host may share a folder. */
const slots = 32;

const alertTables = ['AlertInfo', 'AlertEvidence'] as const;

/**
 * The rows of a tenant in DuckDB, as far as a sequence number. Whatever is wrong with its file, it is made again from
 * the beginning. One writer: `apply` has to be awaited before the next.
 */
export class TenantReplica {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly writer: DuckDBConnection,
    private readonly inbox: EventInbox | undefined,
    private store: EventStore,
    private schema: HuntingSchema,
    private readonly origin: string,
    private reached: bigint,
  ) {}

  /** Opens the replica; one in a file goes on where it stood. */
  static async open(options: ReplicaOptions): Promise<TenantReplica> {
    const { dir } = options;
    if (dir === undefined) return TenantReplica.at(':memory:', options);
    try {
      mkdirSync(dir, { recursive: true });
    } catch {
      // A container may have no folder to write to: then the rows are read again at every start.
      return TenantReplica.at(':memory:', options);
    }
    const name = createHash('sha256').update(options.tenant).digest('hex').slice(0, 24);
    for (let slot = 0; slot < slots; slot++) {
      const path = join(dir, `${name}.${slot}.duckdb`);
      try {
        return await TenantReplica.at(path, options);
      } catch (error) {
        if (isHeld(error)) continue;
        for (const file of [path, `${path}.wal`]) rmSync(file, { force: true });
        return TenantReplica.at(path, options);
      }
    }
    return TenantReplica.at(':memory:', options);
  }

  private static async at(path: string, { schema, origin, memoryMb, threads }: ReplicaOptions): Promise<TenantReplica> {
    const instance = await DuckDBInstance.create(path, { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', memory_limit: `${memoryMb}MB`, threads: String(threads), allow_persistent_secrets: 'false' });
    let inbox: EventInbox | undefined;
    try {
      const writer = await instance.connect();
      await setupScalars(writer);
      inbox = await EventInbox.open(writer, path === ':memory:' ? undefined : path);
      await writer.run("SET temp_directory = ''; SET preserve_insertion_order = true; SET enable_external_access = false; SET lock_configuration = true");
      await writer.run('CREATE TABLE IF NOT EXISTS attest_meta (layout INTEGER, origin VARCHAR, sequence BIGINT)');
      await writer.run('CREATE TABLE IF NOT EXISTS attest_derived (t VARCHAR, alert VARCHAR, incident VARCHAR)');
      await writer.run('CREATE TABLE IF NOT EXISTS attest_reported (t VARCHAR, alert VARCHAR)');
      const [meta] = (await writer.runAndReadAll('SELECT layout, origin, sequence FROM attest_meta')).getRows() as [number, string, bigint][];
      const replica = new TenantReplica(instance, writer, inbox, await EventStore.open(writer, schema, inbox), schema, origin, meta?.[2] ?? 0n);
      if (meta !== undefined && (meta[0] !== layout || meta[1] !== origin)) await replica.startAgain();
      await replica.fit(schema);
      return replica;
    } catch (error) {
      instance.closeSync();
      inbox?.close();
      throw error;
    }
  }

  get sequence(): bigint {
    return this.reached;
  }

  /** Tables that have rows. */
  async tables(): Promise<string[]> {
    const found = (await this.writer.runAndReadAll(`SELECT table_name FROM duckdb_tables() WHERE NOT internal AND schema_name = 'main' AND starts_with(table_name, 'kql ')`)).getRows();
    return found.map(([name]) => String(name).slice(4));
  }

  /** Takes columns in that the schema has and the tables here do not. A column of another type means to start again. */
  async fit(schema: HuntingSchema): Promise<void> {
    for (const name of await this.tables()) {
      const table = schema.tables.get(name);
      if (table === undefined) continue;
      const has = new Map(((await this.writer.runAndReadAll(`SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'kql ' || $1`, [name])).getRows() as [string, string][]).map(([column, type]) => [column, type]));
      const wanted = tableSourceOf(table, true).relation().columns;
      if (wanted.length < has.size || wanted.some(({ id, type }) => has.has(id) && has.get(id) !== sqlTypeOf(type))) {
        await this.startAgain();
        break;
      }
      for (const { id, type } of wanted) {
        if (!has.has(id)) await this.writer.run(`ALTER TABLE "kql ${name.replaceAll('"', '""')}" ADD COLUMN "${id.replaceAll('"', '""')}" ${sqlTypeOf(type)}${type === 'string' ? " DEFAULT ''" : ''}`);
      }
    }
    this.schema = schema;
    this.store = await EventStore.open(this.writer, schema, this.inbox);
  }

  private async startAgain(): Promise<void> {
    for (const name of await this.tables()) await this.writer.run(`DROP TABLE "kql ${name.replaceAll('"', '""')}"`);
    await this.writer.run('DELETE FROM attest_meta; DELETE FROM attest_derived; DELETE FROM attest_reported');
    this.reached = 0n;
  }

  /** Takes the next rows in, all or none. */
  async apply({ lines, alerts, sequence }: LandedRows): Promise<void> {
    await this.writer.run('BEGIN TRANSACTION');
    try {
      if (lines !== '') {
        await this.makeWay(lines);
        await this.store.append(lines);
        await this.store.makeUnknownTables();
      }
      for (const { incidentId, rows } of alerts) {
        for (const table of alertTables) await this.replaceAlerts(table, incidentId, rows[table]);
      }
      await this.writer.run('DELETE FROM attest_meta');
      await this.writer.run('INSERT INTO attest_meta VALUES ($1, $2, $3)', [layout, this.origin, sequence]);
      await this.writer.run('COMMIT');
      this.reached = sequence;
    } catch (error) {
      await this.writer.run('ROLLBACK').catch(() => undefined);
      this.store = await EventStore.open(this.writer, this.schema, this.inbox);
      throw error;
    }
  }

  /** Telemetry of an alert is the alert itself: rows that were derived from the incident make way for it. */
  private async makeWay(lines: string): Promise<void> {
    if (!lines.includes('"Alert')) return;
    const reported = new Map<string, Set<string>>(alertTables.map((table) => [table, new Set()]));
    for (const line of lines.split('\n')) {
      if (!line.includes('"Alert')) continue;
      const { Table: table, AlertId: alert } = JSON.parse(line) as { Table?: string; AlertId?: unknown };
      if (typeof alert === 'string') reported.get(table ?? '')?.add(alert);
    }
    for (const [table, ids] of reported) {
      if (ids.size === 0) continue;
      const list = JSON.stringify([...ids]);
      await this.remove(table, 'SELECT alert FROM attest_derived WHERE t = $1 AND alert IN (SELECT unnest(from_json($2::JSON, \'["VARCHAR"]\')))', [table, list]);
      await this.writer.run('DELETE FROM attest_derived WHERE t = $1 AND alert IN (SELECT unnest(from_json($2::JSON, \'["VARCHAR"]\')))', [table, list]);
      await this.writer.run('INSERT INTO attest_reported SELECT $1, a FROM (SELECT unnest(from_json($2::JSON, \'["VARCHAR"]\')) AS a) WHERE a NOT IN (SELECT alert FROM attest_reported WHERE t = $1)', [table, list]);
    }
  }

  private async replaceAlerts(table: (typeof alertTables)[number], incidentId: string, rows: readonly HuntRow[]): Promise<void> {
    await this.remove(table, 'SELECT alert FROM attest_derived WHERE t = $1 AND incident = $2', [table, incidentId]);
    await this.writer.run('DELETE FROM attest_derived WHERE t = $1 AND incident = $2', [table, incidentId]);
    const taken = new Set((await this.writer.runAndReadAll('SELECT alert FROM attest_reported WHERE t = $1 UNION ALL SELECT alert FROM attest_derived WHERE t = $1', [table])).getRows().map(([alert]) => String(alert)));
    const own = rows.filter(({ AlertId: alert }) => typeof alert === 'string' && !taken.has(alert));
    if (own.length === 0) return;
    const ids = JSON.stringify([...new Set(own.map(({ AlertId: alert }) => alert))]);
    await this.store.append(own.map((row) => JSON.stringify({ ...row, Table: table })).join('\n'));
    await this.writer.run('INSERT INTO attest_derived SELECT $1, unnest(from_json($2::JSON, \'["VARCHAR"]\')), $3', [table, ids, incidentId]);
  }

  private async remove(table: string, alerts: string, values: string[]): Promise<void> {
    if (!(await this.tables()).includes(table)) return;
    await this.writer.run(`DELETE FROM "kql ${table}" WHERE "AlertId" IN (${alerts})`, values);
  }

  /** A connection for one query. The caller closes it. */
  connect(): Promise<DuckDBConnection> {
    return this.instance.connect();
  }

  /** Stops what the writer does; said once, it may go unheard. */
  interrupt(): void {
    this.writer.interrupt();
  }

  /** Nothing may be under way on the writer. */
  close(): void {
    this.writer.closeSync();
    this.instance.closeSync();
    this.inbox?.close();
  }
}

/** Another process has the file. */
function isHeld(error: unknown): boolean {
  return /lock|already (open|being used)|conflicting/i.test(error instanceof Error ? error.message : '');
}

import type { EntityManager } from 'typeorm';
import { unpackTextAsync } from '@attest/contracts';
import type { Inbox } from '@attest/messaging';
import type { ServiceDatabase } from '@attest/persistence';
import { digestOf, type EventRow } from '@attest/security-model';
import type { AlertRows } from '../domain/alert-rows.js';
import type { LandedRows } from '../domain/landed-rows.js';
import type { IncidentEntity, ReadIncident } from '../domain/read-incident.js';
import { shapeLimits, widen, type TableShape } from '../domain/table-shape.js';

/** Rows written by one statement. */
const batch = 2_000;

/** An event row with its number within its incident. */
export interface NumberedRow {
  row: number;
  values: EventRow;
}

/** The event an effect answers. */
export interface Cause {
  group: string;
  eventId: string;
}

/** What is known of the data of a tenant without reading rows. */
export interface LandedState {
  /** Names this database and tenant: rows of another are other rows, whatever their numbers. */
  origin: string;
  sequence: bigint;
  shapes: Map<string, TableShape>;
  counts: Map<string, number>;
}

/** What a question about an incident may mean. */
export interface KnownIncident {
  incidentId: string;
  title: string;
  entities: IncidentEntity[];
}

/**
 * The rows hunts run over, in the order they landed. Everything that lands in a tenant takes the tenant's counter first, so
 * that a higher number is never visible before a lower one: a replica that has read up to a number has missed nothing.
 */
export class LandingStore {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly inbox: Inbox,
  ) {}

  /** Lands event rows of an incident once. Rows that the tenant already has, of this incident or another, are not hunted twice. */
  landRows(tenant: string, incidentId: string, rows: readonly NumberedRow[], cause: Cause): Promise<void> {
    return this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, cause.group, cause.eventId))) return;
      const sequence = await takeCounter(manager, tenant);
      await putCounter(manager, tenant, await insertRows(manager, tenant, incidentId, rows, sequence));
    });
  }

  /** How many rows of the incident have landed. */
  rowsOf(tenant: string, incidentId: string): Promise<number> {
    return this.database.inTenant(tenant, async (manager) => {
      const [found] = await manager.query<{ rows: string }[]>('SELECT count(*) AS rows FROM kql_assistant.event_row WHERE tenant = $1 AND incident_id = $2', [tenant, incidentId]);
      return Number(found?.rows ?? 0);
    });
  }

  /** Keeps what an incident says, in place of what an older revision said, and lands the rows that came with it. */
  async landIncident(tenant: string, incident: ReadIncident & { incidentId: string; revision: number }, rows: AsyncIterable<readonly NumberedRow[]>, cause: Cause): Promise<void> {
    await this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, cause.group, cause.eventId))) return;
      let sequence = await takeCounter(manager, tenant);
      for await (const part of rows) sequence = await insertRows(manager, tenant, incident.incidentId, part, sequence);
      const written = await manager.query<unknown[]>(
        `INSERT INTO kql_assistant.hunted_incident (tenant, incident_id, revision, sequence, title, alerts, entities) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (tenant, incident_id) DO UPDATE SET revision = excluded.revision, sequence = excluded.sequence, title = excluded.title, alerts = excluded.alerts, entities = excluded.entities
         WHERE kql_assistant.hunted_incident.revision < excluded.revision RETURNING 1`,
        [tenant, incident.incidentId, incident.revision, (sequence + 1n).toString(), incident.title, Buffer.from(incident.alerts), JSON.stringify(incident.entities)],
      );
      await putCounter(manager, tenant, written.length > 0 ? sequence + 1n : sequence);
    });
  }

  /** Where the data of a tenant stands. */
  sequence(tenant: string): Promise<bigint> {
    return this.database.inTenant(tenant, async (manager) => {
      const [found] = await manager.query<{ sequence: string }[]>('SELECT sequence FROM kql_assistant.landing WHERE tenant = $1', [tenant]);
      return BigInt(found?.sequence ?? 0);
    });
  }

  /** Where the data of a tenant stands, and the tables and columns in it. */
  state(tenant: string): Promise<LandedState> {
    return this.database.inTenant(tenant, async (manager) => {
      const [found] = await manager.query<{ origin: string; sequence: string }[]>('SELECT origin, sequence FROM kql_assistant.landing WHERE tenant = $1', [tenant]);
      const tables = await manager.query<{ table_name: string; columns: TableShape; rows: string }[]>('SELECT table_name, columns, rows FROM kql_assistant.table_shape WHERE tenant = $1', [tenant]);
      return {
        origin: found?.origin ?? '',
        sequence: BigInt(found?.sequence ?? 0),
        shapes: new Map(tables.map(({ table_name: name, columns }) => [name, columns])),
        counts: new Map(tables.map(({ table_name: name, rows }) => [name, Number(rows)])),
      };
    });
  }

  /** The next rows after a sequence number up to another, about `limit` of them. */
  after(tenant: string, sequence: bigint, upTo: bigint, limit: number): Promise<LandedRows> {
    return this.database.inTenant(tenant, async (manager) => {
      const events = await manager.query<{ sequence: string; text: string }[]>(
        'SELECT sequence, values::text AS text FROM kql_assistant.event_row WHERE tenant = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence LIMIT $4',
        [tenant, sequence.toString(), upTo.toString(), limit],
      );
      const reached = (events.length === limit ? events.at(-1)?.sequence : undefined) ?? upTo.toString();
      const incidents = await manager.query<{ incident_id: string; alerts: Buffer }[]>(
        'SELECT incident_id, alerts FROM kql_assistant.hunted_incident WHERE tenant = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence',
        [tenant, sequence.toString(), reached],
      );
      const alerts = await Promise.all(incidents.map(async (each) => ({ incidentId: each.incident_id, rows: await alertsIn(each.alerts) })));
      return { lines: events.map(({ text }) => text).join('\n'), alerts, sequence: BigInt(reached) };
    });
  }

  /** What a question about an incident may mean; null when the tenant has no such incident. */
  incident(tenant: string, incidentId: string): Promise<KnownIncident | null> {
    return this.database.inTenant(tenant, async (manager) => {
      const [found] = await manager.query<{ title: string; entities: IncidentEntity[] }[]>('SELECT title, entities FROM kql_assistant.hunted_incident WHERE tenant = $1 AND incident_id = $2', [tenant, incidentId]);
      return found === undefined ? null : { incidentId, title: found.title, entities: found.entities };
    });
  }

  /** Tenants that have data. */
  tenants(): Promise<string[]> {
    return this.database.acrossTenants(async (manager) => (await manager.query<{ tenant: string }[]>('SELECT tenant FROM kql_assistant.landing ORDER BY tenant')).map(({ tenant }) => tenant));
  }
}

async function alertsIn(packed: Buffer): Promise<AlertRows> {
  return JSON.parse(await unpackTextAsync(packed)) as AlertRows;
}

async function takeCounter(manager: EntityManager, tenant: string): Promise<bigint> {
  await manager.query('INSERT INTO kql_assistant.landing (tenant, sequence) VALUES ($1, 0) ON CONFLICT DO NOTHING', [tenant]);
  const [row] = await manager.query<{ sequence: string }[]>('SELECT sequence FROM kql_assistant.landing WHERE tenant = $1 FOR UPDATE', [tenant]);
  return BigInt(row?.sequence ?? 0);
}

async function putCounter(manager: EntityManager, tenant: string, sequence: bigint): Promise<void> {
  await manager.query('UPDATE kql_assistant.landing SET sequence = $2, changed_at = now() WHERE tenant = $1 AND sequence <> $2', [tenant, sequence.toString()]);
}

/** Resolves with the sequence number reached. */
async function insertRows(manager: EntityManager, tenant: string, incidentId: string, rows: readonly NumberedRow[], from: bigint): Promise<bigint> {
  let sequence = from;
  for (let at = 0; at < rows.length; at += batch) {
    const part = rows.slice(at, at + batch).map(({ row, values }) => ({ row, digest: digestOf(values), values }));
    const inserted = await manager.query<{ row: number; sequence: string | null }[]>(
      `WITH given AS (
         SELECT r."row", decode(r.digest, 'hex') AS digest, r.values,
           EXISTS (SELECT 1 FROM kql_assistant.event_row e WHERE e.tenant = $1 AND e.sequence IS NOT NULL AND e.digest = decode(r.digest, 'hex')) OR row_number() OVER (PARTITION BY r.digest ORDER BY r."row") > 1 AS known
         FROM jsonb_to_recordset($4::jsonb) AS r("row" int, digest text, values jsonb))
       INSERT INTO kql_assistant.event_row (tenant, incident_id, "row", digest, sequence, table_name, values)
       SELECT $1, $2, "row", digest, CASE WHEN NOT known THEN $3::bigint + row_number() OVER (PARTITION BY known ORDER BY "row") END, values->>'Table', CASE WHEN NOT known THEN values END
       FROM given
       ON CONFLICT (tenant, incident_id, "row") DO NOTHING
       RETURNING "row", sequence`,
      [tenant, incidentId, sequence.toString(), JSON.stringify(part)],
    );
    const hunted = new Set(inserted.filter((each) => each.sequence !== null).map((each) => each.row));
    for (const { sequence: reached } of inserted) if (reached !== null && BigInt(reached) > sequence) sequence = BigInt(reached);
    await noteShapes(manager, tenant, part.filter(({ row }) => hunted.has(row)).map(({ values }) => values));
  }
  return sequence;
}

/** Remembers tables and columns as rows of them land, under the tenant's counter. */
async function noteShapes(manager: EntityManager, tenant: string, rows: readonly EventRow[]): Promise<void> {
  const byTable = new Map<string, EventRow[]>();
  for (const row of rows) {
    const own = byTable.get(row.Table);
    if (own === undefined) byTable.set(row.Table, [row]);
    else own.push(row);
  }
  if (byTable.size === 0) return;
  const known = await manager.query<{ table_name: string; columns: TableShape }[]>('SELECT table_name, columns FROM kql_assistant.table_shape WHERE tenant = $1', [tenant]);
  const shapes = new Map(known.map(({ table_name: name, columns }) => [name, columns]));
  for (const [table, own] of byTable) {
    const shape = shapes.get(table) ?? (shapes.size < shapeLimits.tables ? {} : undefined);
    if (shape === undefined) continue;
    shapes.set(table, shape);
    for (const { Table: _, ...columns } of own) widen(shape, columns);
    await manager.query(
      `INSERT INTO kql_assistant.table_shape (tenant, table_name, columns, rows) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant, table_name) DO UPDATE SET columns = excluded.columns, rows = kql_assistant.table_shape.rows + excluded.rows`,
      [tenant, table, JSON.stringify(shape), own.length],
    );
  }
}

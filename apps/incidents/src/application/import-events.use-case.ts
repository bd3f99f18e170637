import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { EntityManager } from 'typeorm';
import { digestOf, parseEventRow, type EventRow } from '@attest/security-model';
import { type ServiceDatabase, takeTurn } from '@attest/persistence';
import { IncidentsError, IncidentsErrorCode } from '../domain/incidents.error.js';
import { ActivityEntity } from '../infrastructure/record.entity.js';
import { IncidentEntity } from '../infrastructure/incident.entity.js';
import type { ChangePublisher } from './change-publisher.js';
import { keepUpload } from './keep-upload.js';

/** What became of an upload of event rows. */
export interface EventImportResult {
  /** Rows stored now. */
  accepted: number;
  /** Rows that were there before. */
  known: number;
  refused: number;
  firstRefusal: string | null;
}

const batch = 2_000;

/** Most rows kept for one incident. */
const rowLimit = 1_000_000;

/** Takes telemetry rows in for an incident, line by line; sending the same file twice adds nothing. */
export class ImportEventsUseCase {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly publisher: ChangePublisher,
  ) {}

  /**
   * Imports JSON Lines. Bad lines are counted, the first is named; good ones are kept. One new revision for the whole upload.
   * @throws IncidentsError IncidentUnknown, TooLarge
   */
  async import(tenant: string, actor: string, incidentId: string, body: Readable): Promise<EventImportResult> {
    await this.database.inTenant(tenant, (manager) => findIncident(manager, tenant, incidentId));
    const upload = await keepUpload(body);
    try {
      return await this.store(tenant, actor, incidentId, upload.read());
    } finally {
      await upload.close();
    }
  }

  private store(tenant: string, actor: string, incidentId: string, body: Readable): Promise<EventImportResult> {
    return this.database.inTenant(tenant, async (manager) => {
      await takeTurn(manager, `attest incident ${tenant} ${incidentId}`);
      const incident = await findIncident(manager, tenant, incidentId);
      const result: EventImportResult = { accepted: 0, known: 0, refused: 0, firstRefusal: null };
      let next = incident.eventRowCount;
      const flush = async (rows: EventRow[]): Promise<void> => {
        if (next + rows.length > rowLimit) throw new IncidentsError(IncidentsErrorCode.TooLarge, `An incident keeps at most ${rowLimit} event rows.`);
        const byDigest = new Map(rows.map((row) => [digestOf(row), row]));
        const unique = [...byDigest];
        const inserted = await manager.query<{ row: number; digest: string }[]>(
          `INSERT INTO incidents.event_row (tenant, incident_id, "row", digest, table_name, timestamp, values)
           SELECT $1, $2, $3 + row_number() OVER (ORDER BY r.place) - 1, r.digest, r.values->>'Table', r.values->>'Timestamp', r.values
           FROM jsonb_to_recordset($4::jsonb) AS r(place int, digest text, values jsonb)
           WHERE NOT EXISTS (SELECT 1 FROM incidents.event_row e WHERE e.tenant = $1 AND e.incident_id = $2 AND e.digest = r.digest)
           RETURNING "row", digest`,
          [tenant, incidentId, next, JSON.stringify(unique.map(([digest, values], place) => ({ place, digest, values })))],
        );
        await this.publisher.publishRows(manager, tenant, incidentId, inserted.flatMap(({ row, digest }) => {
          const values = byDigest.get(digest);
          return values === undefined ? [] : [{ row: Number(row), values }];
        }));
        next += inserted.length;
        result.accepted += inserted.length;
        result.known += rows.length - inserted.length;
      };
      await eachBatch(body, result, flush);
      if (result.accepted > 0) {
        incident.eventRowCount = next;
        incident.revision++;
        incident.changedAt = new Date();
        await manager.save(incident);
        await manager.insert(ActivityEntity, { tenant, incidentId, actor, at: new Date(), kind: 'eventsAdded', newValue: `${result.accepted} event rows` });
        await this.publisher.publish(manager, incident, 'eventsAdded');
      }
      return result;
    });
  }
}

async function findIncident(manager: EntityManager, tenant: string, id: string): Promise<IncidentEntity> {
  const incident = await manager.findOneBy(IncidentEntity, { tenant, id });
  if (!incident) throw new IncidentsError(IncidentsErrorCode.IncidentUnknown, `There is no incident ${id.slice(0, 200)}. Import the incident first, then its events.`);
  return incident;
}

async function eachBatch(body: Readable, result: EventImportResult, flush: (rows: EventRow[]) => Promise<void>): Promise<void> {
  let line = 0;
  let rows: EventRow[] = [];
  const lines = createInterface({ input: body, crlfDelay: Infinity });
  const failed = new Promise<never>((_, reject) => body.once('error', reject));
  failed.catch(() => undefined);
  const read = (async () => {
    for await (const text of lines) {
      line++;
      if (text.trim() === '') continue;
      const parsed = parseEventRow(text, line);
      if (parsed.ok) rows.push(parsed.row);
      else {
        result.refused++;
        result.firstRefusal ??= `line ${parsed.line}: ${parsed.reason}`;
      }
      if (rows.length < batch) continue;
      await flush(rows);
      rows = [];
    }
    if (rows.length > 0) await flush(rows);
  })();
  await Promise.race([read, failed]);
}

import type { EntityManager } from 'typeorm';
import { gzipSync } from 'node:zlib';
import { packJson, packRows, Topic, unpackJson, type IncidentChanged } from '@attest/contracts';
import { scriptsOfIncident, type SeenScript } from '@attest/incident-engine';
import type { Outbox } from '@attest/messaging';
import { parseIncident, toGraphJson } from '@attest/security-model';
import { withLocalValues } from '../domain/incident-update.js';
import { IncidentContentEntity, type IncidentEntity } from '../infrastructure/incident.entity.js';
import { toldActivity } from './told-activity.js';

/** Most event rows that travel with an incident. */
const rowLimit = 100_000;

/** Says that an incident changed, with everything a listener needs, in the transaction that changed it. */
export class ChangePublisher {
  constructor(private readonly outbox: Outbox) {}

  async publish(manager: EntityManager, incident: IncidentEntity, change: IncidentChanged['change'], causationId?: string): Promise<void> {
    const { tenant, id: incidentId } = incident;
    const content = await manager.findOneByOrFail(IncidentContentEntity, { tenant, incidentId });
    const source = parseIncident(unpackJson<unknown>(content.packed)).incident;
    const rows = await this.rowsNearest(manager, incident);
    await this.outbox.add(manager, {
      type: Topic.IncidentChanged,
      tenant,
      key: incidentId,
      causationId,
      payload: {
        incidentId,
        revision: incident.revision,
        digest: incident.digest,
        change,
        severity: incident.severity,
        status: incident.status,
        alertCount: incident.alertCount,
        incident: packJson(toGraphJson(withLocalValues(source, incident.local))),
        events: packRows(rows),
        eventRows: rows.length,
        eventRowsOmitted: Math.max(0, incident.eventRowCount - rows.length),
        activity: await toldActivity(manager, tenant, incidentId),
      },
    });
    await this.submitScripts(manager, tenant, incidentId, scriptsOfIncident(source, rows));
  }

  /** Says which event rows were stored, in the transaction that stored them: listeners that need every row hear them here. */
  async publishRows(manager: EntityManager, tenant: string, incidentId: string, rows: readonly { row: number; values: object }[]): Promise<void> {
    if (rows.length === 0) return;
    const events = packRows(rows.map(({ row, values }) => ({ ...values, [rowNumberColumn]: row })));
    await this.outbox.add(manager, { type: Topic.EventsAdded, tenant, key: incidentId, payload: { incidentId, events, eventRows: rows.length } });
  }

  /** Asks for an analysis of every script not yet submitted for this incident. */
  private async submitScripts(manager: EntityManager, tenant: string, incidentId: string, scripts: ReadonlyMap<string, SeenScript>): Promise<void> {
    if (scripts.size === 0) return;
    const added = await manager.query<{ sha256: string }[]>(
      `INSERT INTO incidents.script_submission (tenant, incident_id, sha256) SELECT $1, $2, unnest($3::text[]) ON CONFLICT DO NOTHING RETURNING sha256`,
      [tenant, incidentId, [...scripts.keys()]],
    );
    for (const { sha256 } of added) {
      const bytes = Buffer.from(scripts.get(sha256)?.text ?? '', 'utf8');
      await this.outbox.add(manager, { type: Topic.ScriptSubmitted, tenant, key: sha256, payload: { sha256, content: gzipSync(bytes).toString('base64'), size: bytes.length, incidentId } });
    }
  }

  /** All rows, or the ones nearest in time to the alerts; each with its number, which facts cite. */
  private async rowsNearest(manager: EntityManager, { tenant, id, firstActivityDateTime, eventRowCount }: IncidentEntity): Promise<unknown[]> {
    if (eventRowCount === 0) return [];
    const nearest = eventRowCount > rowLimit && firstActivityDateTime !== null ? `ORDER BY abs(extract(epoch FROM timestamp::timestamptz - $3::timestamptz)), "row" LIMIT ${rowLimit}` : 'ORDER BY "row"';
    const rows = await manager.query<{ row: number; values: object }[]>(
      `SELECT "row", values FROM incidents.event_row WHERE tenant = $1 AND incident_id = $2 ${nearest}`,
      nearest.includes('$3') ? [tenant, id, firstActivityDateTime] : [tenant, id],
    );
    return rows.sort((a, b) => a.row - b.row).map(({ row, values }) => ({ ...values, [rowNumberColumn]: row }));
  }
}

/** Column that carries a row's number beside its values. */
export const rowNumberColumn = '$row';

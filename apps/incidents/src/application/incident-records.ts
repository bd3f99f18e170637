import type { EntityManager } from 'typeorm';
import { packJson } from '@attest/contracts';
import { entitiesOf, evidenceTypeOf, toGraphJson, type Incident } from '@attest/security-model';
import { withLocalValues, type IncidentUpdate } from '../domain/incident-update.js';
import { inTimeOrder, overviewOf, severityRank } from '../domain/incident-overview.js';
import { IncidentEntity } from '../infrastructure/incident.entity.js';

/** Rows of one statement; larger batches gain nothing. */
const batch = 1_000;

/** Where an incident stands before it is written. */
export interface IncidentState {
  tenant: string;
  revision: number;
  digest: string;
  source: 'GRAPH' | 'SENTINEL';
  local: IncidentUpdate;
  eventRowCount: number;
}

/** Writes the row that lists read, with local values over the source's. */
export async function saveOverview(manager: EntityManager, incident: Incident, state: IncidentState): Promise<IncidentEntity> {
  const shown = withLocalValues(incident, state.local);
  const entity = manager.create(IncidentEntity, {
    ...state,
    ...overviewOf(incident),
    id: incident.id,
    displayName: shown.displayName ?? `Incident ${incident.id}`,
    description: shown.description ?? null,
    severity: shown.severity ?? 'unknown',
    severityRank: severityRank(shown.severity),
    status: shown.status ?? 'active',
    classification: shown.classification ?? null,
    determination: shown.determination ?? null,
    assignedTo: shown.assignedTo ?? null,
    customTags: shown.customTags,
    systemTags: shown.systemTags,
    incidentWebUrl: shown.incidentWebUrl ?? null,
    createdDateTime: shown.createdDateTime ?? null,
    lastUpdateDateTime: shown.lastUpdateDateTime ?? null,
    changedAt: new Date(),
  });
  await manager.upsert(IncidentEntity, entity as never, ['tenant', 'id']);
  return entity;
}

/** Replaces the content, alerts and evidence of an incident. */
export async function replaceRecords(manager: EntityManager, tenant: string, incident: Incident): Promise<void> {
  const owner = [tenant, incident.id];
  await manager.query(
    `INSERT INTO incidents.incident_content (tenant, incident_id, packed) VALUES ($1, $2, $3)
     ON CONFLICT (tenant, incident_id) DO UPDATE SET packed = excluded.packed`,
    [...owner, packJson(toGraphJson(incident))],
  );
  await manager.query('DELETE FROM incidents.evidence WHERE tenant = $1 AND incident_id = $2', owner);
  await manager.query('DELETE FROM incidents.alert WHERE tenant = $1 AND incident_id = $2', owner);
  const alerts = inTimeOrder(incident.alerts);
  const alertRows = alerts.map(({ evidence: _evidence, ...alert }, position) => ({ id: alert.id, position, document: toGraphJson(alert) }));
  await insertInBatches(manager, owner, 'incidents.alert', 'id text, position int, document jsonb', alertRows);
  let position = 0;
  const evidenceRows = alerts.flatMap((alert) =>
    alert.evidence.map((evidence, index) => {
      const [subject] = entitiesOf(evidence);
      return {
        alert_id: alert.id,
        evidence_index: index,
        position: position++,
        type: evidenceTypeOf(evidence),
        entity_type: subject?.type ?? null,
        entity_value: subject?.value ?? null,
        document: toGraphJson(evidence),
      };
    }),
  );
  const columns = 'alert_id text, evidence_index int, position int, type text, entity_type text, entity_value text, document jsonb';
  await insertInBatches(manager, owner, 'incidents.evidence', columns, evidenceRows);
}

/** Inserts rows of one incident; `columns` are names with types, as `jsonb_to_recordset` reads them. */
async function insertInBatches(manager: EntityManager, owner: string[], table: string, columns: string, rows: readonly object[]): Promise<void> {
  const names = columns.split(', ').map((column) => column.split(' ')[0]).join(', ');
  for (let start = 0; start < rows.length; start += batch) {
    await manager.query(`INSERT INTO ${table} (tenant, incident_id, ${names}) SELECT $1, $2, ${names} FROM jsonb_to_recordset($3::jsonb) AS r(${columns})`, [
      ...owner,
      JSON.stringify(rows.slice(start, start + batch)),
    ]);
  }
}

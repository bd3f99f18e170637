import type { ActionChanged, Envelope, IncidentChanged } from '@attest/contracts';
import { storableJson } from '@attest/identity/audit';
import type { Inbox } from '@attest/messaging';
import { type ServiceDatabase, takeTurn } from '@attest/persistence';
import type { EntityManager } from 'typeorm';
import { evaluatorGroup } from './hear-events.use-case.js';

/** An incident and its rows as cards are made from them: JSON and JSON Lines, gzip. */
export interface Snapshot {
  revision: number;
  incident: Buffer;
  events: Buffer;
}

/** The evaluator's own copy of what cards are made from: of each incident the newest revision, and those that cards with feedback speak of. */
export class SnapshotStore {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly inbox: Inbox,
  ) {}

  /** Keeps the content of an incident, packed as it came. An older revision that comes late changes nothing. */
  async rememberIncident({ id: eventId, tenant, occurredAt, payload }: Envelope<IncidentChanged>): Promise<void> {
    const { incidentId, revision, incident, events } = payload;
    await this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, evaluatorGroup, eventId))) return;
      await takeTurn(manager, `attest snapshot ${tenant} ${incidentId}`);
      await manager.query(
        `INSERT INTO evaluator.snapshot AS known (tenant, incident_id, revision, incident, events, at)
         SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT 1 FROM evaluator.snapshot WHERE tenant = $1 AND incident_id = $2 AND revision > $3)
         ON CONFLICT (tenant, incident_id, revision) DO UPDATE SET incident = excluded.incident, events = excluded.events, at = excluded.at WHERE known.at <= excluded.at`,
        [tenant, incidentId, revision, Buffer.from(incident, 'base64'), Buffer.from(events, 'base64'), occurredAt],
      );
      await manager.query('DELETE FROM evaluator.snapshot WHERE tenant = $1 AND incident_id = $2 AND revision < $3 AND NOT kept', [tenant, incidentId, revision]);
    });
  }

  /** Keeps a change of an action, for reports. */
  async rememberAction({ id: eventId, tenant, payload }: Envelope<ActionChanged>): Promise<void> {
    const { actionId, version, incidentId, at } = payload;
    await this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, evaluatorGroup, eventId))) return;
      await manager.query('INSERT INTO evaluator.action_change (tenant, action_id, version, incident_id, change, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING', [tenant, actionId, version, incidentId, JSON.stringify(storableJson(payload)), at]);
    });
  }

  /** Holds on to the revision a card speaks of, though the incident goes on. */
  async keep(manager: EntityManager, tenant: string, incidentId: string, revision: number): Promise<void> {
    await manager.query('UPDATE evaluator.snapshot SET kept = true WHERE tenant = $1 AND incident_id = $2 AND revision = $3 AND NOT kept', [tenant, incidentId, revision]);
  }

  /** The revision asked for, else the newest there is. */
  async of(manager: EntityManager, tenant: string, incidentId: string, revision: number): Promise<Snapshot | null> {
    const [row] = await manager.query<Snapshot[]>('SELECT revision, incident, events FROM evaluator.snapshot WHERE tenant = $1 AND incident_id = $2 ORDER BY revision = $3 DESC, revision DESC LIMIT 1', [tenant, incidentId, revision]);
    return row ?? null;
  }

  /** What was done of an incident until a moment, in the order of the audit log. */
  async actions(manager: EntityManager, tenant: string, incidentId: string, until: Date): Promise<ActionChanged[]> {
    const rows = await manager.query<{ change: ActionChanged }[]>("SELECT change FROM evaluator.action_change WHERE tenant = $1 AND incident_id = $2 AND at <= $3 ORDER BY (change->'audit'->>'sequence')::bigint, version", [tenant, incidentId, until]);
    return rows.map(({ change }) => change);
  }
}

import type { ScriptAnalyzed } from '@attest/contracts';
import type { ScriptFindings } from '@attest/incident-engine';
import type { Inbox } from '@attest/messaging';
import type { ServiceDatabase } from '@attest/persistence';

/** An incident whose response is to be made again, and the moment it was claimed until: the claim is given back by it. */
export interface DueSubject {
  tenant: string;
  incidentId: string;
  claim: Date;
}

/** A wave of results is told in one response: the first of it starts this wait. */
const gatherSeconds = 3;
/** A claim of a process that died is open to the others after this. */
const claimSeconds = 120;

/** Results of script analysis that responses speak of, and which incidents wait for a new response because of them. */
export class ScriptResultStore {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly inbox: Inbox,
  ) {}

  /** Keeps a result. From the first malicious one on, every result has the response made again, once for a wave of them. */
  async remember(tenant: string, payload: ScriptAnalyzed, cause: { group: string; eventId: string }): Promise<void> {
    await this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, cause.group, cause.eventId)) || payload.incidentId === undefined) return;
      const { incidentId, ...result } = payload;
      await manager.query(
        `INSERT INTO responder.script_result (tenant, incident_id, sha256, verdict, result) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant, incident_id, sha256) DO UPDATE SET verdict = excluded.verdict, result = excluded.result`,
        [tenant, incidentId, payload.sha256, payload.verdict, JSON.stringify(result)],
      );
      await manager.query(
        `UPDATE responder.subject SET scripts_due = now() + interval '${gatherSeconds} seconds'
         WHERE tenant = $1 AND incident_id = $2 AND (scripts_due IS NULL OR scripts_due > now() + interval '${gatherSeconds} seconds')
           AND EXISTS (SELECT 1 FROM responder.script_result r WHERE r.tenant = $1 AND r.incident_id = $2 AND r.verdict = 'malicious')`,
        [tenant, incidentId],
      );
    });
  }

  /** Every result known for an incident. */
  async results(tenant: string, incidentId: string): Promise<ScriptFindings[]> {
    const rows = await this.database.inTenant(tenant, (manager) => manager.query<{ result: ScriptFindings }[]>('SELECT result FROM responder.script_result WHERE tenant = $1 AND incident_id = $2 ORDER BY sha256', [tenant, incidentId]));
    return rows.map(({ result }) => result);
  }

  /** Claims incidents whose wait is over, so that no other process takes them. */
  async claim(atMost: number): Promise<DueSubject[]> {
    const rows = await this.database.acrossTenants((manager) =>
      manager.query<[{ tenant: string; incident_id: string; scripts_due: Date }[], number]>(
        `UPDATE responder.subject s SET scripts_due = now() + interval '${claimSeconds} seconds'
         FROM (SELECT tenant, incident_id FROM responder.subject WHERE scripts_due <= now() ORDER BY scripts_due LIMIT $1 FOR UPDATE SKIP LOCKED) due
         WHERE s.tenant = due.tenant AND s.incident_id = due.incident_id
         RETURNING s.tenant, s.incident_id, s.scripts_due`,
        [atMost],
      ),
    );
    return rows[0].map(({ tenant, incident_id: incidentId, scripts_due: claim }) => ({ tenant, incidentId, claim }));
  }

  /** Ends a claim. A result that came meanwhile has set a new time, which stays. */
  async done({ tenant, incidentId, claim }: DueSubject): Promise<void> {
    await this.database.inTenant(tenant, (manager) => manager.query("UPDATE responder.subject SET scripts_due = NULL WHERE tenant = $1 AND incident_id = $2 AND date_trunc('milliseconds', scripts_due) = $3", [tenant, incidentId, claim]));
  }
}

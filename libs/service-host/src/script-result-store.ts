import type { ScriptAnalyzed } from '@attest/contracts';
import type { Inbox } from '@attest/messaging';
import type { ServiceDatabase } from '@attest/persistence';

/** What `script.analyzed.v1` told of a script, without the incident it was seen in. */
export type AnalyzedScript = Omit<ScriptAnalyzed, 'incidentId'>;

/** An incident whose card is to be made again, and the moment it was claimed until: the claim is given back by it. */
export interface DueSubject {
  tenant: string;
  incidentId: string;
  claim: Date;
}

/** A wave of results is told in one card: the first of it starts this wait. */
const gatherSeconds = 3;
/** A claim of a process that died is open to the others after this. */
const claimSeconds = 120;

/**
 * Results of script analysis that the cards of a service speak of, and which incidents wait for a new card because of them.
 * Lives in the tables `script_result` and `subject` (column `scripts_due`) of the service's schema.
 */
export class ScriptResultStore {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly inbox: Inbox,
    /** A name of our own, never one from outside. */
    private readonly schema: string,
  ) {}

  /** Keeps a result. From the first malicious one on, every result has the card made again, once for a wave of them. */
  async remember(tenant: string, payload: ScriptAnalyzed, cause: { group: string; eventId: string }): Promise<void> {
    await this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, cause.group, cause.eventId)) || payload.incidentId === undefined) return;
      const { incidentId, ...result } = payload;
      await manager.query(
        `INSERT INTO ${this.schema}.script_result (tenant, incident_id, sha256, verdict, result) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant, incident_id, sha256) DO UPDATE SET verdict = excluded.verdict, result = excluded.result`,
        [tenant, incidentId, payload.sha256, payload.verdict, JSON.stringify(result)],
      );
      await manager.query(
        `UPDATE ${this.schema}.subject SET scripts_due = now() + interval '${gatherSeconds} seconds'
         WHERE tenant = $1 AND incident_id = $2 AND (scripts_due IS NULL OR scripts_due > now() + interval '${gatherSeconds} seconds')
           AND EXISTS (SELECT 1 FROM ${this.schema}.script_result r WHERE r.tenant = $1 AND r.incident_id = $2 AND r.verdict = 'malicious')`,
        [tenant, incidentId],
      );
    });
  }

  /** Every result known for an incident. */
  async results(tenant: string, incidentId: string): Promise<AnalyzedScript[]> {
    const rows = await this.database.inTenant(tenant, (manager) => manager.query<{ result: AnalyzedScript }[]>(`SELECT result FROM ${this.schema}.script_result WHERE tenant = $1 AND incident_id = $2 ORDER BY sha256`, [tenant, incidentId]));
    return rows.map(({ result }) => result);
  }

  /** Claims incidents whose wait is over, so that no other process takes them. */
  async claim(atMost: number): Promise<DueSubject[]> {
    const rows = await this.database.acrossTenants((manager) =>
      manager.query<[{ tenant: string; incident_id: string; scripts_due: Date }[], number]>(
        `UPDATE ${this.schema}.subject s SET scripts_due = now() + interval '${claimSeconds} seconds'
         FROM (SELECT tenant, incident_id FROM ${this.schema}.subject WHERE scripts_due <= now() ORDER BY scripts_due LIMIT $1 FOR UPDATE SKIP LOCKED) due
         WHERE s.tenant = due.tenant AND s.incident_id = due.incident_id
         RETURNING s.tenant, s.incident_id, s.scripts_due`,
        [atMost],
      ),
    );
    return rows[0].map(({ tenant, incident_id: incidentId, scripts_due: claim }) => ({ tenant, incidentId, claim }));
  }

  /** Ends a claim. A result that came meanwhile has set a new time, which stays. */
  async done({ tenant, incidentId, claim }: DueSubject): Promise<void> {
    await this.database.inTenant(tenant, (manager) => manager.query(`UPDATE ${this.schema}.subject SET scripts_due = NULL WHERE tenant = $1 AND incident_id = $2 AND date_trunc('milliseconds', scripts_due) = $3`, [tenant, incidentId, claim]));
  }
}

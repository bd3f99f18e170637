import type { EntityManager } from 'typeorm';
import type { IncidentActivity } from '@attest/contracts';
import { actionActivity } from './note-action.use-case.js';

/** Entries that travel with an incident, the newest. */
const mostEntries = 1_000;

/** Characters of a comment that travel. */
const longestComment = 4_000;

/**
 * What was done with an incident, oldest first, as other services are told: the newest entries, comments with their words and not
 * only their beginning. The activity keeps the names of people, not their ids.
 */
export async function toldActivity(manager: EntityManager, tenant: string, incidentId: string): Promise<IncidentActivity[]> {
  const rows = await manager.query<{ at: Date; actor: string; kind: string; field: string | null; old_value: string | null; new_value: string | null; comment: string | null }[]>(
    `WITH told AS (
       SELECT id, at, actor, kind, field, old_value, new_value, CASE WHEN kind = 'commented' THEN count(*) FILTER (WHERE kind = 'commented') OVER (ORDER BY id) END AS nth
       FROM incidents.activity WHERE tenant = $1 AND incident_id = $2 AND kind <> '${actionActivity}'),
     said AS (SELECT left(comment, ${longestComment}) AS comment, row_number() OVER (ORDER BY id) AS nth FROM incidents.comment WHERE tenant = $1 AND incident_id = $2)
     SELECT at, actor, kind, field, old_value, new_value, comment FROM told LEFT JOIN said USING (nth) ORDER BY id DESC LIMIT ${mostEntries}`,
    [tenant, incidentId],
  );
  return rows.reverse().map(({ at, actor, kind, field, old_value: from, new_value: to, comment }) => ({ at: at.toISOString(), kind, by: { subject: '', name: actor }, field, from, to: comment ?? to }));
}

import type { ActionChanged, CardGenerated, Envelope, HuntLinked, IncidentActivity, IncidentChanged } from '@attest/contracts';
import { storableJson } from '@attest/identity/audit';
import type { Inbox } from '@attest/messaging';
import { type ServiceDatabase, takeTurn } from '@attest/persistence';
import type { EntityManager } from 'typeorm';
import type { StandingAction, KnownState } from '../domain/changes-since.js';
import { wasClosed, type IncidentProfile } from '../domain/incident-profile.js';

/** The consumer group of this service. */
export const reporterGroup = 'reporter';

/** Kinds of cards a report reads. */
const summaryKind = 'incidentSummary';
const responseKind = 'guidedResponse';

/** A closing report waits so long for the summary of the same revision, and a little longer for what comes with it. */
const longestWaitSeconds = 60;
const gatherSeconds = 2;
/** A claim of a process that died is open to the others after this. */
const claimSeconds = 300;

/** An incident that was resolved and has no report of it yet, and the moment it was claimed until. */
export interface DueClosing {
  tenant: string;
  incidentId: string;
  claim: Date;
}

/** Everything known of an incident, but its scripts. */
export interface IncidentRecords {
  revision: number;
  activity: IncidentActivity[];
  incident: string;
  events: string;
  /** Every change of every action. */
  changes: ActionChanged[];
  hunts: HuntLinked[];
  /** Packed, when a model was asked for it and it is of this revision. */
  summary: string | null;
  summaryDigest: string | null;
  response: string | null;
}

interface SubjectRow {
  incident_id: string;
  revision: number;
  activity: IncidentActivity[];
}

/** What this service heard, each once, whatever order it came in: revisions and versions decide, never the time of arrival. */
export class RecordStore {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly inbox: Inbox,
  ) {}

  /** Keeps the newest content of an incident. When it was resolved between what was known and this, a report of it becomes due. */
  async rememberIncident({ id: eventId, tenant, occurredAt, payload }: Envelope<IncidentChanged>, profile: IncidentProfile): Promise<void> {
    const { incidentId, revision, status, incident, events } = payload;
    const activity = payload.activity ?? [];
    const activityAt = activity.at(-1)?.at ?? '';
    await this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, reporterGroup, eventId))) return;
      await takeTurn(manager, `attest report record ${tenant} ${incidentId}`);
      const [before] = await manager.query<{ revision: number; activity_at: string; status: string; activity: IncidentActivity[] }[]>('SELECT revision, activity_at, status, activity FROM reporter.subject WHERE tenant = $1 AND incident_id = $2', [tenant, incidentId]);
      if (before && (before.revision > revision || (before.revision === revision && before.activity_at >= activityAt))) return;
      const created = profile.createdAt || activity[0]?.at || occurredAt;
      await manager.query(
        `INSERT INTO reporter.subject (tenant, incident_id, revision, activity_at, activity, status, profile, created_at, incident, events, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now())
         ON CONFLICT (tenant, incident_id) DO UPDATE SET revision = excluded.revision, activity_at = excluded.activity_at, activity = excluded.activity, status = excluded.status,
           profile = excluded.profile, created_at = excluded.created_at, incident = excluded.incident, events = excluded.events, updated_at = now()`,
        [tenant, incidentId, revision, activityAt, json(activity), status, json(profile), created, incident, events],
      );
      if (wasClosed(before, { revision, status, activity })) await this.closingDue(manager, tenant, incidentId, revision);
    });
  }

  private async closingDue(manager: EntityManager, tenant: string, incidentId: string, revision: number): Promise<void> {
    const summarized = await manager.query<unknown[]>('SELECT 1 FROM reporter.card WHERE tenant = $1 AND incident_id = $2 AND kind = $3 AND revision >= $4', [tenant, incidentId, summaryKind, revision]);
    await manager.query(`UPDATE reporter.subject SET closing_due = now() + make_interval(secs => $3) WHERE tenant = $1 AND incident_id = $2`, [tenant, incidentId, summarized.length > 0 ? gatherSeconds : longestWaitSeconds]);
  }

  /** Keeps the newest summary and guided response of an incident. */
  async rememberCard({ id: eventId, tenant, payload }: Envelope<CardGenerated>): Promise<void> {
    const { kind, subjectId, subjectRevision, version, composer, digest, card, provenance } = payload;
    await this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, reporterGroup, eventId)) || (kind !== summaryKind && kind !== responseKind)) return;
      // What rules write, a report writes itself from the same records.
      const kept = kind === responseKind || composer === 'model' || (provenance?.fallback ?? null) !== null;
      await manager.query(
        `INSERT INTO reporter.card AS known (tenant, incident_id, kind, revision, version, composer, digest, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (tenant, incident_id, kind) DO UPDATE SET revision = excluded.revision, version = excluded.version, composer = excluded.composer, digest = excluded.digest, body = excluded.body
         WHERE known.version < excluded.version`,
        [tenant, subjectId, kind, subjectRevision, version, composer, digest, kept ? (card ?? null) : null],
      );
      if (kind === summaryKind) await manager.query(`UPDATE reporter.subject SET closing_due = least(closing_due, now() + make_interval(secs => $4)) WHERE tenant = $1 AND incident_id = $2 AND revision <= $3 AND closing_due IS NOT NULL`, [tenant, subjectId, subjectRevision, gatherSeconds]);
    });
  }

  /** Keeps a change of an action: every one of them, for the log is what a report tells. */
  async rememberAction({ id: eventId, tenant, payload }: Envelope<ActionChanged>): Promise<void> {
    await this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, reporterGroup, eventId))) return;
      await manager.query('INSERT INTO reporter.action_change (tenant, action_id, version, incident_id, change) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING', [tenant, payload.actionId, payload.version, payload.incidentId, json(payload)]);
    });
  }

  /** Keeps a hunt with its incident. One that was taken away does not come back: its id is never used again. */
  async rememberHunt({ id: eventId, tenant, payload }: Envelope<HuntLinked>): Promise<void> {
    await this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, reporterGroup, eventId))) return;
      await manager.query(
        `INSERT INTO reporter.hunt AS known (tenant, link_id, incident_id, removed, hunt) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant, link_id) DO UPDATE SET removed = known.removed OR excluded.removed`,
        [tenant, payload.linkId, payload.incidentId, payload.removed, json(payload)],
      );
    });
  }

  /** What a report of an incident is made from, or null when this service never heard of it. */
  records(tenant: string, incidentId: string): Promise<IncidentRecords | null> {
    return this.database.inTenant(tenant, async (manager) => {
      const [subject] = await manager.query<(SubjectRow & { incident: string; events: string })[]>('SELECT incident_id, revision, activity, incident, events FROM reporter.subject WHERE tenant = $1 AND incident_id = $2', [tenant, incidentId]);
      if (subject === undefined) return null;
      const cards = await manager.query<{ kind: string; revision: number; composer: string; digest: string; body: string | null }[]>('SELECT kind, revision, composer, digest, body FROM reporter.card WHERE tenant = $1 AND incident_id = $2', [tenant, incidentId]);
      const changes = await manager.query<{ change: ActionChanged }[]>('SELECT change FROM reporter.action_change WHERE tenant = $1 AND incident_id = $2 ORDER BY action_id, version', [tenant, incidentId]);
      const hunts = await manager.query<{ hunt: HuntLinked }[]>(`SELECT hunt FROM reporter.hunt WHERE tenant = $1 AND incident_id = $2 AND NOT removed ORDER BY hunt->>'at', link_id`, [tenant, incidentId]);
      const summary = cards.find(({ kind }) => kind === summaryKind);
      const { revision, activity, incident, events } = subject;
      return {
        revision, activity, incident, events,
        changes: changes.map(({ change }) => change),
        hunts: hunts.map(({ hunt }) => hunt),
        summary: summary?.revision === revision ? summary.body : null,
        summaryDigest: summary?.composer === 'model' ? summary.digest : null,
        response: cards.find(({ kind }) => kind === responseKind)?.body ?? null,
      };
    });
  }

  /** What is known of some incidents now, to tell what has changed since a report. */
  states(tenant: string, incidentIds: readonly string[]): Promise<Map<string, KnownState>> {
    return this.database.inTenant(tenant, async (manager) => {
      const of = [tenant, [...incidentIds]];
      const subjects = await manager.query<SubjectRow[]>('SELECT incident_id, revision, activity FROM reporter.subject WHERE tenant = $1 AND incident_id = ANY($2)', of);
      const actions = await manager.query<{ change: ActionChanged }[]>('SELECT DISTINCT ON (action_id) change FROM reporter.action_change WHERE tenant = $1 AND incident_id = ANY($2) ORDER BY action_id, version DESC', of);
      const summaries = await manager.query<{ incident_id: string; digest: string }[]>(`SELECT incident_id, digest FROM reporter.card WHERE tenant = $1 AND incident_id = ANY($2) AND kind = '${summaryKind}' AND composer = 'model'`, of);
      const scripts = await manager.query<{ incident_id: string; sha256: string; verdict: string }[]>('SELECT incident_id, sha256, verdict FROM reporter.script_result WHERE tenant = $1 AND incident_id = ANY($2)', of);
      const hunts = await manager.query<{ incident_id: string; link_id: string }[]>('SELECT incident_id, link_id FROM reporter.hunt WHERE tenant = $1 AND incident_id = ANY($2) AND NOT removed', of);
      return new Map(subjects.map(({ incident_id: id, revision, activity }): [string, KnownState] => [id, {
        revision, activity,
        actions: standing(actions.map(({ change }) => change).filter(({ incidentId }) => incidentId === id)),
        summary: summaries.find(({ incident_id: other }) => other === id)?.digest ?? null,
        scripts: Object.fromEntries(scripts.filter(({ incident_id: other }) => other === id).map(({ sha256, verdict }) => [sha256, verdict])),
        hunts: hunts.filter(({ incident_id: other }) => other === id).map(({ link_id: linkId }) => linkId),
      }]));
    });
  }

  /** Claims incidents whose closing report is due, so that no other process makes it. */
  async claimClosings(atMost: number): Promise<DueClosing[]> {
    const rows = await this.database.acrossTenants((manager) =>
      manager.query<[{ tenant: string; incident_id: string; closing_due: Date }[], number]>(
        `UPDATE reporter.subject s SET closing_due = date_trunc('milliseconds', now()) + interval '${claimSeconds} seconds'
         FROM (SELECT tenant, incident_id FROM reporter.subject WHERE closing_due <= now() ORDER BY closing_due LIMIT $1 FOR UPDATE SKIP LOCKED) due
         WHERE s.tenant = due.tenant AND s.incident_id = due.incident_id
         RETURNING s.tenant, s.incident_id, s.closing_due`,
        [atMost],
      ),
    );
    return rows[0].map(({ tenant, incident_id: incidentId, closing_due: claim }) => ({ tenant, incidentId, claim }));
  }

  /** Ends a claim. When the incident was resolved again meanwhile, the new time stays. */
  async closingDone({ tenant, incidentId, claim }: DueClosing): Promise<void> {
    await this.database.inTenant(tenant, (manager) => manager.query('UPDATE reporter.subject SET closing_due = NULL WHERE tenant = $1 AND incident_id = $2 AND closing_due = $3', [tenant, incidentId, claim]));
  }

  /** The incidents created in a period, and every action of them as it stands. */
  period(tenant: string, from: string, to: string): Promise<{ incidents: { id: string; profile: IncidentProfile }[]; actions: ActionChanged[] }> {
    return this.database.inTenant(tenant, async (manager) => {
      const incidents = await manager.query<{ id: string; profile: IncidentProfile }[]>('SELECT incident_id AS id, profile FROM reporter.subject WHERE tenant = $1 AND created_at >= $2 AND created_at < $3', [tenant, from, to]);
      const actions = await manager.query<{ change: ActionChanged }[]>(
        `SELECT DISTINCT ON (a.action_id) a.change FROM reporter.action_change a JOIN reporter.subject s ON s.tenant = a.tenant AND s.incident_id = a.incident_id
         WHERE s.tenant = $1 AND s.created_at >= $2 AND s.created_at < $3 ORDER BY a.action_id, a.version DESC`,
        [tenant, from, to],
      );
      return { incidents, actions: actions.map(({ change }) => change) };
    });
  }
}

/** Each action as it stands: its change of the highest version. */
export function standing(changes: readonly ActionChanged[]): StandingAction[] {
  const newest = new Map<string, ActionChanged>();
  for (const change of changes) if ((newest.get(change.actionId)?.version ?? 0) < change.version) newest.set(change.actionId, change);
  return [...newest.values()].sort((a, b) => (a.actionId < b.actionId ? -1 : 1)).map(({ actionId: id, version, action, target, state }) => ({ id, version, action, target: target.name || target.id, state }));
}

function json(value: unknown): string {
  return JSON.stringify(storableJson(value));
}

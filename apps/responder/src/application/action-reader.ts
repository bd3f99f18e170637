import type { ActionState } from '@attest/contracts';
import type { AuditLog, AuditQuery, AuditRow } from '@attest/identity/audit';
import type { ServiceDatabase } from '@attest/persistence';
import type { Waiting } from '../domain/action.js';
import { openStates } from '../domain/action-state.js';
import type { LabState } from '../domain/lab-effect.js';
import { ActionEntity } from '../infrastructure/action.entity.js';

/** Which actions a list shows. */
export interface ActionFilter {
  incidentId?: string;
  states?: readonly ActionState[];
  action?: string;
  text?: string;
  withdrawn?: boolean;
}

/** One page of a list. */
export interface Page<T> {
  items: T[];
  total: number;
  more: boolean;
}

/** Figures of the action centre. */
export interface CentreFigures {
  states: Partial<Record<ActionState, number>>;
  waiting: { code: Waiting['code']; count: number; sentence: string; since: string }[];
}

/** A thing of the lab tenant as it is now. */
export interface LabThing {
  kind: string;
  id: string;
  name: string;
  state: LabState;
  changes: number;
  updatedAt: Date;
}

const exportRows = 1_000;

/** Reads what there is. */
export class ActionReader {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly audit: AuditLog,
  ) {}

  action(tenant: string, id: string): Promise<ActionEntity | null> {
    return this.database.inTenant(tenant, (manager) => manager.findOneBy(ActionEntity, { tenant, id }));
  }

  /** Actions of recommendations of some incidents, by `incident id + recommendation id`. */
  async ofRecommendations(tenant: string, incidentId: string, recommendationIds: readonly string[]): Promise<Map<string, ActionEntity>> {
    const found = await this.database.inTenant(tenant, (manager) =>
      manager
        .createQueryBuilder(ActionEntity, 'a')
        .where('a.tenant = :tenant AND a.incident_id = :incidentId AND a.recommendation_id IN (:...recommendationIds)', { tenant, incidentId, recommendationIds: [...recommendationIds] })
        .getMany(),
    );
    return new Map(found.map((action) => [action.recommendationId ?? '', action]));
  }

  /** Changed last first. `after` is the id of the last one seen. Proposals that are not recommended any more are left out unless asked for. */
  actions(tenant: string, filter: ActionFilter, first: number, after: string | undefined): Promise<Page<ActionEntity>> {
    return this.database.inTenant(tenant, async (manager) => {
      const query = manager.createQueryBuilder(ActionEntity, 'a').where('a.tenant = :tenant', { tenant });
      if (filter.incidentId !== undefined) query.andWhere('a.incident_id = :incidentId', { incidentId: filter.incidentId });
      if (filter.states !== undefined && filter.states.length > 0) query.andWhere('a.state IN (:...states)', { states: [...filter.states] });
      if (filter.action !== undefined) query.andWhere('a.action = :action', { action: filter.action });
      if (filter.text !== undefined) query.andWhere("position(:text in lower((a.target->>'name') || E'\\n' || (a.target->>'id'))) > 0", { text: filter.text.toLowerCase() });
      if (filter.withdrawn !== true) query.andWhere("NOT (a.withdrawn AND a.state = 'PROPOSED')");
      const total = await query.getCount();
      if (after !== undefined) query.andWhere('(a.updated_at, a.id) < (SELECT updated_at, id FROM responder.action WHERE tenant = :tenant AND id = :after)', { after });
      const found = await query.orderBy('a.updatedAt', 'DESC').addOrderBy('a.id', 'DESC').limit(first + 1).getMany();
      return { items: found.slice(0, first), total, more: found.length > first };
    });
  }

  /** The newest revision known of each incident. */
  async revisions(tenant: string, incidentIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.inTenant(tenant, (manager) => manager.query<{ incident_id: string; revision: number }[]>('SELECT incident_id, revision FROM responder.subject WHERE tenant = $1 AND incident_id = ANY($2)', [tenant, incidentIds]));
    return new Map(rows.map((row) => [row.incident_id, row.revision]));
  }

  centre(tenant: string): Promise<CentreFigures> {
    return this.database.inTenant(tenant, async (manager) => {
      const states = await manager.query<{ state: ActionState; count: number }[]>("SELECT state, count(*)::int AS count FROM responder.action WHERE tenant = $1 AND NOT (withdrawn AND state = 'PROPOSED') GROUP BY state", [tenant]);
      const waiting = await manager.query<{ code: Waiting['code']; count: number; sentence: string; since: string }[]>(
        `SELECT waiting->>'code' AS code, count(*)::int AS count, min(waiting->>'since') AS since, (array_agg(waiting->>'sentence' ORDER BY waiting->>'since'))[1] AS sentence
         FROM responder.action WHERE tenant = $1 AND waiting IS NOT NULL AND state <> ALL($2) GROUP BY 1 ORDER BY 3`,
        [tenant, ['CONFIRMED', 'FAILED', 'DECLINED', 'UNDONE']],
      );
      return { states: Object.fromEntries(states.map(({ state, count }) => [state, count])), waiting };
    });
  }

  async lab(tenant: string, kind: string | undefined, first: number): Promise<{ items: LabThing[]; total: number }> {
    const rows = await this.database.inTenant(tenant, (manager) =>
      manager.query<(Omit<LabThing, 'updatedAt'> & { updated_at: Date; total: number })[]>(
        'SELECT kind, id, name, state, changes, updated_at, (count(*) OVER ())::int AS total FROM responder.lab_entity WHERE tenant = $1 AND ($2::text IS NULL OR kind = $2) ORDER BY updated_at DESC, kind, id LIMIT $3',
        [tenant, kind ?? null, first],
      ),
    );
    return { items: rows.map(({ updated_at: updatedAt, kind: each, id, name, state, changes }) => ({ kind: each, id, name, state, changes, updatedAt })), total: rows[0]?.total ?? 0 };
  }

  trail(tenant: string, query: AuditQuery): Promise<Page<AuditRow>> {
    return this.database.inTenant(tenant, async (manager) => {
      const rows = await this.audit.rows(manager, tenant, { ...query, first: query.first + 1 });
      return { items: rows.slice(0, query.first), total: await this.audit.count(manager, tenant, query), more: rows.length > query.first };
    });
  }

  /** The whole audit log of a tenant from its beginning, in parts. */
  async *auditParts(tenant: string): AsyncGenerator<AuditRow[], void, void> {
    for (let after = 0; ; ) {
      const from = after;
      const rows = await this.database.inTenant(tenant, (manager) => this.audit.rows(manager, tenant, { first: exportRows, after: from, oldestFirst: true }));
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows;
      after = last.sequence;
    }
  }

  /** Actions of all tenants that have not ended, by state and by why they wait: for metrics. */
  async backlog(): Promise<{ state: string; count: number }[]> {
    return this.database.acrossTenants((manager) => manager.query<{ state: string; count: number }[]>('SELECT state, count(*)::int AS count FROM responder.action WHERE state = ANY($1) GROUP BY state', [[...openStates, 'UNKNOWN']]));
  }
}

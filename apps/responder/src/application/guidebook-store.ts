import { createHash } from 'node:crypto';
import { type ServiceDatabase, takeTurn } from '@attest/persistence';
import type { ActiveGuidebook } from '@attest/response-engine';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import type { GuidebookState } from '../domain/guidebook-state.js';
import { GuidebookEntity } from '../infrastructure/guidebook.entity.js';
import type { Page } from './action-reader.js';

/** The active guides of a tenant, and a digest that changes whenever they do. */
export interface ActiveGuidebooks {
  guidebooks: ActiveGuidebook[];
  digest: string;
}

/** Guides in the database. Deleted ones are seen by nobody. */
export class GuidebookStore {
  constructor(readonly database: ServiceDatabase) {}

  byId(tenant: string, id: string): Promise<GuidebookEntity | null> {
    return this.database.inTenant(tenant, (manager) => manager.createQueryBuilder(GuidebookEntity, 'g').where("g.tenant = :tenant AND g.id = :id AND g.state <> 'DELETED'", { tenant, id }).getOne());
  }

  /** Newest first; of some states when any are named. */
  list(tenant: string, states: readonly GuidebookState[] | undefined, first: number, after: string | undefined): Promise<Page<GuidebookEntity>> {
    return this.database.inTenant(tenant, async (manager) => {
      const query = manager.createQueryBuilder(GuidebookEntity, 'g').where("g.tenant = :tenant AND g.state <> 'DELETED'", { tenant });
      if (states !== undefined && states.length > 0) query.andWhere('g.state IN (:...states)', { states: [...states] });
      const total = await query.getCount();
      if (after !== undefined) query.andWhere('(g.created_at, g.id) < (SELECT a.created_at, a.id FROM responder.guidebook a WHERE a.tenant = :tenant AND a.id = :after)', { after });
      const items = await query.orderBy('g.created_at', 'DESC').addOrderBy('g.id', 'DESC').take(first + 1).getMany();
      return { items: items.slice(0, first), total, more: items.length > first };
    });
  }

  async active(tenant: string): Promise<ActiveGuidebooks> {
    const found = await this.database.inTenant(tenant, (manager) => manager.find(GuidebookEntity, { where: { tenant, state: 'ACTIVE' }, order: { id: 'ASC' } }));
    const guidebooks = found.map(({ id, title, sections }) => ({ id, title, tasks: sections.flatMap(({ heading, tasks }) => tasks.map(({ text }) => ({ section: heading, text }))) }));
    return { guidebooks, digest: createHash('sha256').update(found.map(({ id }) => id).join(' ')).digest('hex') };
  }

  /** The guide, locked until the transaction ends, or null. */
  async locked(manager: EntityManager, tenant: string, id: string): Promise<GuidebookEntity | null> {
    const found = await manager.findOne(GuidebookEntity, { where: { tenant, id }, lock: { mode: 'pessimistic_write' } });
    return found === null || found.state === 'DELETED' ? null : found;
  }

  ofContent(manager: EntityManager, tenant: string, sha256: string): Promise<GuidebookEntity | null> {
    return manager.createQueryBuilder(GuidebookEntity, 'g').where("g.tenant = :tenant AND g.sha256 = :sha256 AND g.state <> 'DELETED'", { tenant, sha256 }).getOne();
  }

  /** How many guides there are, or how many are active. */
  count(manager: EntityManager, tenant: string, onlyActive: boolean): Promise<number> {
    return manager.createQueryBuilder(GuidebookEntity, 'g').where(`g.tenant = :tenant AND g.state ${onlyActive ? "= 'ACTIVE'" : "<> 'DELETED'"}`, { tenant }).getCount();
  }

  /** Uploads and activations of a tenant take turns, so that its limits hold. */
  async takeTurn(manager: EntityManager, tenant: string): Promise<void> {
    await takeTurn(manager, `attest guidebooks ${tenant}`);
  }

  async insert(manager: EntityManager, entity: GuidebookEntity): Promise<void> {
    await manager.insert(GuidebookEntity, columnsOf(entity));
  }

  async update(manager: EntityManager, entity: GuidebookEntity): Promise<void> {
    await manager.update(GuidebookEntity, { tenant: entity.tenant, id: entity.id }, columnsOf(entity));
  }

  /** Has every response of a tenant made again, by the same queue as analysed scripts do. */
  async remakeAll(manager: EntityManager, tenant: string): Promise<void> {
    await manager.query('UPDATE responder.subject SET scripts_due = now() WHERE tenant = $1', [tenant]);
  }

  /** Has the response of one incident made again. */
  async remakeOne(tenant: string, incidentId: string): Promise<void> {
    await this.database.inTenant(tenant, (manager) => manager.query('UPDATE responder.subject SET scripts_due = now() WHERE tenant = $1 AND incident_id = $2', [tenant, incidentId]));
  }
}

/** TypeORM's own type of a row does not know columns of free JSON. */
function columnsOf(entity: GuidebookEntity): QueryDeepPartialEntity<GuidebookEntity> {
  return { ...entity } as unknown as QueryDeepPartialEntity<GuidebookEntity>;
}

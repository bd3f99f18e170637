import type { FeedbackGiven } from '@attest/contracts';
import type { ServiceDatabase } from '@attest/persistence';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { FeedbackEntity } from '../infrastructure/feedback.entity.js';
import type { CardStore } from './card-store.js';

/** Which feedback a list shows. `to` is left out itself. */
export interface FeedbackFilter {
  kind?: string;
  verdict?: FeedbackGiven['verdict'];
  from?: Date;
  to?: Date;
  composer?: string;
  model?: string;
  cardId?: string;
}

/** One page of a list. */
export interface Page<T> {
  items: T[];
  total: number;
  more: boolean;
}

/** How many people say what of one part of a card; `part` is empty for the whole. */
export type PartCounts = { part: string } & Record<FeedbackGiven['verdict'], number>;

/** What people say of a card. */
export interface CardVoices {
  known: boolean;
  parts: PartCounts[];
  mine: FeedbackEntity[];
}

const exportRows = 500;

/** Reads feedback. Withdrawn feedback is shown to nobody. */
export class FeedbackReader {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly cards: CardStore,
  ) {}

  ofCard(tenant: string, subject: string, cardId: string): Promise<CardVoices> {
    return this.database.inTenant(tenant, async (manager) => {
      const said = await manager.query<(PartCounts & { part: string })[]>(
        `SELECT part, count(*) FILTER (WHERE verdict = 'confirmed')::int AS confirmed, count(*) FILTER (WHERE verdict = 'offTarget')::int AS "offTarget",
           count(*) FILTER (WHERE verdict = 'harmful')::int AS harmful
         FROM evaluator.feedback WHERE tenant = $1 AND card_id = $2 AND NOT withdrawn GROUP BY part ORDER BY part`,
        [tenant, cardId],
      );
      const mine = await manager.find(FeedbackEntity, { where: { tenant, cardId, subject, withdrawn: false }, order: { part: 'ASC' } });
      return { known: said.length > 0 || (await this.cards.isKnown(manager, tenant, cardId)), parts: said, mine };
    });
  }

  /** Changed last first. `after` is the id of the last one seen. */
  list(tenant: string, filter: FeedbackFilter, first: number, after: string | undefined): Promise<Page<FeedbackEntity>> {
    return this.database.inTenant(tenant, async (manager) => {
      const query = this.matching(manager, tenant, filter);
      const total = await query.getCount();
      if (after !== undefined) query.andWhere('(f.at, f.id) < (SELECT at, id FROM evaluator.feedback WHERE tenant = :tenant AND id = :after)', { after });
      const found = await query.orderBy('f.at', 'DESC').addOrderBy('f.id', 'DESC').limit(first + 1).getMany();
      return { items: found.slice(0, first), total, more: found.length > first };
    });
  }

  /** Everything of a time, oldest first, in parts. */
  async *parts(tenant: string, filter: FeedbackFilter): AsyncGenerator<FeedbackEntity[], void, void> {
    for (let after: string | undefined; ; ) {
      const last = after;
      const rows = await this.database.inTenant(tenant, (manager) => {
        const query = this.matching(manager, tenant, filter);
        if (last !== undefined) query.andWhere('(f.at, f.id) > (SELECT at, id FROM evaluator.feedback WHERE tenant = :tenant AND id = :last)', { last });
        return query.orderBy('f.at', 'ASC').addOrderBy('f.id', 'ASC').limit(exportRows).getMany();
      });
      const end = rows.at(-1);
      if (end === undefined) return;
      yield rows;
      after = end.id;
    }
  }

  private matching(manager: EntityManager, tenant: string, { kind, verdict, from, to, composer, model, cardId }: FeedbackFilter): SelectQueryBuilder<FeedbackEntity> {
    const query = manager.createQueryBuilder(FeedbackEntity, 'f').where('f.tenant = :tenant AND NOT f.withdrawn', { tenant });
    if (kind !== undefined) query.andWhere('f.kind = :kind', { kind });
    if (verdict !== undefined) query.andWhere('f.verdict = :verdict', { verdict });
    if (composer !== undefined) query.andWhere('f.composer = :composer', { composer });
    if (model !== undefined) query.andWhere('f.model = :model', { model });
    if (cardId !== undefined) query.andWhere('f.card_id = :cardId', { cardId });
    if (from !== undefined) query.andWhere('f.at >= :from', { from });
    if (to !== undefined) query.andWhere('f.at < :to', { to });
    return query;
  }
}

import type { CardGenerated, Envelope, FeedbackGiven } from '@attest/contracts';
import { storableJson } from '@attest/identity/audit';
import type { Inbox } from '@attest/messaging';
import { type ServiceDatabase, shareTurn, takeTurn } from '@attest/persistence';
import type { EntityManager } from 'typeorm';
import { cardFigure, Figures, supersedes, voteFigure } from '../domain/figures.js';
import type { FigureStore } from './figure-store.js';

/** The consumer group of this service. */
export const evaluatorGroup = 'evaluator';

const page = 1_000;

interface CardRow {
  id: string;
  event: CardGenerated;
  at: Date;
}

/** Hears of cards and feedback, keeps what it heard, and counts. Each event has its effect once, in one transaction with its inbox row. */
export class HearEventsUseCase {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly inbox: Inbox,
    private readonly figures: FigureStore,
  ) {}

  /** Handles one `card.generated.v1`: afterwards the card can take feedback, and is counted. */
  async onCard({ id: eventId, tenant, payload, occurredAt }: Envelope<CardGenerated>): Promise<void> {
    const { card: packed, ...rest } = payload;
    const event = storableJson(rest);
    const body = packed === undefined ? null : Buffer.from(packed, 'base64');
    await this.database.inTenant(tenant, async (manager) => {
      await count(manager, tenant);
      if (!(await this.inbox.record(manager, evaluatorGroup, eventId))) return;
      const inserted = await manager.query<unknown[]>(
        `INSERT INTO evaluator.card (tenant, id, kind, subject_id, version, composer, model, event, body, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (tenant, id) DO NOTHING RETURNING 1`,
        [tenant, event.cardId, event.kind, event.subjectId, event.version, event.composer, event.provenance?.model ?? '', JSON.stringify(event), body, occurredAt],
      );
      if (inserted.length > 0) await this.figures.change(manager, tenant, cardFigure(event, occurredAt));
    });
  }

  /** Handles one `feedback.given.v1`: afterwards the newest version of what this person said of this card and part is counted. */
  async onFeedback({ id: eventId, tenant, payload }: Envelope<FeedbackGiven>): Promise<void> {
    const vote = storableJson(payload);
    await this.database.inTenant(tenant, async (manager) => {
      await count(manager, tenant);
      if (!(await this.inbox.record(manager, evaluatorGroup, eventId))) return;
      const { card, by, verdict, withdrawn, version, at } = vote;
      const key = [tenant, card.cardId, card.part ?? '', by.subject];
      const values = [...key, card.kind, card.composer, card.model ?? '', verdict, withdrawn, version, JSON.stringify(vote), at];
      const inserted = await manager.query<unknown[]>(
        `INSERT INTO evaluator.vote (tenant, card_id, part, subject, kind, composer, model, verdict, withdrawn, version, event, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (tenant, card_id, part, subject) DO NOTHING RETURNING 1`,
        values,
      );
      if (inserted.length > 0) return this.figures.change(manager, tenant, voteFigure(vote));
      const [row] = await manager.query<{ event: FeedbackGiven }[]>('SELECT event FROM evaluator.vote WHERE tenant = $1 AND card_id = $2 AND part = $3 AND subject = $4 FOR UPDATE', key);
      if (row === undefined || !supersedes(vote, row.event)) return;
      await manager.query(
        `UPDATE evaluator.vote SET kind = $5, composer = $6, model = $7, verdict = $8, withdrawn = $9, version = $10, event = $11, at = $12
         WHERE tenant = $1 AND card_id = $2 AND part = $3 AND subject = $4`,
        values,
      );
      await this.figures.change(manager, tenant, voteFigure(vote), voteFigure(row.event));
    });
  }

  /**
   * Drops the figures of a tenant and counts them again from the first event kept. Events that come meanwhile wait. Resolves
   * with how many events were counted.
   */
  replay(tenant: string): Promise<number> {
    return this.database.inTenant(tenant, async (manager) => {
      await takeTurn(manager, lockName(tenant));
      const figures = new Figures();
      let events = 0;
      for (let last: CardRow | undefined, more = true; more; ) {
        const rows: CardRow[] = await manager.query<CardRow[]>('SELECT id, event, at FROM evaluator.card WHERE tenant = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3', [tenant, last?.id ?? null, page]);
        for (const { event, at } of rows) figures.hearCard(event, at.toISOString());
        [last, more, events] = [rows.at(-1), rows.length === page, events + rows.length];
      }
      for (let last = ['00000000-0000-0000-0000-000000000000', '', ''], more = true; more; ) {
        const rows = await manager.query<{ card_id: string; part: string; subject: string; event: FeedbackGiven }[]>(
          'SELECT card_id, part, subject, event FROM evaluator.vote WHERE tenant = $1 AND (card_id, part, subject) > ($2::uuid, $3, $4) ORDER BY card_id, part, subject LIMIT $5',
          [tenant, ...last, page],
        );
        for (const { event } of rows) figures.hearFeedback(event);
        const end = rows.at(-1);
        if (end) last = [end.card_id, end.part, end.subject];
        [more, events] = [rows.length === page, events + rows.length];
      }
      await this.figures.clear(manager, tenant);
      for (const row of figures.rows()) await this.figures.add(manager, tenant, row);
      return events;
    });
  }
}

/** Counting goes on side by side; a replay waits for it and keeps it waiting. */
async function count(manager: EntityManager, tenant: string): Promise<void> {
  await shareTurn(manager, lockName(tenant));
}

function lockName(tenant: string): string {
  return `attest figures ${tenant}`;
}

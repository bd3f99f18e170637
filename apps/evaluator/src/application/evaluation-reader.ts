import type { FeedbackGiven } from '@attest/contracts';
import type { ServiceDatabase } from '@attest/persistence';
import type { EntityManager } from 'typeorm';
import { voteAlerts, type DatedVote, type VoteAlert } from '../domain/alerts.js';
import { evaluate, trendOf, type EvaluatedDay, type EvaluatedRow, type TokenPrice } from '../domain/evaluation.js';
import { figuresText } from '../domain/figures.js';
import type { FigureStore } from './figure-store.js';

/** An alert and what it is about; `model` is empty without one. */
export interface CardAlert extends VoteAlert {
  kind: string;
  composer: string;
  model: string;
}

/** A card people found harmful or off target. */
export interface PoorCard {
  cardId: string;
  kind: string;
  subjectId: string;
  version: number;
  composer: string;
  model: string;
  confirmed: number;
  offTarget: number;
  harmful: number;
  at: Date;
}

/** How the cards of some days did. */
export interface EvaluatedTime {
  rows: EvaluatedRow[];
  trend: EvaluatedDay[];
  alerts: CardAlert[];
  worst: PoorCard[];
}

const mostWorst = 20;

interface CountedVote {
  kind: string;
  composer: string;
  model: string;
  subject: string;
  verdict: FeedbackGiven['verdict'];
  day: string;
  count: number;
}

/** Reads figures, alerts and the worst cards of a time. */
export class EvaluationReader {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly figures: FigureStore,
    private readonly prices: Readonly<Record<string, TokenPrice>>,
  ) {}

  /** Days such as 2026-11-23, both included. */
  of(tenant: string, from: string, to: string): Promise<EvaluatedTime> {
    return this.database.inTenant(tenant, async (manager) => {
      const rows = await this.figures.rows(manager, tenant, from, to);
      return { rows: evaluate(rows, this.prices), trend: trendOf(rows), alerts: await this.alerts(manager, tenant, from, to), worst: await this.worst(manager, tenant, from, to) };
    });
  }

  /** Every figure of a tenant as text: equal figures have equal bytes. */
  text(tenant: string): Promise<string> {
    return this.database.inTenant(tenant, async (manager) => figuresText(await this.figures.rows(manager, tenant)));
  }

  private async alerts(manager: EntityManager, tenant: string, from: string, to: string): Promise<CardAlert[]> {
    const counted = await manager.query<CountedVote[]>(
      `SELECT kind, composer, model, subject, verdict, (at AT TIME ZONE 'UTC')::date::text AS day, count(*)::int AS count FROM evaluator.vote
       WHERE tenant = $1 AND NOT withdrawn AND at >= $2::date::timestamp AT TIME ZONE 'UTC' AND at < ($3::date + 1)::timestamp AT TIME ZONE 'UTC'
       GROUP BY 1, 2, 3, 4, 5, 6`,
      [tenant, from, to],
    );
    const groups = new Map<string, { kind: string; composer: string; model: string; votes: DatedVote[] }>();
    for (const { kind, composer, model, subject, verdict, day, count } of counted) {
      const id = JSON.stringify([kind, composer, model]);
      const group = groups.get(id) ?? { kind, composer, model, votes: [] };
      groups.set(id, group);
      for (let at = 0; at < count; at++) group.votes.push({ subject, verdict, day });
    }
    return [...groups.values()]
      .flatMap(({ kind, composer, model, votes }) => voteAlerts(votes).map((alert): CardAlert => ({ ...alert, kind, composer, model })))
      .sort((a, b) => (a.day > b.day ? -1 : a.day < b.day ? 1 : a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0));
  }

  private worst(manager: EntityManager, tenant: string, from: string, to: string): Promise<PoorCard[]> {
    return manager.query<PoorCard[]>(
      `SELECT v.card_id AS "cardId", v.kind, min(v.event->'card'->>'subjectId') AS "subjectId", min((v.event->'card'->>'version')::int) AS version, v.composer, v.model,
         count(*) FILTER (WHERE v.verdict = 'confirmed')::int AS confirmed, count(*) FILTER (WHERE v.verdict = 'offTarget')::int AS "offTarget",
         count(*) FILTER (WHERE v.verdict = 'harmful')::int AS harmful, max(v.at) AS at
       FROM evaluator.vote v
       WHERE v.tenant = $1 AND NOT v.withdrawn AND v.at >= $2::date::timestamp AT TIME ZONE 'UTC' AND v.at < ($3::date + 1)::timestamp AT TIME ZONE 'UTC'
       GROUP BY v.card_id, v.kind, v.composer, v.model HAVING bool_or(v.verdict <> 'confirmed')
       ORDER BY harmful DESC, "offTarget" DESC, max(v.at) DESC, v.card_id LIMIT $4`,
      [tenant, from, to, mostWorst],
    );
  }
}

import { randomUUID } from 'node:crypto';
import { announcementOf, cardDigest, type VerifiedCard } from '@attest/cards';
import { Topic, type IncidentChanged } from '@attest/contracts';
import type { Inbox, Outbox } from '@attest/messaging';
import type { ServiceDatabase } from '@attest/persistence';
import type { EntityManager } from 'typeorm';
import { CardEntity } from '../infrastructure/card.entity.js';
import { SubjectEntity } from '../infrastructure/subject.entity.js';

/** A card about to be stored, and the event that asked for it (none when a person did). */
export interface NewCard {
  tenant: string;
  subjectId: string;
  subjectRevision: number;
  verified: VerifiedCard;
  cause?: { group: string; eventId: string; traceparent?: string };
}

/** Cards and their subjects. Every effect is one transaction of this service's schema. */
export class CardStore {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
  ) {}

  /** Keeps the newest content of an incident; an older revision arriving late changes nothing. */
  async rememberSubject(tenant: string, payload: IncidentChanged): Promise<void> {
    await this.database.inTenant(tenant, (manager) =>
      manager.query(
        `INSERT INTO summarizer.subject (tenant, incident_id, revision, incident, events, updated_at)
         VALUES ($1, $2, $3, $4, $5, now())
         ON CONFLICT (tenant, incident_id) DO UPDATE
         SET revision = excluded.revision, incident = excluded.incident, events = excluded.events, updated_at = now()
         WHERE summarizer.subject.revision < excluded.revision`,
        [tenant, payload.incidentId, payload.revision, payload.incident, payload.events],
      ),
    );
  }

  /** The newest content of an incident, or null when this service never heard of it. */
  subject(tenant: string, incidentId: string): Promise<SubjectEntity | null> {
    return this.database.inTenant(tenant, (manager) => manager.findOneBy(SubjectEntity, { tenant, incidentId }));
  }

  /** The newest revision known per incident. */
  async revisions(tenant: string, incidentIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.inTenant(tenant, (manager) =>
      manager.query<{ incident_id: string; revision: number }[]>(`SELECT incident_id, revision FROM summarizer.subject WHERE tenant = $1 AND incident_id = ANY($2)`, [tenant, incidentIds]),
    );
    return new Map(rows.map((row) => [row.incident_id, row.revision]));
  }

  /** One card of any version, or null. */
  byId(tenant: string, id: string): Promise<CardEntity | null> {
    return this.database.inTenant(tenant, (manager) => manager.findOneBy(CardEntity, { tenant, id }));
  }

  /** The current cards of some subjects. */
  current(tenant: string, kind: string, subjectIds: readonly string[]): Promise<CardEntity[]> {
    return this.database.inTenant(tenant, (manager) =>
      manager
        .createQueryBuilder(CardEntity, 'card')
        .where('card.tenant = :tenant AND card.kind = :kind AND card.current AND card.subject_id IN (:...subjectIds)', { tenant, kind, subjectIds: [...subjectIds] })
        .getMany(),
    );
  }

  /** Marks an event handled without an effect. */
  async acknowledge(tenant: string, group: string, eventId: string): Promise<void> {
    await this.database.inTenant(tenant, (manager) => this.inbox.record(manager, group, eventId));
  }

  /**
   * Makes a card the current one and announces it. Nothing happens, and null is returned, when its event was handled
   * before or a card of a newer revision is already there.
   */
  store(card: NewCard): Promise<CardEntity | null> {
    return this.database.inTenant(card.tenant, async (manager) => {
      if (card.cause && !(await this.inbox.record(manager, card.cause.group, card.cause.eventId))) return null;
      await this.lockSubject(manager, card);
      const previous = await manager.findOneBy(CardEntity, { tenant: card.tenant, kind: card.verified.card.kind, subjectId: card.subjectId, current: true });
      if (previous && (previous.subjectRevision > card.subjectRevision || (card.cause && previous.subjectRevision === card.subjectRevision))) return null;
      if (previous) await manager.update(CardEntity, { id: previous.id }, { current: false });
      const entity = manager.create(CardEntity, {
        id: randomUUID(),
        tenant: card.tenant,
        kind: card.verified.card.kind,
        subjectId: card.subjectId,
        subjectRevision: card.subjectRevision,
        version: (previous?.version ?? 0) + 1,
        current: true,
        digest: cardDigest(card.verified),
        body: card.verified,
        createdAt: new Date(),
      });
      await manager.insert(CardEntity, entity);
      await this.announce(manager, card, entity);
      return entity;
    });
  }

  /** Two cards of one subject are never made current at the same time. */
  private async lockSubject(manager: EntityManager, card: NewCard): Promise<void> {
    await manager.query(`SELECT 1 FROM summarizer.subject WHERE tenant = $1 AND incident_id = $2 FOR UPDATE`, [card.tenant, card.subjectId]);
  }

  private async announce(manager: EntityManager, card: NewCard, entity: CardEntity): Promise<void> {
    const { provenance } = card.verified;
    await this.outbox.add(manager, {
      type: Topic.CardGenerated,
      tenant: card.tenant,
      key: card.subjectId,
      causationId: card.cause?.eventId,
      traceparent: card.cause?.traceparent,
      payload: {
        cardId: entity.id,
        kind: entity.kind,
        subjectId: entity.subjectId,
        subjectRevision: entity.subjectRevision,
        version: entity.version,
        composer: provenance.composer,
        digest: entity.digest,
        dropped: provenance.dropped,
        ...announcementOf(card.verified, card.verified),
      },
    });
  }
}

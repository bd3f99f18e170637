import { createHash, randomUUID } from 'node:crypto';
import { announcementOf } from '@attest/cards';
import { Topic, type IncidentChanged } from '@attest/contracts';
import { canonicalJson, storableJson } from '@attest/identity/audit';
import type { Inbox, Outbox } from '@attest/messaging';
import type { ServiceDatabase } from '@attest/persistence';
import type { GuidedResponse, IncidentProfile } from '@attest/response-engine';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import type { ActionSync } from './action-sync.js';
import type { MadeResponse } from './response-maker.js';
import { ResponseCardEntity } from '../infrastructure/card.entity.js';
import { ResponseSubjectEntity } from '../infrastructure/subject.entity.js';

/** Kind of the cards this service makes. */
export const responseKind = 'guidedResponse';

/** An incident is compared with so many others, those changed last. */
const mostCompared = 1_000;

/** A response about to be stored, and the event that asked for it (none when a person did). */
export interface NewResponse {
  tenant: string;
  incidentId: string;
  revision: number;
  made: MadeResponse;
  cause?: { group: string; eventId: string; traceparent?: string };
}

/** SHA-256 over a response without what differs between two equal runs. */
export function responseDigest(response: GuidedResponse): string {
  const { ms: _ms, ...provenance } = response.card.provenance;
  return createHash('sha256').update(canonicalJson({ ...response, card: { ...response.card, provenance } })).digest('hex');
}

/** Guided responses and their incidents. Every effect is one transaction of this service's schema. */
export class ResponseStore {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
    private readonly sync: ActionSync,
  ) {}

  /** Keeps the newest content of an incident; an older revision arriving late changes nothing. */
  async rememberSubject(tenant: string, payload: IncidentChanged): Promise<void> {
    await this.database.inTenant(tenant, (manager) =>
      manager.query(
        `INSERT INTO responder.subject (tenant, incident_id, revision, title, incident, events, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, now())
         ON CONFLICT (tenant, incident_id) DO UPDATE
         SET revision = excluded.revision, incident = excluded.incident, events = excluded.events, updated_at = now()
         WHERE responder.subject.revision < excluded.revision`,
        [tenant, payload.incidentId, payload.revision, `Incident ${payload.incidentId}`, payload.incident, payload.events],
      ),
    );
  }

  subject(tenant: string, incidentId: string): Promise<ResponseSubjectEntity | null> {
    return this.database.inTenant(tenant, (manager) => manager.findOneBy(ResponseSubjectEntity, { tenant, incidentId }));
  }

  /** Newest revision and title known, by incident. */
  async subjects(tenant: string, incidentIds: readonly string[]): Promise<Map<string, { revision: number; title: string }>> {
    const rows = await this.database.inTenant(tenant, (manager) =>
      manager.query<{ incident_id: string; revision: number; title: string }[]>('SELECT incident_id, revision, title FROM responder.subject WHERE tenant = $1 AND incident_id = ANY($2)', [tenant, incidentIds]),
    );
    return new Map(rows.map(({ incident_id: id, revision, title }) => [id, { revision, title }]));
  }

  /** What is remembered of an incident to find others like it, and of the others changed last. Null before its first response. */
  async profiles(tenant: string, incidentId: string): Promise<{ profile: IncidentProfile; others: IncidentProfile[] } | null> {
    const rows = await this.database.inTenant(tenant, (manager) =>
      manager.query<{ profile: IncidentProfile }[]>(
        `(SELECT profile FROM responder.subject WHERE tenant = $1 AND incident_id = $2 AND profile IS NOT NULL)
         UNION ALL
         (SELECT profile FROM responder.subject WHERE tenant = $1 AND incident_id <> $2 AND profile IS NOT NULL ORDER BY updated_at DESC LIMIT $3)`,
        [tenant, incidentId, mostCompared],
      ),
    );
    const [own, ...others] = rows.map(({ profile }) => profile);
    return own?.incidentId === incidentId ? { profile: own, others } : null;
  }

  byId(tenant: string, id: string): Promise<ResponseCardEntity | null> {
    return this.database.inTenant(tenant, (manager) => manager.findOneBy(ResponseCardEntity, { tenant, id }));
  }

  current(tenant: string, incidentIds: readonly string[]): Promise<ResponseCardEntity[]> {
    return this.database.inTenant(tenant, (manager) =>
      manager
        .createQueryBuilder(ResponseCardEntity, 'card')
        .where('card.tenant = :tenant AND card.kind = :kind AND card.current AND card.subject_id IN (:...incidentIds)', { tenant, kind: responseKind, incidentIds: [...incidentIds] })
        .getMany(),
    );
  }

  /** Marks an event handled without an effect. */
  async acknowledge(tenant: string, group: string, eventId: string): Promise<void> {
    await this.database.inTenant(tenant, (manager) => this.inbox.record(manager, group, eventId));
  }

  /**
   * Makes a response the current one, brings the proposed actions in line with it, and announces it. Nothing happens, and null is
   * returned, when its event was handled before or a response of a newer revision is already there.
   */
  store(response: NewResponse): Promise<ResponseCardEntity | null> {
    const { tenant, incidentId, revision, cause } = response;
    return this.database.inTenant(tenant, async (manager) => {
      if (cause && !(await this.inbox.record(manager, cause.group, cause.eventId))) return null;
      await manager.query('SELECT 1 FROM responder.subject WHERE tenant = $1 AND incident_id = $2 FOR UPDATE', [tenant, incidentId]);
      const previous = await manager.findOneBy(ResponseCardEntity, { tenant, kind: responseKind, subjectId: incidentId, current: true });
      if (previous && (previous.subjectRevision > revision || (cause && previous.subjectRevision === revision))) return null;
      if (previous) await manager.update(ResponseCardEntity, { id: previous.id }, { current: false });
      const body = storableJson(response.made.response);
      const entity = manager.create(ResponseCardEntity, {
        id: randomUUID(), tenant, kind: responseKind, subjectId: incidentId, subjectRevision: revision, version: (previous?.version ?? 0) + 1,
        current: true, digest: responseDigest(body), createdAt: new Date(),
      });
      entity.body = body;
      await manager.insert(ResponseCardEntity, { ...entity } as unknown as QueryDeepPartialEntity<ResponseCardEntity>);
      await manager.query('UPDATE responder.subject SET title = $3, profile = $4 WHERE tenant = $1 AND incident_id = $2', [tenant, incidentId, storableJson(response.made.title).slice(0, 500), JSON.stringify(storableJson(response.made.profile))]);
      await this.sync.bringInLine(manager, { tenant, incidentId, revision, recommendations: body.recommendations });
      await this.announce(manager, response, entity);
      return entity;
    });
  }

  private async announce(manager: EntityManager, { tenant, incidentId, cause }: NewResponse, entity: ResponseCardEntity): Promise<void> {
    const { provenance } = entity.body.card;
    await this.outbox.add(manager, {
      type: Topic.CardGenerated,
      tenant,
      key: incidentId,
      causationId: cause?.eventId,
      traceparent: cause?.traceparent,
      payload: { cardId: entity.id, kind: entity.kind, subjectId: incidentId, subjectRevision: entity.subjectRevision, version: entity.version, composer: provenance.composer, digest: entity.digest, dropped: provenance.dropped, ...announcementOf(entity.body.card, entity.body) },
    });
  }
}

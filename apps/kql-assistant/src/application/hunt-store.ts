import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Topic } from '@attest/contracts';
import type { Identity } from '@attest/identity';
import { storableJson } from '@attest/identity/audit';
import type { Outbox } from '@attest/messaging';
import type { ServiceDatabase } from '@attest/persistence';
import type { EntityManager } from 'typeorm';
import { answerCard } from '../domain/answer-card.js';
import { HuntError, HuntErrorCode } from '../domain/hunt.error.js';
import type { HuntContent, HuntStatus, TimeRange } from '../domain/hunt.js';
import { HuntEntity, IncidentHuntEntity, SavedHuntEntity, type RunEntity } from '../infrastructure/hunt.entity.js';
import { insertChunk, type RunStore } from './run-store.js';

/** One page of a list. */
export interface Page<T> {
  items: T[];
  total: number;
  more: boolean;
}

/** A saved query as it is given. */
export interface SavedDraft {
  name: string;
  description: string | null;
  kql: string;
  timeRange: TimeRange | null;
  shared: boolean;
}

const chunkRows = 1_000;

/** Hunts of people, the queries they saved, and what they linked to incidents. */
export class HuntStore {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly runs: RunStore,
    private readonly outbox: Outbox,
  ) {}

  /** Keeps one turn of hunting, under an id of its own where none is given; an answered question is announced as a card in the same transaction. */
  keep({ tenant, subject, name }: Identity, hunt: { id?: string; question: string | null; kql: string | null; status: HuntStatus; incidentId: string | null; previousId: string | null; content: HuntContent }): Promise<HuntEntity> {
    const { question, kql, status } = hunt;
    return this.database.inTenant(tenant, async (manager) => {
      const kept = await manager.save(manager.create(HuntEntity, { tenant, id: randomUUID(), subject, byName: name, createdAt: new Date(), ...hunt } as Partial<HuntEntity>));
      if (status === 'ANSWERED' && question !== null && kql !== null) await this.outbox.add(manager, { type: Topic.CardGenerated, tenant, key: kept.id, payload: storableJson(answerCard({ ...hunt, id: kept.id, question, kql })) });
      return kept;
    });
  }

  hunt(tenant: string, id: string): Promise<HuntEntity | null> {
    return this.database.inTenant(tenant, (manager) => manager.findOneBy(HuntEntity, { tenant, id }));
  }

  /** Hunts of one person, newest first. `after` is the id of the last one seen. */
  hunts({ tenant, subject }: Identity, filter: { incidentId?: string; text?: string }, first: number, after: string | undefined): Promise<Page<HuntEntity>> {
    return this.database.inTenant(tenant, async (manager) => {
      const query = manager.createQueryBuilder(HuntEntity, 'h').where('h.tenant = :tenant AND h.subject = :subject', { tenant, subject });
      if (filter.incidentId !== undefined) query.andWhere('h.incident_id = :incidentId', { incidentId: filter.incidentId });
      if (filter.text !== undefined) query.andWhere(`position(:text in lower(coalesce(h.question, '') || E'\\n' || coalesce(h.kql, ''))) > 0`, { text: filter.text.toLowerCase() });
      const total = await query.getCount();
      if (after !== undefined) query.andWhere('(h.created_at, h.id) < (SELECT created_at, id FROM kql_assistant.hunt WHERE tenant = :tenant AND id = :after)', { after });
      return pageOf(await query.orderBy('h.created_at', 'DESC').addOrderBy('h.id', 'DESC').limit(first + 1).getMany(), first, total);
    });
  }

  /** Removes hunts of a person from the history. Resolves with how many there were. */
  forget({ tenant, subject }: Identity, huntId: string | undefined): Promise<number> {
    return this.database.inTenant(tenant, async (manager) => (await manager.delete(HuntEntity, { tenant, subject, ...(huntId === undefined ? {} : { id: huntId }) })).affected ?? 0);
  }

  /** @throws HuntError NameTaken */
  async save({ tenant, subject, name: byName }: Identity, draft: SavedDraft): Promise<SavedHuntEntity> {
    return this.database.inTenant(tenant, async (manager) => {
      if (await manager.existsBy(SavedHuntEntity, { tenant, subject, name: draft.name })) throw nameTaken(draft.name);
      const now = new Date();
      return manager.save(manager.create(SavedHuntEntity, { tenant, id: randomUUID(), subject, byName, createdAt: now, updatedAt: now, ...draft } as Partial<SavedHuntEntity>));
    });
  }

  /** @throws HuntError SavedHuntUnknown, NotYours, NameTaken */
  update(identity: Identity, id: string, change: Partial<SavedDraft>): Promise<SavedHuntEntity> {
    const { tenant, subject } = identity;
    return this.database.inTenant(tenant, async (manager) => {
      const saved = await manager.findOneBy(SavedHuntEntity, { tenant, id });
      mustBeMine(saved, identity);
      if (change.name !== undefined && change.name !== saved.name && (await manager.existsBy(SavedHuntEntity, { tenant, subject, name: change.name }))) throw nameTaken(change.name);
      return manager.save(Object.assign(saved, change, { updatedAt: new Date() }));
    });
  }

  /** @throws HuntError SavedHuntUnknown, NotYours */
  async remove(identity: Identity, id: string): Promise<void> {
    await this.database.inTenant(identity.tenant, async (manager) => {
      const saved = await manager.findOneBy(SavedHuntEntity, { tenant: identity.tenant, id });
      mustBeMine(saved, identity);
      await manager.remove(saved);
    });
  }

  /** A saved query that the person may see, or null. */
  async savedHunt({ tenant, subject }: Identity, id: string): Promise<SavedHuntEntity | null> {
    const saved = await this.database.inTenant(tenant, (manager) => manager.findOneBy(SavedHuntEntity, { tenant, id }));
    return saved !== null && (saved.shared || saved.subject === subject) ? saved : null;
  }

  /** Saved queries that the person may see, by name. `after` is the id of the last one seen. */
  savedHunts({ tenant, subject }: Identity, text: string | undefined, first: number, after: string | undefined): Promise<Page<SavedHuntEntity>> {
    return this.database.inTenant(tenant, async (manager) => {
      const query = manager.createQueryBuilder(SavedHuntEntity, 's').where('s.tenant = :tenant AND (s.subject = :subject OR s.shared)', { tenant, subject });
      if (text !== undefined) query.andWhere(`position(:text in lower(s.name || E'\\n' || coalesce(s.description, '') || E'\\n' || s.kql)) > 0`, { text: text.toLowerCase() });
      const total = await query.getCount();
      if (after !== undefined) query.andWhere('(s.name, s.id) > (SELECT name, id FROM kql_assistant.saved_hunt WHERE tenant = :tenant AND id = :after)', { after });
      return pageOf(await query.orderBy('s.name', 'ASC').addOrderBy('s.id', 'ASC').limit(first + 1).getMany(), first, total);
    });
  }

  /** Keeps the rows of a run with an incident: all, or those of the given numbers. One transaction: the record is whole or not there. */
  async link(identity: Identity, run: RunEntity, draft: { incidentId: string; title: string; note: string | null; question: string | null; rows: readonly number[] | null }): Promise<IncidentHuntEntity> {
    const { tenant, subject, name } = identity;
    const id = randomUUID();
    return this.database.inTenant(tenant, async (manager) => {
      let rowCount = 0;
      if (draft.rows === null) {
        await manager.query('INSERT INTO kql_assistant.row_chunk (tenant, owner_id, first_row, row_count, content) SELECT tenant, $3, first_row, row_count, content FROM kql_assistant.row_chunk WHERE tenant = $1 AND owner_id = $2', [tenant, run.id, id]);
        rowCount = run.rowCount;
      } else {
        for await (const rows of this.chosen(tenant, run.id, draft.rows)) {
          await insertChunk(manager, tenant, id, { firstRow: rowCount, rowCount: rows.length, content: gzipSync(JSON.stringify(rows)) });
          rowCount += rows.length;
        }
      }
      const linked = await manager.save(
        manager.create(IncidentHuntEntity, {
          tenant, id, incidentId: draft.incidentId, title: draft.title, note: draft.note, question: draft.question, kql: run.kql, timeRange: run.timeRange,
          columns: run.columns, rowCount, ranAt: run.startedAt, subject, linkedBy: name, linkedAt: new Date(),
        } as Partial<IncidentHuntEntity>),
      );
      await this.announce(manager, linked, identity, linked.linkedAt, false);
      return linked;
    });
  }

  private async *chosen(tenant: string, runId: string, numbers: readonly number[]): AsyncGenerator<unknown[][], void, void> {
    const wanted = new Set(numbers);
    let at = 0;
    let found: unknown[][] = [];
    for await (const part of this.runs.parts(tenant, runId)) {
      for (const row of part) if (wanted.has(at++)) found.push(row);
      if (found.length < chunkRows) continue;
      yield found;
      found = [];
    }
    if (found.length > 0) yield found;
  }

  linked(tenant: string, id: string): Promise<IncidentHuntEntity | null> {
    return this.database.inTenant(tenant, (manager) => manager.findOneBy(IncidentHuntEntity, { tenant, id }));
  }

  /** Hunts linked to an incident, newest first. `after` is the id of the last one seen. */
  linkedTo(tenant: string, incidentId: string, first: number, after: string | undefined): Promise<Page<IncidentHuntEntity>> {
    return this.database.inTenant(tenant, async (manager) => {
      const query = manager.createQueryBuilder(IncidentHuntEntity, 'i').where('i.tenant = :tenant AND i.incident_id = :incidentId', { tenant, incidentId });
      const total = await query.getCount();
      if (after !== undefined) query.andWhere('(i.linked_at, i.id) < (SELECT linked_at, id FROM kql_assistant.incident_hunt WHERE tenant = :tenant AND id = :after)', { after });
      return pageOf(await query.orderBy('i.linked_at', 'DESC').addOrderBy('i.id', 'DESC').limit(first + 1).getMany(), first, total);
    });
  }

  /** Removes a linked hunt with its rows; false when there is none. */
  unlink(identity: Identity, id: string): Promise<boolean> {
    const { tenant } = identity;
    return this.database.inTenant(tenant, async (manager) => {
      const linked = await manager.findOne(IncidentHuntEntity, { where: { tenant, id }, lock: { mode: 'pessimistic_write' } });
      if (linked === null) return false;
      await manager.query('DELETE FROM kql_assistant.row_chunk WHERE tenant = $1 AND owner_id = $2', [tenant, id]);
      await manager.delete(IncidentHuntEntity, { tenant, id });
      await this.announce(manager, linked, identity, new Date(), true);
      return true;
    });
  }

  /** Says that a hunt was kept with an incident or taken from it, in the transaction that did so. */
  private async announce(manager: EntityManager, { tenant, id, incidentId, kql, question, title, note, rowCount }: IncidentHuntEntity, by: Identity, at: Date, removed: boolean): Promise<void> {
    const payload = storableJson({ linkId: id, incidentId, removed, kql, question, title, note, rows: rowCount, by: { subject: by.subject, name: by.name }, at: at.toISOString() });
    await this.outbox.add(manager, { type: Topic.HuntLinked, tenant, key: incidentId, payload });
  }
}

function pageOf<T>(found: T[], first: number, total: number): Page<T> {
  return { items: found.slice(0, first), total, more: found.length > first };
}

function nameTaken(name: string): HuntError {
  return new HuntError(HuntErrorCode.NameTaken, `You have a saved query with the name "${name.slice(0, 80)}". Choose another name, or change that one.`);
}

function mustBeMine(saved: SavedHuntEntity | null, { subject }: Identity): asserts saved is SavedHuntEntity {
  if (saved === null || (saved.subject !== subject && !saved.shared)) throw new HuntError(HuntErrorCode.SavedHuntUnknown, 'There is no saved query with this id.');
  if (saved.subject !== subject) throw new HuntError(HuntErrorCode.NotYours, `Only ${saved.byName} can change this saved query. Save it under a name of your own.`);
}

import { Topic } from '@attest/contracts';
import { storableJson } from '@attest/identity/audit';
import type { Outbox } from '@attest/messaging';
import type { ServiceDatabase } from '@attest/persistence';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import type { ReportBasis } from '../domain/report-basis.js';
import { ReportEntity } from '../infrastructure/report.entity.js';
import type { MadeReport } from './report-maker.js';

/** One page of a list. */
export interface Page<T> {
  items: T[];
  total: number;
  more: boolean;
}

/** A report about to be kept. */
export interface NewReport {
  tenant: string;
  incidentId: string;
  basis: ReportBasis;
  made: MadeReport;
  templateDigest: string;
  reason: 'onDemand' | 'closed';
  /** The person who asked for it; null when Attest makes it by itself. */
  by: { subject: string; name: string } | null;
}

/** Reports, every version of them. Each is stored and announced in one transaction. */
export class ReportStore {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly outbox: Outbox,
  ) {}

  /** Keeps a report as the next version and announces it. One that says the same is not kept again: the existing one is given, as asked for now. */
  save(report: NewReport): Promise<ReportEntity> {
    const { tenant, incidentId, basis, made, templateDigest, reason, by } = report;
    return this.database.inTenant(tenant, async (manager) => {
      await manager.query('SELECT 1 FROM reporter.subject WHERE tenant = $1 AND incident_id = $2 FOR UPDATE', [tenant, incidentId]);
      const now = new Date();
      const existing = await manager.findOneBy(ReportEntity, { tenant, id: made.id });
      if (existing !== null) {
        await manager.update(ReportEntity, { tenant, id: existing.id }, { askedAt: now });
        return Object.assign(existing, { askedAt: now });
      }
      const [{ last }] = await manager.query<[{ last: number }]>('SELECT coalesce(max(version), 0)::int AS last FROM reporter.report WHERE tenant = $1 AND incident_id = $2', [tenant, incidentId]);
      const { id, digest, title, tlp, language, interim, missing, asOf, sectionIds, statements, provenance, content } = made;
      const entity = manager.create(ReportEntity, {
        tenant, id, incidentId, digest, tlp, language, interim, sectionIds, templateDigest, reason,
        ...storableJson({ title, missing, statements, provenance }),
        revision: basis.revision, version: last + 1, asOf: asOf === '' ? null : asOf,
        madeBy: by?.name ?? null, madeBySubject: by?.subject ?? null, createdAt: now, askedAt: now,
      });
      Object.assign(entity, { basis, content: Buffer.from(content) });
      await manager.insert(ReportEntity, { ...entity } as unknown as QueryDeepPartialEntity<ReportEntity>);
      await this.announce(manager, entity);
      return entity;
    });
  }

  private async announce(manager: EntityManager, { tenant, id, incidentId, revision, version, digest, provenance, statements }: ReportEntity): Promise<void> {
    const { composer, engine, model, promptHash, inputDigest, recordsDigest, fallback, facts, dropped, repaired } = provenance;
    await this.outbox.add(manager, {
      type: Topic.CardGenerated,
      tenant,
      key: incidentId,
      payload: {
        cardId: id, kind: 'incidentReport', subjectId: incidentId, subjectRevision: revision, version, composer, digest, dropped,
        provenance: { engine, model: model ?? null, promptHash: promptHash ?? null, inputDigest, ...(recordsDigest === undefined ? {} : { recordsDigest }), fallback: fallback ?? null, facts, statements: statements.length, repaired, ms: null, promptTokens: null, completionTokens: null },
      },
    });
  }

  /** Some reports of any version, by their ids. */
  byIds(tenant: string, ids: readonly string[]): Promise<ReportEntity[]> {
    return this.database.inTenant(tenant, (manager) => manager.createQueryBuilder(ReportEntity, 'r').where('r.tenant = :tenant AND r.id IN (:...ids)', { tenant, ids: [...ids] }).getMany());
  }

  ofVersion(tenant: string, incidentId: string, version: number): Promise<ReportEntity | null> {
    return this.database.inTenant(tenant, (manager) => manager.findOneBy(ReportEntity, { tenant, incidentId, version }));
  }

  /** The report of each incident that was made or asked for last. */
  async newest(tenant: string, incidentIds: readonly string[]): Promise<Map<string, ReportEntity>> {
    const reports = await this.database.inTenant(tenant, (manager) =>
      manager
        .createQueryBuilder(ReportEntity, 'r')
        .distinctOn(['r.incident_id'])
        .where('r.tenant = :tenant AND r.incident_id IN (:...incidentIds)', { tenant, incidentIds: [...incidentIds] })
        .orderBy('r.incident_id')
        .addOrderBy('r.asked_at', 'DESC')
        .addOrderBy('r.version', 'DESC')
        .getMany(),
    );
    return new Map(reports.map((report) => [report.incidentId, report]));
  }

  /** Reports of an incident, newest first. `after` is the version of the last one seen. */
  list(tenant: string, incidentId: string, first: number, after: number | undefined): Promise<Page<ReportEntity>> {
    return this.database.inTenant(tenant, async (manager) => {
      const query = manager.createQueryBuilder(ReportEntity, 'r').where('r.tenant = :tenant AND r.incident_id = :incidentId', { tenant, incidentId });
      const total = await query.getCount();
      if (after !== undefined) query.andWhere('r.version < :after', { after });
      const found = await query.orderBy('r.version', 'DESC').limit(first + 1).getMany();
      return { items: found.slice(0, first), total, more: found.length > first };
    });
  }

  /** The report itself, packed as its maker gave it. Empty when it is not there. */
  async content(tenant: string, id: string): Promise<Uint8Array> {
    const rows = await this.database.inTenant(tenant, (manager) => manager.query<{ content: Buffer }[]>('SELECT content FROM reporter.report WHERE tenant = $1 AND id = $2', [tenant, id]));
    return rows[0]?.content ?? new Uint8Array();
  }
}

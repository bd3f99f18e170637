import { unpackJson } from '@attest/contracts';
import type { ServiceDatabase } from '@attest/persistence';
import { parseIncident } from '@attest/security-model';
import { Brackets, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { IncidentsError, IncidentsErrorCode } from '../domain/incidents.error.js';
import { IncidentContentEntity, IncidentEntity } from '../infrastructure/incident.entity.js';
import { ActivityEntity, AlertEntity, CommentEntity, EventRowEntity, EvidenceEntity } from '../infrastructure/record.entity.js';

/** Largest page of any list. */
export const largestPage = 100;

/** A page of a list. `cursor` of each item continues behind it. */
export interface Page<T> {
  items: { cursor: string; node: T }[];
  hasNextPage: boolean;
  totalCount: number;
}

/** Which incidents are wanted. */
export interface IncidentFilter {
  text?: string | null;
  status?: string[] | null;
  severity?: string[] | null;
  assignedTo?: string | null;
}

/** Orders of the incident list. */
export type IncidentOrder = 'LAST_UPDATE_DESC' | 'CREATED_DESC' | 'SEVERITY_DESC';

const orderColumn: Record<IncidentOrder, { sql: string; value: (incident: IncidentEntity) => string | number }> = {
  LAST_UPDATE_DESC: { sql: `date_trunc('milliseconds', incident.changed_at)`, value: (incident) => incident.changedAt.toISOString() },
  CREATED_DESC: { sql: `coalesce(incident.created_date_time, '')`, value: (incident) => incident.createdDateTime ?? '' },
  SEVERITY_DESC: { sql: 'incident.severity_rank', value: (incident) => incident.severityRank },
};

/** A comment of the source or of Attest. */
export interface CommentView {
  comment: string;
  author: string;
  createdDateTime: string;
}

/** Reads incidents and their records, in pages, for one tenant. */
export class IncidentQueries {
  constructor(private readonly database: ServiceDatabase) {}

  incidents(tenant: string, first: number, after: string | undefined, filter: IncidentFilter, order: IncidentOrder): Promise<Page<IncidentEntity>> {
    const column = orderColumn[order];
    return this.database.inTenant(tenant, async (manager) => {
      const query = filtered(manager.createQueryBuilder(IncidentEntity, 'incident').where('incident.tenant = :tenant', { tenant }), filter);
      const totalCount = await query.getCount();
      if (after !== undefined) {
        const [value, id] = readCursor(after, 2);
        query.andWhere(`(${column.sql}, incident.id) < (:value, :id)`, { value, id });
      }
      const rows = await query.addSelect(column.sql, 'sort_value').orderBy('sort_value', 'DESC').addOrderBy('incident.id', 'DESC').limit(pageSize(first) + 1).getMany();
      return { items: rows.slice(0, first).map((node) => ({ cursor: writeCursor(column.value(node), node.id), node })), hasNextPage: rows.length > first, totalCount };
    });
  }

  async byIds(tenant: string, asked: readonly string[]): Promise<Map<string, IncidentEntity>> {
    // PostgreSQL text holds no NUL, so such an id is nobody's.
    const ids = asked.filter((id) => !id.includes('\0'));
    if (ids.length === 0) return new Map();
    const rows = await this.database.inTenant(tenant, (manager) =>
      manager.createQueryBuilder(IncidentEntity, 'incident').where('incident.tenant = :tenant AND incident.id IN (:...ids)', { tenant, ids: [...ids] }).getMany(),
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  alerts(tenant: string, incidentId: string, first: number, after?: string): Promise<Page<AlertEntity>> {
    return this.page(tenant, (manager) => manager.createQueryBuilder(AlertEntity, 'row').where('row.tenant = :tenant AND row.incident_id = :incidentId', { tenant, incidentId }), 'position', 'ASC', (row) => row.position, first, after);
  }

  evidence(tenant: string, incidentId: string, first: number, after?: string, type?: string): Promise<Page<EvidenceEntity>> {
    return this.page(
      tenant,
      (manager) => {
        const query = manager.createQueryBuilder(EvidenceEntity, 'row').where('row.tenant = :tenant AND row.incident_id = :incidentId', { tenant, incidentId });
        return type === undefined ? query : query.andWhere('row.type = :type', { type });
      },
      'position', 'ASC', (row) => row.position, first, after,
    );
  }

  evidenceOfAlerts(tenant: string, incidentId: string, alertIds: readonly string[]): Promise<EvidenceEntity[]> {
    if (alertIds.length === 0) return Promise.resolve([]);
    return this.database.inTenant(tenant, (manager) =>
      manager.createQueryBuilder(EvidenceEntity, 'row').where('row.tenant = :tenant AND row.incident_id = :incidentId AND row.alert_id IN (:...alertIds)', { tenant, incidentId, alertIds: [...alertIds] }).orderBy('row.position').getMany(),
    );
  }

  activity(tenant: string, incidentId: string, first: number, after?: string): Promise<Page<ActivityEntity>> {
    return this.page(tenant, (manager) => manager.createQueryBuilder(ActivityEntity, 'row').where('row.tenant = :tenant AND row.incident_id = :incidentId', { tenant, incidentId }), 'id', 'DESC', (row) => Number(row.id), first, after);
  }

  eventRows(tenant: string, incidentId: string, first: number, after?: string, table?: string): Promise<Page<EventRowEntity>> {
    return this.page(
      tenant,
      (manager) => {
        const query = manager.createQueryBuilder(EventRowEntity, 'row').where('row.tenant = :tenant AND row.incident_id = :incidentId', { tenant, incidentId });
        return table === undefined ? query : query.andWhere('row.table_name = :table', { table });
      },
      'row', 'ASC', (row) => row.row, first, after,
    );
  }

  eventRow(tenant: string, incidentId: string, row: number): Promise<EventRowEntity | null> {
    return this.database.inTenant(tenant, (manager) => manager.findOneBy(EventRowEntity, { tenant, incidentId, row }));
  }

  /** Comments of the source first, then those made here, each in time order. */
  comments(tenant: string, incidentId: string): Promise<CommentView[]> {
    return this.database.inTenant(tenant, async (manager) => {
      const content = await manager.findOneBy(IncidentContentEntity, { tenant, incidentId });
      const source = content ? parseIncident(unpackJson<unknown>(content.packed)).incident.comments : [];
      const own = await manager.find(CommentEntity, { where: { tenant, incidentId }, order: { id: 'ASC' }, take: 1_000 });
      return [
        ...source.map((entry) => ({ comment: entry.comment ?? '', author: entry.createdByDisplayName ?? '', createdDateTime: entry.createdDateTime ?? '' })),
        ...own.map((entry) => ({ comment: entry.comment, author: entry.author, createdDateTime: entry.at.toISOString() })),
      ];
    });
  }

  private page<T extends ObjectLiteral>(
    tenant: string,
    select: (manager: Parameters<Parameters<ServiceDatabase['inTenant']>[1]>[0]) => SelectQueryBuilder<T>,
    key: string,
    direction: 'ASC' | 'DESC',
    keyOf: (row: T) => number,
    first: number,
    after: string | undefined,
  ): Promise<Page<T>> {
    const size = pageSize(first);
    return this.database.inTenant(tenant, async (manager) => {
      const query = select(manager);
      const totalCount = await query.getCount();
      if (after !== undefined) query.andWhere(`row.${key} ${direction === 'ASC' ? '>' : '<'} :after`, { after: Number(readCursor(after, 1)[0]) });
      const rows = await query.orderBy(`row.${key}`, direction).limit(size + 1).getMany();
      return { items: rows.slice(0, size).map((node) => ({ cursor: writeCursor(keyOf(node)), node })), hasNextPage: rows.length > size, totalCount };
    });
  }
}

function filtered(query: SelectQueryBuilder<IncidentEntity>, filter: IncidentFilter): SelectQueryBuilder<IncidentEntity> {
  if (filter.status?.length) query.andWhere('incident.status IN (:...status)', { status: filter.status });
  if (filter.severity?.length) query.andWhere('incident.severity IN (:...severity)', { severity: filter.severity });
  if (filter.assignedTo) query.andWhere('incident.assigned_to = :assignedTo', { assignedTo: filter.assignedTo });
  const text = filter.text?.trim();
  if (text) {
    const like = `%${text.slice(0, 200).replace(/[\\%_]/g, '\\$&')}%`;
    query.andWhere(
      new Brackets((or) => {
        or.where('incident.display_name ILIKE :like', { like }).orWhere('incident.id = :exact', { exact: text }).orWhere('incident.assigned_to ILIKE :like').orWhere(':exact = ANY(incident.custom_tags)');
        or.orWhere('EXISTS (SELECT 1 FROM incidents.evidence e WHERE e.tenant = incident.tenant AND e.incident_id = incident.id AND e.entity_value ILIKE :like)');
      }),
    );
  }
  return query;
}

function pageSize(first: number): number {
  if (!Number.isInteger(first) || first < 1 || first > largestPage) throw new IncidentsError(IncidentsErrorCode.PageTooLarge, `first takes a whole number from 1 to ${largestPage}.`, 'first');
  return first;
}

function writeCursor(...values: (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

function readCursor(cursor: string, length: number): (string | number)[] {
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(values) && values.length === length && values.every((value) => typeof value === 'string' || typeof value === 'number')) return values as (string | number)[];
  } catch {
    // falls through: what is no cursor gets one sentence
  }
  throw new IncidentsError(IncidentsErrorCode.CursorUnreadable, 'after takes a cursor that a former page returned.', 'after');
}

import type { EntityManager } from 'typeorm';
import { takeTurn, tenantPolicySql } from '@attest/persistence';
import { auditHash, firstLink, storableJson, type AuditActor, type AuditEntry, type AuditRow } from './audit-row.js';

/** Which rows are asked for: of one incident or one subject, newest first unless `oldestFirst`. */
export interface AuditQuery {
  incidentId?: string;
  subjectId?: string;
  first: number;
  /** Sequence of the last row seen. */
  after?: number;
  oldestFirst?: boolean;
}

/** The audit log of a service's schema. A chain per tenant; appends of a tenant take turns. */
export interface AuditLog {
  /**
   * Writes a row in the caller's transaction of `ServiceDatabase.inTenant`: the change and its row together or not at all.
   * Rejects when it cannot be written, and with it the change.
   */
  append(manager: EntityManager, tenant: string, entry: AuditEntry): Promise<AuditRow>;
  /** Rows of the transaction's tenant. */
  rows(manager: EntityManager, tenant: string, query: AuditQuery): Promise<AuditRow[]>;
  /** How many rows a query has in all. */
  count(manager: EntityManager, tenant: string, query: Pick<AuditQuery, 'incidentId' | 'subjectId'>): Promise<number>;
}

/**
 * Statements for a service's migration: its `audit` table, under row-level security, with triggers that refuse UPDATE,
 * DELETE and TRUNCATE to everybody. `schema` is the service's own name, never input.
 */
export function auditMigrationSql(schema: string): string[] {
  return [
    `CREATE TABLE ${schema}.audit (
       tenant text NOT NULL, sequence bigint NOT NULL CHECK (sequence > 0), at timestamptz NOT NULL, actor jsonb NOT NULL, operation text NOT NULL,
       subject_id text NOT NULL, incident_id text, details jsonb NOT NULL, previous char(64) NOT NULL, hash char(64) NOT NULL,
       PRIMARY KEY (tenant, sequence))`,
    `CREATE INDEX audit_of_subject ON ${schema}.audit (tenant, subject_id, sequence)`,
    `CREATE INDEX audit_of_incident ON ${schema}.audit (tenant, incident_id, sequence) WHERE incident_id IS NOT NULL`,
    `CREATE FUNCTION ${schema}.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'restrict_violation'; END $$`,
    `CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${schema}.audit FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.refuse_audit_change()`,
    ...tenantPolicySql(schema, 'audit'),
  ];
}

interface StoredRow {
  tenant: string;
  sequence: string;
  at: Date;
  actor: AuditActor;
  operation: string;
  subject_id: string;
  incident_id: string | null;
  details: Record<string, unknown>;
  previous: string;
  hash: string;
}

/** The log in the table made by {@link auditMigrationSql}. */
export function createAuditLog(schema: string): AuditLog {
  return {
    async append(manager, tenant, entry) {
      await takeTurn(manager, `attest audit ${schema} ${tenant}`);
      const [last] = await manager.query<{ sequence: string; hash: string }[]>(`SELECT sequence, hash FROM ${schema}.audit WHERE tenant = $1 ORDER BY sequence DESC LIMIT 1`, [tenant]);
      const content = { ...storableJson(entry), tenant, sequence: Number(last?.sequence ?? 0) + 1, at: new Date().toISOString(), previous: last?.hash ?? firstLink };
      const row: AuditRow = { ...content, hash: auditHash(content) };
      await manager.query(
        `INSERT INTO ${schema}.audit (tenant, sequence, at, actor, operation, subject_id, incident_id, details, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [tenant, row.sequence, row.at, JSON.stringify(row.actor), row.operation, row.subjectId, row.incidentId ?? null, JSON.stringify(row.details), row.previous, row.hash],
      );
      return row;
    },
    async rows(manager, tenant, { first, after, oldestFirst = false, ...filter }) {
      const { where, values } = conditions(tenant, filter);
      if (after !== undefined) where.push(`sequence ${oldestFirst ? '>' : '<'} $${values.push(after)}`);
      const stored = await manager.query<StoredRow[]>(`SELECT * FROM ${schema}.audit WHERE ${where.join(' AND ')} ORDER BY sequence ${oldestFirst ? 'ASC' : 'DESC'} LIMIT $${values.push(first)}`, values);
      return stored.map(auditRowOf);
    },
    async count(manager, tenant, filter) {
      const { where, values } = conditions(tenant, filter);
      const [row] = await manager.query<{ count: string }[]>(`SELECT count(*) AS count FROM ${schema}.audit WHERE ${where.join(' AND ')}`, values);
      return Number(row?.count ?? 0);
    },
  };
}

function conditions(tenant: string, { incidentId, subjectId }: Pick<AuditQuery, 'incidentId' | 'subjectId'>): { where: string[]; values: unknown[] } {
  const values: unknown[] = [tenant];
  const where = ['tenant = $1'];
  if (incidentId !== undefined) where.push(`incident_id = $${values.push(incidentId)}`);
  if (subjectId !== undefined) where.push(`subject_id = $${values.push(subjectId)}`);
  return { where, values };
}

/** A row of the `audit` table, as `pg` reads it, in the form that is exported and verified. */
export function auditRowOf(row: StoredRow): AuditRow {
  return {
    tenant: row.tenant,
    sequence: Number(row.sequence),
    at: row.at.toISOString(),
    actor: row.actor,
    operation: row.operation,
    subjectId: row.subject_id,
    ...(row.incident_id === null ? {} : { incidentId: row.incident_id }),
    details: row.details,
    previous: row.previous,
    hash: row.hash,
  };
}

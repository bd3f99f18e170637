import type { MigrationInterface, QueryRunner } from 'typeorm';
import { outboxMigrationSql } from '@attest/messaging';
import { tenantPolicySql } from '@attest/persistence';

const tables = ['incident', 'incident_content', 'alert', 'evidence', 'event_row', 'activity', 'comment'];

/** The system of record: incidents, their records, what people did, outbox and inbox. */
export class CreateIncidents1763900000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE incidents.incident (
        tenant text NOT NULL, id text NOT NULL, revision int NOT NULL, digest text NOT NULL, source text NOT NULL,
        display_name text NOT NULL, description text, severity text NOT NULL, severity_rank int NOT NULL, status text NOT NULL,
        classification text, determination text, assigned_to text,
        custom_tags text[] NOT NULL, system_tags text[] NOT NULL, service_sources text[] NOT NULL, incident_web_url text,
        created_date_time text, last_update_date_time text, first_activity_date_time text, last_activity_date_time text,
        alert_count int NOT NULL, evidence_count int NOT NULL, event_row_count bigint NOT NULL DEFAULT 0,
        local jsonb NOT NULL DEFAULT '{}', changed_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, id))`);
    await runner.query('CREATE INDEX incident_by_change ON incidents.incident (tenant, changed_at DESC, id DESC)');
    await runner.query('CREATE INDEX incident_by_severity ON incidents.incident (tenant, severity_rank DESC, id DESC)');
    await runner.query('CREATE TABLE incidents.incident_content (tenant text NOT NULL, incident_id text NOT NULL, packed text NOT NULL, PRIMARY KEY (tenant, incident_id))');
    await runner.query(`
      CREATE TABLE incidents.alert (
        tenant text NOT NULL, incident_id text NOT NULL, id text NOT NULL, position int NOT NULL, document jsonb NOT NULL,
        PRIMARY KEY (tenant, incident_id, id), UNIQUE (tenant, incident_id, position))`);
    await runner.query(`
      CREATE TABLE incidents.evidence (
        tenant text NOT NULL, incident_id text NOT NULL, alert_id text NOT NULL, evidence_index int NOT NULL, position int NOT NULL,
        type text NOT NULL, entity_type text, entity_value text, document jsonb NOT NULL,
        PRIMARY KEY (tenant, incident_id, alert_id, evidence_index), UNIQUE (tenant, incident_id, position))`);
    await runner.query(`
      CREATE TABLE incidents.event_row (
        tenant text NOT NULL, incident_id text NOT NULL, "row" int NOT NULL, digest text NOT NULL, table_name text NOT NULL, timestamp text NOT NULL, values jsonb NOT NULL,
        PRIMARY KEY (tenant, incident_id, "row"), UNIQUE (tenant, incident_id, digest))`);
    await runner.query(`
      CREATE TABLE incidents.activity (
        id bigserial PRIMARY KEY, tenant text NOT NULL, incident_id text NOT NULL, at timestamptz NOT NULL DEFAULT now(),
        actor text NOT NULL, kind text NOT NULL, field text, old_value text, new_value text)`);
    await runner.query('CREATE INDEX activity_of_incident ON incidents.activity (tenant, incident_id, id DESC)');
    await runner.query(`
      CREATE TABLE incidents.comment (
        id bigserial PRIMARY KEY, tenant text NOT NULL, incident_id text NOT NULL, at timestamptz NOT NULL DEFAULT now(), author text NOT NULL, comment text NOT NULL)`);
    await runner.query('CREATE INDEX comment_of_incident ON incidents.comment (tenant, incident_id, id)');
    for (const table of tables) {
      for (const statement of tenantPolicySql('incidents', table)) await runner.query(statement);
    }
    for (const statement of outboxMigrationSql('incidents')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables, 'outbox', 'inbox']) await runner.query(`DROP TABLE IF EXISTS incidents.${table}`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { outboxMigrationSql } from '@attest/messaging';
import { tenantPolicySql } from '@attest/persistence';

const tables = ['landing', 'event_row', 'hunted_incident', 'table_shape', 'hunt', 'run', 'row_chunk', 'saved_hunt', 'incident_hunt'];

/** Event rows in the order they landed, what is known of incidents, hunts with their runs and rows, saved and linked ones, outbox and inbox. */
export class CreateHunts1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE kql_assistant.landing (tenant text PRIMARY KEY, origin uuid NOT NULL DEFAULT gen_random_uuid(), sequence bigint NOT NULL, changed_at timestamptz NOT NULL DEFAULT now())');
    // A row that another incident brought before has no sequence and no values: it is one event, and hunts count it once.
    await runner.query(`
      CREATE TABLE kql_assistant.event_row (
        tenant text NOT NULL, incident_id text NOT NULL, "row" int NOT NULL, digest bytea NOT NULL, sequence bigint, table_name text NOT NULL, values jsonb,
        PRIMARY KEY (tenant, incident_id, "row"))`);
    await runner.query('CREATE UNIQUE INDEX event_row_once ON kql_assistant.event_row (tenant, digest) WHERE sequence IS NOT NULL');
    await runner.query('CREATE UNIQUE INDEX event_row_landed ON kql_assistant.event_row (tenant, sequence) WHERE sequence IS NOT NULL');
    await runner.query(`
      CREATE TABLE kql_assistant.hunted_incident (
        tenant text NOT NULL, incident_id text NOT NULL, revision int NOT NULL, sequence bigint NOT NULL, title text NOT NULL, alerts bytea NOT NULL, entities jsonb NOT NULL,
        PRIMARY KEY (tenant, incident_id))`);
    await runner.query('CREATE UNIQUE INDEX hunted_incident_landed ON kql_assistant.hunted_incident (tenant, sequence)');
    await runner.query('CREATE TABLE kql_assistant.table_shape (tenant text NOT NULL, table_name text NOT NULL, columns jsonb NOT NULL, rows bigint NOT NULL, PRIMARY KEY (tenant, table_name))');
    await runner.query(`
      CREATE TABLE kql_assistant.hunt (
        tenant text NOT NULL, id uuid NOT NULL, subject text NOT NULL, by_name text NOT NULL, question text, kql text, status text NOT NULL,
        incident_id text, previous_id uuid, content jsonb NOT NULL, created_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, id))`);
    await runner.query('CREATE INDEX hunt_of_person ON kql_assistant.hunt (tenant, subject, created_at DESC, id DESC)');
    await runner.query(`
      CREATE TABLE kql_assistant.run (
        tenant text NOT NULL, id uuid NOT NULL, hunt_id uuid, subject text NOT NULL, by_name text NOT NULL, kql text NOT NULL, time_range jsonb, incident_id text,
        status text NOT NULL, problem jsonb, columns jsonb NOT NULL DEFAULT '[]', row_count int NOT NULL DEFAULT 0, truncated boolean NOT NULL DEFAULT false,
        chart jsonb, backend text NOT NULL, cancel boolean NOT NULL DEFAULT false, alive_until timestamptz NOT NULL,
        started_at timestamptz NOT NULL, ended_at timestamptz, ms int, rows_until timestamptz NOT NULL, rows_gone boolean NOT NULL DEFAULT false,
        PRIMARY KEY (tenant, id))`);
    await runner.query('CREATE INDEX run_of_hunt ON kql_assistant.run (tenant, hunt_id, started_at DESC)');
    await runner.query('CREATE INDEX run_expiry ON kql_assistant.run (rows_until) WHERE NOT rows_gone');
    await runner.query(`
      CREATE TABLE kql_assistant.row_chunk (
        tenant text NOT NULL, owner_id uuid NOT NULL, first_row int NOT NULL, row_count int NOT NULL, content bytea NOT NULL,
        PRIMARY KEY (tenant, owner_id, first_row))`);
    await runner.query(`
      CREATE TABLE kql_assistant.saved_hunt (
        tenant text NOT NULL, id uuid NOT NULL, subject text NOT NULL, by_name text NOT NULL, name text NOT NULL, description text, kql text NOT NULL, time_range jsonb,
        shared boolean NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, id), UNIQUE (tenant, subject, name))`);
    await runner.query(`
      CREATE TABLE kql_assistant.incident_hunt (
        tenant text NOT NULL, id uuid NOT NULL, incident_id text NOT NULL, title text NOT NULL, note text, question text, kql text NOT NULL, time_range jsonb,
        columns jsonb NOT NULL, row_count int NOT NULL, ran_at timestamptz NOT NULL, subject text NOT NULL, linked_by text NOT NULL, linked_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, id))`);
    await runner.query('CREATE INDEX incident_hunt_newest ON kql_assistant.incident_hunt (tenant, incident_id, linked_at DESC, id DESC)');
    for (const table of tables) {
      for (const statement of tenantPolicySql('kql_assistant', table)) await runner.query(statement);
    }
    for (const statement of outboxMigrationSql('kql_assistant')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables, 'outbox', 'inbox']) await runner.query(`DROP TABLE IF EXISTS kql_assistant.${table}`);
  }
}

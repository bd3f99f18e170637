import type { MigrationInterface, QueryRunner } from 'typeorm';
import { outboxMigrationSql } from '@attest/messaging';
import { tenantPolicySql } from '@attest/persistence';

const tables = ['subject', 'script_result', 'card', 'action_change', 'hunt', 'report', 'template'];

/** What this service heard of incidents, cards, scripts, actions and hunts; the reports it made; how they look; outbox and inbox. */
export class CreateReports1767000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reporter.subject (
        tenant text NOT NULL, incident_id text NOT NULL, revision int NOT NULL, activity_at text NOT NULL, activity jsonb NOT NULL, status text NOT NULL,
        profile jsonb NOT NULL, created_at timestamptz NOT NULL, incident text NOT NULL, events text NOT NULL,
        closing_due timestamptz, scripts_due timestamptz, updated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, incident_id))`);
    await runner.query('CREATE INDEX subject_created ON reporter.subject (tenant, created_at)');
    await runner.query('CREATE INDEX subject_closing ON reporter.subject (closing_due) WHERE closing_due IS NOT NULL');
    await runner.query(`
      CREATE TABLE reporter.script_result (
        tenant text NOT NULL, incident_id text NOT NULL, sha256 char(64) NOT NULL, verdict text NOT NULL, result jsonb NOT NULL,
        PRIMARY KEY (tenant, incident_id, sha256))`);
    await runner.query(`
      CREATE TABLE reporter.card (
        tenant text NOT NULL, incident_id text NOT NULL, kind text NOT NULL, revision int NOT NULL, version int NOT NULL, composer text NOT NULL, digest char(64) NOT NULL, body text,
        PRIMARY KEY (tenant, incident_id, kind))`);
    await runner.query(`
      CREATE TABLE reporter.action_change (
        tenant text NOT NULL, action_id uuid NOT NULL, version int NOT NULL, incident_id text NOT NULL, change jsonb NOT NULL,
        PRIMARY KEY (tenant, action_id, version))`);
    await runner.query('CREATE INDEX action_change_of_incident ON reporter.action_change (tenant, incident_id)');
    await runner.query(`
      CREATE TABLE reporter.hunt (
        tenant text NOT NULL, link_id uuid NOT NULL, incident_id text NOT NULL, removed boolean NOT NULL, hunt jsonb NOT NULL,
        PRIMARY KEY (tenant, link_id))`);
    await runner.query('CREATE INDEX hunt_of_incident ON reporter.hunt (tenant, incident_id)');
    await runner.query(`
      CREATE TABLE reporter.report (
        tenant text NOT NULL, id uuid NOT NULL, incident_id text NOT NULL, revision int NOT NULL, version int NOT NULL, title text NOT NULL, language text NOT NULL,
        tlp text NOT NULL, interim boolean NOT NULL, missing jsonb NOT NULL, as_of text, section_ids jsonb NOT NULL, statements jsonb NOT NULL, provenance jsonb NOT NULL,
        template_digest char(64) NOT NULL, digest char(64) NOT NULL, basis jsonb NOT NULL, reason text NOT NULL, made_by text, made_by_subject text,
        content bytea NOT NULL, created_at timestamptz NOT NULL, asked_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, id), UNIQUE (tenant, incident_id, version))`);
    await runner.query('CREATE INDEX report_asked ON reporter.report (tenant, incident_id, asked_at DESC, version DESC)');
    await runner.query('CREATE TABLE reporter.template (tenant text PRIMARY KEY, language text NOT NULL, template jsonb NOT NULL, changed_by text NOT NULL, updated_at timestamptz NOT NULL)');
    for (const table of tables) {
      for (const statement of tenantPolicySql('reporter', table)) await runner.query(statement);
    }
    for (const statement of outboxMigrationSql('reporter')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables, 'outbox', 'inbox']) await runner.query(`DROP TABLE IF EXISTS reporter.${table}`);
  }
}

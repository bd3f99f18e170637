import type { MigrationInterface, QueryRunner } from 'typeorm';
import { outboxMigrationSql } from '@attest/messaging';
import { tenantPolicySql } from '@attest/persistence';

/** Scripts with their analysis and card, the incidents they were seen in, outbox and inbox. */
export class CreateScripts1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE script_analyzer.script (
        tenant text NOT NULL,
        sha256 char(64) NOT NULL,
        content bytea NOT NULL,
        size int NOT NULL,
        excerpt text NOT NULL,
        file_name text,
        language_given text,
        language text,
        verdict text,
        techniques text[] NOT NULL DEFAULT '{}',
        layer_count int NOT NULL DEFAULT 0,
        fact_count int NOT NULL DEFAULT 0,
        indicator_count int NOT NULL DEFAULT 0,
        gap_count int NOT NULL DEFAULT 0,
        analysis bytea,
        card_id uuid,
        card_version int NOT NULL DEFAULT 0,
        card jsonb,
        by_person boolean NOT NULL DEFAULT false,
        submitted_at timestamptz NOT NULL,
        analyzed_at timestamptz,
        PRIMARY KEY (tenant, sha256)
      )`);
    await runner.query('CREATE INDEX script_newest ON script_analyzer.script (tenant, submitted_at DESC, sha256)');
    await runner.query(`
      CREATE TABLE script_analyzer.script_incident (
        tenant text NOT NULL,
        sha256 char(64) NOT NULL,
        incident_id text NOT NULL,
        PRIMARY KEY (tenant, incident_id, sha256)
      )`);
    for (const table of ['script', 'script_incident']) {
      for (const statement of tenantPolicySql('script_analyzer', table)) await runner.query(statement);
    }
    for (const statement of outboxMigrationSql('script_analyzer')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['script_incident', 'script', 'outbox', 'inbox']) await runner.query(`DROP TABLE IF EXISTS script_analyzer.${table}`);
  }
}

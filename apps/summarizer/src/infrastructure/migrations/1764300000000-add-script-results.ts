import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantPolicySql } from '@attest/persistence';

/** Results of script analysis by incident, and when an incident is to be summarised again because of them. */
export class AddScriptResults1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE summarizer.script_result (
        tenant text NOT NULL,
        incident_id text NOT NULL,
        sha256 char(64) NOT NULL,
        verdict text NOT NULL,
        result jsonb NOT NULL,
        PRIMARY KEY (tenant, incident_id, sha256)
      )`);
    for (const statement of tenantPolicySql('summarizer', 'script_result')) await runner.query(statement);
    await runner.query('ALTER TABLE summarizer.subject ADD COLUMN scripts_due timestamptz');
    await runner.query('CREATE INDEX subject_scripts_due ON summarizer.subject (scripts_due) WHERE scripts_due IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE summarizer.subject DROP COLUMN IF EXISTS scripts_due');
    await runner.query('DROP TABLE IF EXISTS summarizer.script_result');
  }
}

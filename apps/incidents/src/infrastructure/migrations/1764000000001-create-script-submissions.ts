import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantPolicySql } from '@attest/persistence';

/** Which scripts of which incident were submitted for analysis. */
export class CreateScriptSubmissions1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE incidents.script_submission (tenant text NOT NULL, incident_id text NOT NULL, sha256 char(64) NOT NULL, PRIMARY KEY (tenant, incident_id, sha256))');
    for (const statement of tenantPolicySql('incidents', 'script_submission')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS incidents.script_submission');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantPolicySql } from '@attest/persistence';

/** Guides of the tenant. */
export class AddGuidebooks1766100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE responder.guidebook (
        tenant text NOT NULL, id uuid NOT NULL, title text NOT NULL, file_name text NOT NULL, format text NOT NULL, bytes int NOT NULL, sha256 char(64) NOT NULL,
        state text NOT NULL, version int NOT NULL, sections jsonb NOT NULL, warnings jsonb NOT NULL, history jsonb NOT NULL,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, id))`);
    await runner.query("CREATE UNIQUE INDEX guidebook_of_content ON responder.guidebook (tenant, sha256) WHERE state <> 'DELETED'");
    await runner.query("CREATE INDEX guidebook_newest ON responder.guidebook (tenant, created_at DESC, id DESC) WHERE state <> 'DELETED'");
    for (const statement of tenantPolicySql('responder', 'guidebook')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS responder.guidebook');
  }
}

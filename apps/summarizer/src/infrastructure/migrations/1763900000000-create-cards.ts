import type { MigrationInterface, QueryRunner } from 'typeorm';
import { outboxMigrationSql } from '@attest/messaging';
import { tenantPolicySql } from '@attest/persistence';

/** Cards, the incidents they speak of, outbox and inbox. */
export class CreateCards1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE summarizer.subject (
        tenant text NOT NULL,
        incident_id text NOT NULL,
        revision int NOT NULL,
        incident text NOT NULL,
        events text NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, incident_id)
      )`);
    await runner.query(`
      CREATE TABLE summarizer.card (
        id uuid PRIMARY KEY,
        tenant text NOT NULL,
        kind text NOT NULL,
        subject_id text NOT NULL,
        subject_revision int NOT NULL,
        version int NOT NULL,
        current boolean NOT NULL,
        digest text NOT NULL,
        body jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (tenant, kind, subject_id, version)
      )`);
    await runner.query(`CREATE UNIQUE INDEX card_one_current ON summarizer.card (tenant, kind, subject_id) WHERE current`);
    for (const table of ['subject', 'card']) {
      for (const statement of tenantPolicySql('summarizer', table)) await runner.query(statement);
    }
    for (const statement of outboxMigrationSql('summarizer')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['card', 'subject', 'outbox', 'inbox']) await runner.query(`DROP TABLE IF EXISTS summarizer.${table}`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantPolicySql } from '@attest/persistence';

/** Who composes the cards of a kind: every revision of the setting. */
export class CreateCompositions1767200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE evaluator.composition (
        tenant text NOT NULL, kind text NOT NULL, revision int NOT NULL, current jsonb, canary jsonb, restores int,
        by_name text NOT NULL, reason text NOT NULL, at timestamptz NOT NULL,
        PRIMARY KEY (tenant, kind, revision))`);
    for (const statement of tenantPolicySql('evaluator', 'composition')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS evaluator.composition');
  }
}

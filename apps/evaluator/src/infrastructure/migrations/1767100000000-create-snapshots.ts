import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantPolicySql } from '@attest/persistence';

const tables = ['snapshot', 'action_change'];

/** What cards are made from, packed as it came, and the input of cases. Cases made before know their input by its digest. */
export class CreateSnapshots1767100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE evaluator.snapshot (
        tenant text NOT NULL, incident_id text NOT NULL, revision int NOT NULL, incident bytea NOT NULL, events bytea NOT NULL, kept boolean NOT NULL DEFAULT false, at timestamptz NOT NULL,
        PRIMARY KEY (tenant, incident_id, revision))`);
    // Packed already: another try costs time and gains nothing.
    await runner.query('ALTER TABLE evaluator.snapshot ALTER COLUMN incident SET STORAGE EXTERNAL, ALTER COLUMN events SET STORAGE EXTERNAL');
    await runner.query('CREATE INDEX snapshot_age ON evaluator.snapshot (at)');
    await runner.query(`
      CREATE TABLE evaluator.action_change (
        tenant text NOT NULL, action_id uuid NOT NULL, version int NOT NULL, incident_id text NOT NULL, change jsonb NOT NULL, at timestamptz NOT NULL,
        PRIMARY KEY (tenant, action_id, version))`);
    await runner.query('CREATE INDEX action_change_incident ON evaluator.action_change (tenant, incident_id)');
    await runner.query('CREATE INDEX action_change_age ON evaluator.action_change (at)');
    for (const table of tables) for (const statement of tenantPolicySql('evaluator', table)) await runner.query(statement);
    await runner.query("ALTER TABLE evaluator.evaluation_case ADD COLUMN input bytea, ADD COLUMN input_state text NOT NULL DEFAULT 'NO_COPY'");
    await runner.query('ALTER TABLE evaluator.evaluation_case ALTER COLUMN input SET STORAGE EXTERNAL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE evaluator.evaluation_case DROP COLUMN IF EXISTS input, DROP COLUMN IF EXISTS input_state');
    for (const table of tables) await runner.query(`DROP TABLE IF EXISTS evaluator.${table}`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantPolicySql } from '@attest/persistence';

/** Evaluation runs: asked for, under way, and their results. */
export class CreateEvaluationRuns1767300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE evaluator.evaluation_run (
        tenant text NOT NULL, id uuid NOT NULL, state text NOT NULL, imported boolean NOT NULL, sets jsonb NOT NULL, candidates jsonb NOT NULL, repeat int NOT NULL,
        asked_by_name text NOT NULL, created_at timestamptz NOT NULL, started_at timestamptz, finished_at timestamptz, done int NOT NULL, total int NOT NULL,
        attempts int NOT NULL, owner uuid, heartbeat_at timestamptz, problem text,
        at timestamptz, version text, commit_hash text, digest text, result jsonb,
        PRIMARY KEY (tenant, id))`);
    await runner.query('CREATE INDEX evaluation_run_newest ON evaluator.evaluation_run (tenant, created_at DESC, id DESC)');
    await runner.query("CREATE INDEX evaluation_run_open ON evaluator.evaluation_run (created_at, id) WHERE state IN ('QUEUED', 'RUNNING')");
    await runner.query("CREATE INDEX evaluation_run_results ON evaluator.evaluation_run (tenant, at DESC) WHERE state = 'DONE'");
    await runner.query('CREATE UNIQUE INDEX evaluation_run_imported ON evaluator.evaluation_run (tenant, digest) WHERE imported');
    for (const statement of tenantPolicySql('evaluator', 'evaluation_run')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS evaluator.evaluation_run');
  }
}

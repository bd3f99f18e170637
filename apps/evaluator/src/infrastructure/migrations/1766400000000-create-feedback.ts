import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditMigrationSql } from '@attest/identity/audit';
import { outboxMigrationSql } from '@attest/messaging';
import { tenantPolicySql } from '@attest/persistence';

const tables = ['card', 'vote', 'figure', 'feedback', 'lesson', 'evaluation_case'];

/** Cards and votes heard of, the figures counted from them, feedback, lessons, cases, the audit log, outbox and inbox. */
export class CreateFeedback1766400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE evaluator.card (
        tenant text NOT NULL, id uuid NOT NULL, kind text NOT NULL, subject_id text NOT NULL, version int NOT NULL, composer text NOT NULL, model text NOT NULL,
        event jsonb NOT NULL, body bytea, at timestamptz NOT NULL,
        PRIMARY KEY (tenant, id))`);
    await runner.query('CREATE INDEX card_age ON evaluator.card (at)');
    await runner.query(`
      CREATE TABLE evaluator.vote (
        tenant text NOT NULL, card_id uuid NOT NULL, part text NOT NULL, subject text NOT NULL, kind text NOT NULL, composer text NOT NULL, model text NOT NULL,
        verdict text NOT NULL, withdrawn boolean NOT NULL, version int NOT NULL, event jsonb NOT NULL, at timestamptz NOT NULL,
        PRIMARY KEY (tenant, card_id, part, subject))`);
    await runner.query('CREATE INDEX vote_time ON evaluator.vote (tenant, at)');
    await runner.query(`
      CREATE TABLE evaluator.figure (
        tenant text NOT NULL, day date NOT NULL, kind text NOT NULL, composer text NOT NULL, model text NOT NULL, prompt_hash text NOT NULL, engine text NOT NULL,
        cards bigint NOT NULL, statements bigint NOT NULL, dropped bigint NOT NULL, fallback bigint NOT NULL, repaired bigint NOT NULL,
        prompt_tokens bigint NOT NULL, completion_tokens bigint NOT NULL, confirmed bigint NOT NULL, off_target bigint NOT NULL, harmful bigint NOT NULL,
        edits bigint NOT NULL, words bigint NOT NULL, latency bigint[] NOT NULL,
        PRIMARY KEY (tenant, day, kind, composer, model, prompt_hash, engine))`);
    await runner.query(`
      CREATE TABLE evaluator.feedback (
        tenant text NOT NULL, id uuid NOT NULL, card_id uuid NOT NULL, part text NOT NULL, subject text NOT NULL, name text NOT NULL, kind text NOT NULL, subject_id text NOT NULL,
        composer text NOT NULL, model text NOT NULL, verdict text NOT NULL, faults jsonb NOT NULL, comment text, corrections jsonb NOT NULL,
        version int NOT NULL, withdrawn boolean NOT NULL, at timestamptz NOT NULL,
        PRIMARY KEY (tenant, id), UNIQUE (tenant, card_id, part, subject))`);
    await runner.query('CREATE INDEX feedback_newest ON evaluator.feedback (tenant, at DESC, id DESC) WHERE NOT withdrawn');
    await runner.query(`
      CREATE TABLE evaluator.lesson (
        tenant text NOT NULL, id uuid NOT NULL, text text NOT NULL, kind text, tag text, card_id uuid, state text NOT NULL, author_subject text NOT NULL, author_name text NOT NULL,
        expires_at timestamptz, reviewer_name text, reason text, reviewed_at timestamptz, created_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, id))`);
    await runner.query('CREATE INDEX lesson_newest ON evaluator.lesson (tenant, created_at DESC, id DESC)');
    await runner.query("CREATE INDEX lesson_to_expire ON evaluator.lesson (expires_at) WHERE state IN ('PENDING', 'APPROVED') AND expires_at IS NOT NULL");
    await runner.query(`
      CREATE TABLE evaluator.evaluation_case (
        tenant text NOT NULL, id uuid NOT NULL, card_id uuid NOT NULL, kind text NOT NULL, input_digest text NOT NULL, state text NOT NULL, tags jsonb NOT NULL, expected jsonb NOT NULL,
        body jsonb NOT NULL, made_by_name text NOT NULL, reviewer_name text, reviewed_at timestamptz, created_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, id), UNIQUE (tenant, card_id))`);
    await runner.query('CREATE INDEX evaluation_case_newest ON evaluator.evaluation_case (tenant, created_at DESC, id DESC)');
    for (const table of tables) {
      for (const statement of tenantPolicySql('evaluator', table)) await runner.query(statement);
    }
    for (const statement of auditMigrationSql('evaluator')) await runner.query(statement);
    for (const statement of outboxMigrationSql('evaluator')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables, 'audit', 'outbox', 'inbox']) await runner.query(`DROP TABLE IF EXISTS evaluator.${table}`);
    await runner.query('DROP FUNCTION IF EXISTS evaluator.refuse_audit_change');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditMigrationSql } from '@attest/identity/audit';
import { outboxMigrationSql } from '@attest/messaging';
import { tenantPolicySql } from '@attest/persistence';

const tables = ['subject', 'script_result', 'card', 'action', 'lab_entity', 'lab_order'];

/** Incidents and script results this service heard of, guided responses, actions, the lab tenant, the audit log, outbox and inbox. */
export class CreateResponses1766000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE responder.subject (
        tenant text NOT NULL, incident_id text NOT NULL, revision int NOT NULL, title text NOT NULL, incident text NOT NULL, events text NOT NULL,
        profile jsonb, scripts_due timestamptz, updated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, incident_id))`);
    await runner.query('CREATE INDEX subject_newest ON responder.subject (tenant, updated_at DESC) WHERE profile IS NOT NULL');
    await runner.query('CREATE INDEX subject_scripts_due ON responder.subject (scripts_due) WHERE scripts_due IS NOT NULL');
    await runner.query(`
      CREATE TABLE responder.script_result (
        tenant text NOT NULL, incident_id text NOT NULL, sha256 char(64) NOT NULL, verdict text NOT NULL, result jsonb NOT NULL,
        PRIMARY KEY (tenant, incident_id, sha256))`);
    await runner.query(`
      CREATE TABLE responder.card (
        id uuid PRIMARY KEY, tenant text NOT NULL, kind text NOT NULL, subject_id text NOT NULL, subject_revision int NOT NULL, version int NOT NULL,
        current boolean NOT NULL, digest text NOT NULL, body jsonb NOT NULL, created_at timestamptz NOT NULL,
        UNIQUE (tenant, kind, subject_id, version))`);
    await runner.query('CREATE UNIQUE INDEX card_one_current ON responder.card (tenant, kind, subject_id) WHERE current');
    await runner.query(`
      CREATE TABLE responder.action (
        tenant text NOT NULL, id uuid NOT NULL, incident_id text NOT NULL, incident_revision int NOT NULL, recommendation_id text, recommendation jsonb,
        action text NOT NULL, reverse boolean NOT NULL, category text NOT NULL, target jsonb NOT NULL, parameters jsonb NOT NULL, context jsonb NOT NULL,
        destructive boolean NOT NULL, priority int NOT NULL, withdrawn boolean NOT NULL, approval_hash char(64) NOT NULL,
        state text NOT NULL, version int NOT NULL, undoes uuid, undone_by uuid, approvals jsonb NOT NULL, declined jsonb, record jsonb,
        connector text, idempotency text, run int NOT NULL, attempts int NOT NULL, call_open boolean NOT NULL, reference text, result jsonb, outcome jsonb,
        waiting jsonb, next_attempt_at timestamptz, lease_until timestamptz, lease uuid, audit_sequence bigint NOT NULL,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, ended_at timestamptz,
        PRIMARY KEY (tenant, id))`);
    await runner.query('CREATE UNIQUE INDEX action_of_recommendation ON responder.action (tenant, incident_id, recommendation_id) WHERE recommendation_id IS NOT NULL');
    await runner.query('CREATE INDEX action_newest ON responder.action (tenant, updated_at DESC, id DESC)');
    await runner.query("CREATE INDEX action_to_do ON responder.action (next_attempt_at) WHERE state IN ('APPROVED', 'INTENT', 'SENT') AND next_attempt_at IS NOT NULL");
    await runner.query(`
      CREATE TABLE responder.lab_entity (
        tenant text NOT NULL, kind text NOT NULL, id text NOT NULL, name text NOT NULL, state jsonb NOT NULL, changes int NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, kind, id))`);
    await runner.query(`
      CREATE TABLE responder.lab_order (
        tenant text NOT NULL, key text NOT NULL, action_id uuid NOT NULL, sentence text NOT NULL, result jsonb NOT NULL, at timestamptz NOT NULL,
        PRIMARY KEY (tenant, key))`);
    for (const table of tables) {
      for (const statement of tenantPolicySql('responder', table)) await runner.query(statement);
    }
    for (const statement of auditMigrationSql('responder')) await runner.query(statement);
    for (const statement of outboxMigrationSql('responder')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables, 'audit', 'outbox', 'inbox']) await runner.query(`DROP TABLE IF EXISTS responder.${table}`);
    await runner.query('DROP FUNCTION IF EXISTS responder.refuse_audit_change');
  }
}

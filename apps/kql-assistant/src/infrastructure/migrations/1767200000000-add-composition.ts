import type { MigrationInterface, QueryRunner } from 'typeorm';
import { compositionMigrationSql } from '@attest/service-host';

/** Who composes the cards of this service, as the evaluator tells. */
export class AddComposition1767200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of compositionMigrationSql('kql_assistant')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS kql_assistant.composition');
  }
}
